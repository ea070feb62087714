"""What holds for all checks together: headings, kinds, order, partial rule sets, the rule files."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import cchc_rules.checks
from cchc_rules.binding import load
from cchc_rules.bundled import folder
from cchc_rules.checks import check
from cchc_rules.headings import paths
from cchc_rules.model import ItemRef, Manual, ValueType
from cchc_rules.numeric import ONE, ZERO
from cchc_rules.source import read_source
from tests.checks.models import item, leaf, number, row, rule_set, span, table
from tests.golden import read

CASES = Path(__file__).parents[1] / "cases" / "checks"
DESIGNED = [
    *("E201", "E202", "E203", "E220", "E221", "E301", "E302", "E304", "E305", "E310", "E311"),
    *("E312", "E313", "E320", "E360", "W210", "W211", "W314", "W321", "W330", "W340", "W350"),
]


def codes_of_checks() -> set[str]:
    (package,) = cchc_rules.checks.__path__
    sources = (path.read_text(encoding="utf-8") for path in Path(package).glob("*.py"))
    return {code for source in sources for code in re.findall(r'"([EW]\d{3})"', source)}


@pytest.mark.parametrize("code", sorted({*DESIGNED, *codes_of_checks()}))
def test_each_code_has_a_case_that_fires_and_one_that_stays_silent(code: str) -> None:
    fires = (CASES / f"{code}.md").read_text(encoding="utf-8")
    silent = (CASES / f"{code}-im-lang.md").read_text(encoding="utf-8")
    assert f"\n{code} dòng" in fires
    assert f"\n{code} dòng" not in silent


@pytest.mark.parametrize(
    "path", sorted(folder("rules").rglob("*.cchc")), ids=lambda path: "/".join(path.parts[-3:])
)
def test_the_rule_files_are_clean(path: Path) -> None:
    source, unread = read_source(path)
    assert source is not None, unread
    loaded = load(source, root=folder("rules"))
    assert loaded.rules is not None
    assert [*loaded.diagnostics, *check(loaded.rules)] == []


def test_a_finding_names_the_headings_that_it_stands_under() -> None:
    found = read(
        'LĨNH VỰC 1 "Chỉ đạo": 10 điểm\n'
        '  căn cứ: "Phụ lục I"\n'
        'TIÊU CHÍ 1.1 "Kế hoạch": 10 điểm\n'
        "  hội đồng chấm từ 0 đến 12\n"
    ).found
    assert [(one.code, one.heading) for one in found if one.code != "W330"] == [
        ("E311", ("LĨNH VỰC 1 “Chỉ đạo”", "TIÊU CHÍ 1.1 “Kế hoạch”", "căn cứ: Phụ lục I"))
    ]


def test_the_rule_set_has_a_path_too() -> None:
    rules = replace(rule_set(leaf("1.1")), basis="QĐ 1")
    assert paths(rules) == {
        "": ("BỘ CHỈ SỐ THỬ “Bộ thử”", "căn cứ: QĐ 1"),
        "1.1": ("TIÊU CHÍ 1.1 “Tiêu chí 1.1”", "căn cứ: QĐ 1"),
    }


COUNT = item("số_vụ", ValueType.COUNT)


def counted(code: str = "1.1") -> str:
    """Return the codes of the findings about a table that leaves 3 to nobody."""
    rows = (row(span(number(4), None), 1), row(span(None, number(2)), 0))
    rules = rule_set(leaf(code, table(ItemRef(COUNT), *rows)), items=[COUNT])
    kept = (found for found in check(replace(rules, mentioned=frozenset({COUNT.key}))))
    return " ".join(found.code for found in kept if found.code != "W330")


def test_a_gap_is_found_and_not_where_a_line_of_the_leaf_was_lost() -> None:
    assert counted() == "E312"
    rows = (row(span(number(4), None), 1), row(span(None, number(2)), 0))
    rules = rule_set(leaf("1.1", table(ItemRef(COUNT), *rows)), items=[COUNT])
    lost = replace(rules, incomplete=frozenset({"1.1"}), mentioned=frozenset({COUNT.key}))
    assert check(lost) == ()


def test_what_is_wrong_for_some_kinds_names_them() -> None:
    marks = leaf("1.1", Manual(ZERO, ONE + ONE, None), 2, {"xã": "1", "phường": "3"})
    found = check(replace(rule_set(marks, kinds=("xã", "phường", "đặc_khu")), rebase=True))
    told = {one.code: one.message for one in found if one.code != "W330"}
    assert told.keys() == {"E301", "E311"}, "for phường the sum tells it, and names the leaf"
    assert told["E301"].startswith("Đối với phường: điểm tối đa của các mục con cộng lại được 3")
    assert told["E311"].startswith("Đối với xã: hội đồng được chấm đến 2 điểm")


def test_findings_come_in_the_order_of_the_file() -> None:
    found = read(
        'TIÊU CHÍ 1.1 "Một": 4 điểm\n'
        "  hội đồng chấm từ 0 đến 5\n"
        'TIÊU CHÍ 1.2 "Hai": 6 điểm\n'
        "  hội đồng chấm từ 0 đến 7\n"
    ).found
    lines = [one.place.line for one in found if one.code == "E311" and hasattr(one.place, "line")]
    assert lines == sorted(lines)
    assert len(lines) == 2


def test_a_rule_set_without_kinds_or_rows_is_no_trouble() -> None:
    assert {found.code for found in check(rule_set(kinds=()))} <= {"W330"}
