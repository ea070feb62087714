"""A form that is filled in step by step says at every step what it would say if it were new."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from cchc_rules.facts import Round
from cchc_rules.functions.rulebook import Rulebook, rulebook
from cchc_rules.functions.scoring import Form, Scored
from cchc_rules.model import Manual
from tests.equality.filling import codes, made
from tests.equality.making import rule_texts
from tests.functions.units import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.functions import CellIn

STEPS = 10
FAR = """BỘ CHỈ SỐ XA "Số liệu ở nơi khác"
  năm: 2026
  đối tượng: xã
  tổng điểm: 40
LĨNH VỰC 1 "Trọng số tùy số liệu của lĩnh vực khác": 10 điểm
  trọng số
    1.1: 30%
    1.2: 70%
  trọng số nếu m từ 1
    1.1: 50%
    1.2: 50%
TIÊU CHÍ 1.1 "Một": 10 điểm
  SỐ LIỆU a: số "Số a" từ 0 đến 10
  chấm theo công thức a
TIÊU CHÍ 1.2 "Hai": 10 điểm
  SỐ LIỆU b: số "Số b" từ 0 đến 10
  chấm theo công thức b
LĨNH VỰC 2 "Năm trước, nhóm và ràng buộc": 30 điểm
TIÊU CHÍ 2.1 "So với năm trước": 10 điểm
  SỐ LIỆU m: số "Số m" từ 0 đến 10
  RÀNG BUỘC m <= c
  chấm theo công thức m năm trước
TIÊU CHÍ 2.2 "Theo nhóm": 10 điểm
  chấm theo công thức lớn nhất toàn nhóm(a)
TIÊU CHÍ 2.3 "Ràng buộc": 10 điểm
  SỐ LIỆU c: số "Số c" từ 0 đến 10
  chấm theo công thức c
"""


def book_of(text: str) -> Rulebook:
    book = rulebook(lines_of(text))
    assert isinstance(book, Rulebook), book
    return book


BOOKS = {name: book_of(text) for name, text in rule_texts()}


def keys_of(book: Rulebook) -> list[CellIn]:
    """Return every key that a form may have: figures, scores, overrides, reasons and marks."""
    names = [item.name for item in book.rules.items.values()]
    leaves = list(book.rules.root.leaves())
    own = [leaf.code for leaf in leaves if not isinstance(leaf.method, Manual)]
    return [
        *names,
        *(f"{name}@{book.rules.year - 1}" for name in names),
        *codes(book.rules),
        *(f"{leaf.code}!điểm" for leaf in leaves),
        *(f"{code}!lý do" for code in own),
        *(f"{leaf.code}!không áp dụng" for leaf in leaves),
        "!tổng điểm",
    ]


def fillings(book: Rulebook, keys: list[CellIn], seed: int) -> Iterator[list[CellIn]]:
    """Yield columns of values: in each, a few cells are not as they were in the one before."""
    rng = random.Random(seed)
    units = [made(book.rules, number, odd=False) for number in range(seed, seed + 4)]
    known = [{str(line.key): line.cell for line in unit.lines} for unit in units]
    cells = [known[0].get(key) for key in map(str, keys)]
    for _ in range(STEPS):
        yield list(cells)
        for place in rng.choices(range(len(keys)), k=rng.choice([1, 1, 3])):
            cells[place] = _cell(str(keys[place]), rng, known)


def _cell(key: str, rng: random.Random, known: list[dict[str, CellIn]]) -> CellIn:
    if key.endswith("!điểm"):
        return rng.choice([None, 0.0, 0.5, 1.0])
    if key.endswith("!lý do"):
        return rng.choice([None, "Biên bản", "Biên bản khác"])
    if key.endswith("!không áp dụng"):
        return rng.choice([None, "x"])
    return rng.choice(known).get(key)


@pytest.mark.parametrize("round_", Round)
@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_what_is_kept_of_a_form_is_what_a_new_one_says(book: Rulebook, round_: Round) -> None:
    keys = keys_of(book)
    for number, kind in enumerate(book.rules.kinds[:2]):
        form = Form(book, kind, round_, keys)
        for values in fillings(book, keys, 10 * number):
            form.last = kept = Scored(form, values)
            new = Scored(Form(book, kind, round_, keys), values)
            assert kept.assessment.facts == new.assessment.facts
            assert kept.told == new.told
            assert kept.reasons() == new.reasons()


@pytest.mark.parametrize(
    ("key", "value", "changed"),
    [
        ("a", 3.0, {"1", "1.1", "2", "2.2"}),
        ("b", "-", {"1", "1.2"}),
        ("m", 1.0, {"1"}),
        ("m", 6.0, {"1", "2", "2.3"}),
        ("m@2025", 5.0, {"2.1"}),
        ("2.1!điểm", 5.0, {"2", "2.1"}),
        ("2.1!lý do", None, {"2", "2.1"}),
    ],
)
def test_a_figure_reaches_all_that_it_has_a_say_in(
    key: str, value: CellIn, changed: set[str]
) -> None:
    book = book_of(FAR)
    cells: dict[CellIn, CellIn] = {
        "a": 2.0, "b": 5.0, "c": 4.0, "m": 0.0, "m@2025": 4.0,
        "2.1!điểm": 1.0, "2.1!lý do": "Biên bản",
    }  # fmt: skip
    keys = [*cells, *codes(book.rules)]
    form = Form(book, "xã", Round.APPRAISED, keys)
    form.last = Scored(form, [cells.get(one) for one in keys])
    before = dict(form.last.reasons())
    cells[key] = value
    values = [cells.get(one) for one in keys]
    after = Scored(form, values).reasons()
    assert after == Scored(Form(book, "xã", Round.APPRAISED, keys), values).reasons()
    assert {code for code in before if before[code] != after[code]} == changed


def test_only_what_a_figure_reaches_is_explained_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    book = BOOKS["mau/2026/xa.cchc"]
    keys: list[CellIn] = [*(item.name for item in book.rules.items.values()), *codes(book.rules)]
    form = Form(book, "xã", Round.APPRAISED, keys)
    form.last = Scored(form, [None] * len(keys))
    form.last.reasons()
    explained: list[str] = []
    reason = Scored._reason

    def noted(scored: Scored, code: str, own: Assessment) -> str:
        explained.append(code)
        return reason(scored, code, own)

    monkeypatch.setattr(Scored, "_reason", noted)
    values: list[CellIn] = [None] * len(keys)
    values[keys.index("tỷ_lệ_đất")] = 0.85
    Scored(form, values).reasons()
    assert sorted(explained) == ["2", "2.2"]


def test_a_cell_of_another_kind_is_read_anew() -> None:
    form = Form(BOOKS["mau/2026/xa.cchc"], "xã", Round.APPRAISED, ["hồ_sơ"])
    form.last = Scored(form, [1.0])
    assert not form.last.told
    assert "(E520)" in Scored(form, [True]).told[0]


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_a_blank_may_come_as_an_empty_text(book: Rulebook) -> None:
    keys, kind = keys_of(book), book.rules.kinds[0]
    for values in fillings(book, keys, 7):
        blanks: list[CellIn] = ["" if value is None else value for value in values]
        one, other = (
            Scored(Form(book, kind, Round.APPRAISED, keys), cells) for cells in (values, blanks)
        )
        assert one.assessment.facts == other.assessment.facts
        assert one.told == other.told
