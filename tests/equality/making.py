"""Rule texts in, the formulas of all hosts with what each must give out; the same at every run."""

from __future__ import annotations

import random
import tempfile
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules import __version__
from cchc_rules.bundled import folder
from cchc_rules.engine.rules import load_rules
from cchc_rules.facts import Round
from cchc_rules.functions import ErrorCell
from tests.equality.cases import WRONG, Call, Cases, grid_in
from tests.equality.expecting import Expected, Judged, judged
from tests.equality.filling import made
from tests.functions.units import column, lines_of
from tests.golden import blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cchc_rules.functions import CellIn
    from cchc_rules.model import RuleSet
    from tests.equality.cases import Grid
    from tests.equality.filling import Made

GOLDEN = Path(__file__).parents[1] / "cases"
EACH = 3
"""Forms for each rule text; the last of them is scored for the self round."""
_LARGE = 50_000
"""A rule text of so many letters has rows enough in two forms."""
TABLE = 5
"""Units of each table."""
_SELF = ("tự chấm", "Tự chấm\u00a0", unicodedata.normalize("NFD", "tự chấm"), "tu-cham")
_COLUMNS = ("DIEM", "GIAI_THICH", "KIEM_TRA")
_BREAKS = (
    ("chấm theo ngày_ban_hành", "chấm teo ngày_ban_hành"),
    ("  tổng điểm: 20", "  tổng điểm: hai mươi"),
    ("chấm theo tỷ_lệ_đất", "chấm theo tỷ_lệ_dất"),
    ("    từ 98%: 5\n", ""),
    ("LĨNH VỰC 2", "LĨNH VỤC 2"),
    ("RÀNG BUỘC hồ_sơ_đúng_hạn không quá hồ_sơ\n", "RÀNG BUỘC hồ_sơ_đúng_hạn không quá\n"),
)
"""What is written wrong in the sample rule set."""


@cache
def made_cases() -> Cases:
    """Return the formulas that every host must answer alike."""
    cases = Cases()
    for name, text in rule_texts():
        cases.join(cases_of(name, text))
    cases.join(_broken_texts())
    cases.join(_standing())
    return cases


def rule_texts() -> Iterator[tuple[str, str]]:
    """Yield the rule texts of all shapes and of the evaluation that can be used, and the models."""
    for part in ("shapes", "evaluation"):
        for path in sorted((GOLDEN / part).glob("*.md")):
            for number, block in enumerate(blocks_of(path.read_text(encoding="utf-8"))):
                whole = block.language == "cchc" and block.text.lstrip().startswith("BỘ CHỈ SỐ")
                if whole and usable(block.text):
                    yield f"{part}/{path.stem} {number}", block.text
    for name in ("mau/2026/xa.cchc", "dien_bien/2020/huyen.cchc"):
        yield name, (folder("rules") / name).read_text(encoding="utf-8")
    yield "NFD", unicodedata.normalize("NFD", _sample())


def _sample() -> str:
    return (folder("rules") / "mau/2026/xa.cchc").read_text(encoding="utf-8")


def usable(text: str) -> RuleSet | None:
    """Return the rule set of a text as the command line loads it, None where it refuses it."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "luat.cchc")
        path.write_text(text, encoding="utf-8")
        return load_rules(str(path), only_errors=True).usable


def cases_of(
    name: str, text: str, units: Sequence[Made] = (), round_: Round = Round.APPRAISED
) -> Cases:
    """Return forms and a table of one rule text: of generated units, or forms of given ones."""
    rules = usable(text)
    assert rules is not None, f"{name}: the command line refuses this rule text"
    with tempfile.TemporaryDirectory() as place:
        maker = _Maker(name, text, Path(place))
        version = (
            f"cchc-rules {__version__} · {rules.code} năm {rules.year} · sha256 {rules.sha256}"
        )
        maker.call(name, "PHIEN_BAN", (), [[version]])
        if units:
            maker.forms(units, round_)
        else:
            count = EACH if len(text) < _LARGE else 2
            own = [made(rules, seed) for seed in range(count)]
            maker.forms(own[:-1])
            maker.forms(own[-1:], Round.SELF)
            maker.table([made(rules, 100 + seed, odd=False) for seed in range(TABLE)])
    return maker.cases


class _Maker:
    """Makes the cases of one rule text."""

    def __init__(self, name: str, text: str, place: Path) -> None:
        self.name, self.text, self.place = name, text, place
        self.law = f"luat {name}"
        self.cases = Cases({self.law: lines_of(text)})

    def call(self, case: str, function: str, given: Sequence[str], wanted: Grid) -> None:
        """Add a formula; the rule text follows the first two of its arguments."""
        arguments = (*given[:2], self.law, *given[2:])
        self.cases.calls.append(Call(case, f"CCHC_{function}", arguments, wanted))

    def forms(self, units: Sequence[Made], round_: Round = Round.APPRAISED) -> None:
        """Add the formulas of each form; a form knows no unit but its own."""
        groups = [[unit] for unit in units] if "toàn nhóm" in self.text else [list(units)]
        for group in groups:
            for unit, said in zip(group, self._judged(group, round_), strict=True):
                self._form(unit, Expected(unit, said), round_)

    def _form(self, unit: Made, expected: Expected, round_: Round) -> None:
        own = f"{self.name} · {unit.name}"
        grids = {
            f"khoa {own}": _column(line.key for line in unit.lines) or [[None]],
            f"gia_tri {own}": _column(line.cell for line in unit.lines) or [[None]],
            f"loai {own}": grid_in([[unit.kind_cell]]),
        }
        if round_ is Round.SELF:
            grids[f"vong {own}"] = [[_SELF[len(unit.lines) % len(_SELF)]]]
        self.cases.grids |= grids
        for name in _COLUMNS if unit.lines else ():
            self.call(own, name, tuple(grids), expected.column(name))
        self.call(own, "TONG", tuple(grids), expected.total())

    def table(self, units: Sequence[Made]) -> None:
        """Add the formula of a table in which the units stand in rows."""
        lines = [line for line in units[0].lines if line.gives]
        rows: list[list[CellIn]] = []
        for unit in units:
            own = {line.written: line.cell for line in unit.lines if line.gives}
            rows.append([unit.name, unit.kind, *(own[line.written] for line in lines)])
        said = self._judged(units, Round.APPRAISED)
        wanted = [Expected(unit, one).standing() for unit, one in zip(units, said, strict=True)]
        titles = ["Tên đơn vị", "Loại đơn vị", *(line.key for line in lines)]
        grids = {f"tieu_de {self.name}": grid_in([titles]), f"bang {self.name}": grid_in(rows)}
        self.cases.grids |= grids
        self.call(self.name, "BANG", tuple(grids), wanted)

    def _judged(self, units: Sequence[Made], round_: Round) -> list[Judged]:
        return judged(self.text, units, self.place, round_)


def _column(cells: Iterable[CellIn]) -> Grid:
    return grid_in(column(cells))


def _broken_texts() -> Cases:
    """Return formulas over rule texts that cannot be used: the line and the remedy in the cell."""
    cases = Cases({"khoa sai": _column(["2.1", "hồ_sơ"]), "gia_tri sai": _column([None, 7.0]),
                   "tieu_de sai": [["Tên đơn vị", "hồ_sơ"]], "bang sai": [["Xã A", 7.0]],
                   "ty_le sai": _column([0.9])})  # fmt: skip
    for number, (right, wrong) in enumerate(_BREAKS):
        text = _sample()
        assert right in text
        text = text.replace(right, wrong)
        _refused(cases, f"sai {number}", lines_of(text), _refusal(text))
    lines = lines_of(_sample())
    lines[7] = [20.0]
    said = "Bộ luật, dòng 8: ô không phải là chữ. Định dạng cột là chữ (Text) rồi dán lại dòng này."
    _refused(cases, "dòng là số", lines, said)
    return cases


def _refusal(text: str) -> str:
    """Return the findings that the command line tells of a rule text, as a cell tells them."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "luat.cchc")
        path.write_text(text, encoding="utf-8")
        found = load_rules(str(path), only_errors=True).found
    return "\n".join(
        f"Bộ luật, dòng {getattr(one.place, 'line', 0)}: {one.message} {one.remedy} ({one.code})"
        for one in found
    )


def _refused(cases: Cases, name: str, lines: Grid, said: str) -> None:
    cases.grids[f"luat {name}"] = lines
    form = ("khoa sai", "gia_tri sai", f"luat {name}")
    for function, given, wanted in (
        ("DIEM", form, [[WRONG]] * 2),
        ("GIAI_THICH", form, [[said]] * 2),
        ("KIEM_TRA", form, [[said]] * 2),
        ("TONG", form, [[WRONG, WRONG, "", said]]),
        ("BANG", ("tieu_de sai", "bang sai", f"luat {name}"), [[WRONG, WRONG, "", WRONG, said]]),
        ("XEP_LOAI", ("ty_le sai", f"luat {name}"), [[said]]),
        ("PHIEN_BAN", (f"luat {name}",), [[f"cchc-rules {__version__}\n{said}"]]),
    ):
        cases.calls.append(Call(name, f"CCHC_{function}", given, wanted))


def _standing() -> Cases:
    """Return formulas of ranks and classes, whose answers follow from their own cells."""
    rng = random.Random(0)
    points: list[CellIn] = [rng.choice([1.5, 2.0, 2.25, 9.0, 100.0]) for _ in range(40)]
    places = [[float(1 + sum(other > one for other in points))] for one in points]  # type: ignore[operator]
    dense = [[float(1 + len({other for other in points if other > one}))] for one in points]  # type: ignore[operator]
    odd: list[CellIn] = [7.0, None, "9,5", ErrorCell("#N/A"), "chữ", True, 9.5, ""]
    shares: list[CellIn] = [0.85, 0.8, 0.7999, "70%", 0.65, 0.0, 1.0, None]
    cases = Cases(
        {
            "diem hạng": _column(points),
            "diem lạ": _column(odd),
            "kieu hạng": [["1-2-2-3"]],
            "ty_le loại": _column(shares),
            "luat loại": lines_of(_sample()),
            "loai loại": [["xã"]],
        }
    )
    named = ["Tốt", "Tốt", "Khá", "Khá", "Khá", "Yếu", "Tốt", ""]
    strange: Grid = [[3.0], [""], [1.0], [WRONG], [WRONG], [WRONG], [1.0], [""]]
    formulas: list[tuple[str, tuple[str, ...], Grid]] = [
        ("XEP_HANG", ("diem hạng",), places),
        ("XEP_HANG", ("diem hạng", "kieu hạng"), dense),
        ("XEP_HANG", ("diem lạ",), strange),
        ("XEP_LOAI", ("ty_le loại", "luat loại", "loai loại"), [[one] for one in named]),
        ("PHIEN_BAN", (), [[f"cchc-rules {__version__}"]]),
    ]
    for function, given, wanted in formulas:
        cases.calls.append(Call("hạng và loại", f"CCHC_{function}", given, wanted))
    return cases
