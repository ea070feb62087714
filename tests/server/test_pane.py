"""The task pane from the real server in a real Chromium; only office.js is another (`host.js`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from cchc_rules import __version__
from cchc_rules.functions import FUNCTIONS
from tests.server.js.driving import Browser, browser, missing
from tests.server.serving import TOKEN, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MISSING = missing(chromium=True)
pytestmark = pytest.mark.skipif(bool(_MISSING), reason=_MISSING)

CALLS = {one.name: one for one in FUNCTIONS}
RULES = [["CCHC-XA@2026"]]
BROKEN = [['BỘ CHỈ SỐ X "Thử"'], ["  năm: 2026"], ["  hỏng"]]
NARROW, USUAL = 320, 350
"""Pixels: the least that Excel gives a task pane, and what it gives at first."""

READY = ["until", "#state", "Các hàm đang chạy"]
ASKED = ["until", "#state", "Máy chủ cần mã truy cập"]


def workbook(rules: list[list[str]] | None = RULES, cell: str | None = "") -> dict[str, Any]:
    """Return an Excel with a workbook: the name CCHC_LUAT, and the active cell (None: locked)."""
    return {"runtime": "1.4", "rules": rules, "cell": cell}


class Pane(NamedTuple):
    """The pane of one server."""

    browser: Browser
    url: str

    def opened(
        self,
        *steps: list[Any],
        excel: dict[str, Any] | None = None,
        width: int = USUAL,
        query: str = "",
        complaints: tuple[str, ...] = (),
    ) -> list[Any]:
        """Open it, in this Excel or with the office.js of Microsoft; return what the steps gave.

        The browser may complain of nothing but what has one of these words.
        """
        question = {"url": self.url, "query": query, "width": width, "excel": excel}
        answer = self.browser.told(question | {"steps": steps})
        assert [
            one for one in answer["problems"] if not any(word in one for word in complaints)
        ] == []
        results: list[Any] = answer["results"]
        return results


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def pane(chromium: Browser) -> Iterator[Pane]:
    with running() as server:
        yield Pane(chromium, server.address)


@pytest.fixture(scope="module")
def guarded(chromium: Browser) -> Iterator[Pane]:
    with running(token=TOKEN) as server:
        yield Pane(chromium, server.address)


def said(function: str, *grids: list[list[Any]]) -> str:
    """Return the one text that the registry gives."""
    ((cell,),) = CALLS[function](*grids)
    return str(cell.value)  # type: ignore[union-attr]


@pytest.mark.parametrize("width", [NARROW, USUAL])
def test_the_pane_shows_what_answers_by_which_rules(pane: Pane, width: int, tmp_path: Path) -> None:
    detail, rules, *findings = pane.opened(
        READY,
        ["until", "#rules", "sha256"],
        ["text", "#detail"],
        ["text", "#rules"],
        ["wider"],
        ["inaccessible"],
        ["openAll"],
        ["wider"],
        ["inaccessible"],
        ["screenshot", str(tmp_path / "pane.png")],  # to be looked at
        excel=workbook(),
        width=width,
    )
    assert detail == said("CCHC_PHIEN_BAN")
    assert rules == said("CCHC_PHIEN_BAN", RULES)
    assert findings == [0, [], 0, []]


def test_the_pane_tells_of_every_function_what_the_registry_says(pane: Pane) -> None:
    (texts,) = pane.opened(READY, ["openAll"], ["texts", "details"], excel=workbook())
    for function, text in zip(FUNCTIONS, texts, strict=True):
        shown = " ".join(text.split()).replace("CCHC.", "CCHC_")
        wanted = [function.usage, function.summary, function.help]
        for one in [*wanted, *(argument.help for argument in function.arguments)]:
            assert one in shown


def test_a_registered_function_answers_through_the_page(pane: Pane) -> None:
    grids = [[["2.1"], ["hồ_sơ"], ["hồ_sơ_đúng_hạn"]], [[None], [1000], [965]], RULES, [["xã"]]]
    registered, answer = pane.opened(
        READY, ["registered"], ["call", "CCHC_DIEM", grids], excel=workbook()
    )
    assert registered == [one.name for one in FUNCTIONS]
    assert answer == {"value": [[4], [""], [""]]}


def test_broken_rules_of_the_workbook_are_told(pane: Pane) -> None:
    steps = [READY, ["until", "#rules", "dòng 3"], ["text", "#rules"]]
    assert pane.opened(*steps, excel=workbook(BROKEN)) == [said("CCHC_PHIEN_BAN", BROKEN)]


def test_a_workbook_without_rules_is_no_error(pane: Pane) -> None:
    steps = [READY, ["until", "#rules", "không có vùng"], ["visible", "#stamp"]]
    assert pane.opened(*steps, excel=workbook(None)) == [False]


@pytest.mark.parametrize(
    ("cell", "after", "told"),
    [
        ("", "=CCHC.PHIEN_BAN(CCHC_LUAT)", "Đã ghi"),
        ("Xã Mẫu", "Xã Mẫu", "không trống"),
    ],
)
def test_the_mark_of_the_rules_goes_into_an_empty_cell_only(
    pane: Pane, cell: str, after: str, told: str
) -> None:
    steps = [READY, ["click", "#stamp"], ["until", "#stamped", told], ["cell"]]
    assert pane.opened(*steps, excel=workbook(cell=cell)) == [[[after]]]


def test_a_locked_sheet_is_told(pane: Pane) -> None:
    steps = [READY, ["click", "#stamp"], ["until", "#stamped", "khóa"], ["text", "#stamped"]]
    (told,) = pane.opened(*steps, excel=workbook(cell=None))
    assert "AccessDenied" in told


def test_everything_is_calculated_again_on_demand(pane: Pane) -> None:
    before, after, focused = pane.opened(
        READY,
        ["calculated"],
        ["click", "#recalculate"],
        ["until", "#detail", "Đã tính lại"],
        ["calculated"],
        ["focused"],
        excel=workbook(),
    )
    assert before == []
    assert after == ["Full"]
    assert focused == "recalculate"


def test_a_server_that_is_silent_is_told(pane: Pane) -> None:
    steps = [READY, ["offline"], ["click", "#recalculate"]]
    steps += [["until", "#state", "Máy chủ không trả lời"], ["visible", "#workbook"]]
    assert pane.opened(*steps, excel=workbook(), complaints=("ERR_INTERNET_DISCONNECTED",)) == [
        False
    ]


def test_the_token_is_asked_for_and_kept_for_the_session_only(guarded: Pane) -> None:
    usable, findings, before, asks, calculated, kept, after = guarded.opened(
        ASKED,
        ["visible", "#workbook"],
        ["inaccessible"],
        ["fill", "#token", "mã có dấu"],
        ["press", "Enter"],
        ["until", "#detail", "không dấu"],
        ["stored"],
        ["fill", "#token", TOKEN],
        ["click", "#access button"],
        ["until", "#detail", "Đã tính lại"],
        ["visible", "#access"],
        ["calculated"],
        ["stored"],
        ["click", "#forget"],
        ASKED,
        ["stored"],
        excel=workbook(),
        width=NARROW,
    )
    assert (usable, findings, asks, calculated) == (False, [], False, ["Full"])
    assert TOKEN in kept["session"]
    assert TOKEN not in kept["lasting"]
    assert TOKEN not in before["session"] + after["session"]


def test_a_wrong_token_is_told_in_the_pane_and_in_cells(guarded: Pane) -> None:
    asks, focused, answer = guarded.opened(
        ["fill", "#token", "ma-truy-cap-cua-noi-khac"],
        ["press", "Enter"],
        ["until", "#state", "Mã truy cập không đúng"],
        ["visible", "#access"],
        ["focused"],
        ["call", "CCHC_PHIEN_BAN", [None]],
        excel=workbook(),
        complaints=("401", "mã truy cập"),
    )
    assert asks is True
    assert focused == "token"
    assert "mã truy cập" in answer["message"]


@pytest.mark.parametrize(
    ("host", "file", "complaint"),
    [
        ("Web$16.00", "excel-web-16.00.js", "conversationId"),
        ("Win32$16.01", "excel-win32-16.01.js", "window.external"),
        ("Mac$16.00", "excel-mac-16.00.js", "window.external"),
    ],
)
def test_our_policy_lets_the_office_js_of_microsoft_load(
    pane: Pane, host: str, file: str, complaint: str
) -> None:
    """It complains that there is no Excel; it must have no other complaint."""
    loaded = pane.opened(
        ["until", "#state", "Đang chờ Excel"],
        ["loaded", file],
        ["loaded", "office_strings.js"],
        query=f"?_host_Info=Excel${host}$vi-VN$x$$0",
        complaints=(complaint,),
    )
    assert loaded == [True, True]


def test_our_policy_lets_no_other_script_run(pane: Pane) -> None:
    steps = [READY, ["foreign"]]
    refused = ("Content Security Policy",)
    assert pane.opened(*steps, excel=workbook(), complaints=refused) == [False]


def test_outside_excel_the_pane_is_a_page_of_help(pane: Pane) -> None:
    """The script of xlwings complains that the office.js of Microsoft knows no host."""
    names, usable, versions = pane.opened(
        ["until", "#state", "Máy chủ đang chạy"],
        ["texts", "summary code"],
        ["visible", "#actions"],
        ["text", "#versions"],
        complaints=("isSetSupported",),
    )
    assert len(names) == len(FUNCTIONS)
    assert usable is False
    assert versions.startswith(f"cchc-rules {__version__}")
