"""The files of `--previous` in, earlier rankings and files with figures of the year before out.

A ranking is the JSON of `cchc rank`, its workbook, or a published table with ranks; any other file
holds figures, and is scored by the rule set of the same code and the year before, if there is one.
"""

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.engine.data import is_json, text_of
from cchc_rules.evaluation.results import Interval
from cchc_rules.facts.keys import KeyIndex
from cchc_rules.numeric import LARGEST
from cchc_rules.ranking.results import Places
from cchc_rules.ranking.years import Standing, Year
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.results import Ranking

    Json = Mapping[str, object]


@record()
class Past:
    """The years that are known, the files that hold figures, and what was found."""

    years: tuple[Year, ...]
    figures: tuple[str, ...]
    found: tuple[Diagnostic, ...]


NO_PAST = Past((), (), ())


def not_compared(ranking: "Ranking", years: "Sequence[Year]") -> tuple[Diagnostic, ...]:
    """Tell the units that the ranking of the year before does not know, and a year that lacks."""
    if not years:
        return ()
    before = ranking.rules.year - 1
    place = Cell(f"--previous {before}")
    if all(year.year != before for year in years):
        message = f"Không có bảng xếp hạng năm {before}, nên không so được với các năm trước."
        return (Diagnostic("W564", place, message, f"Thêm --previous cho năm {before}."),)
    unknown = (
        unit.name
        for unit in ranking.units
        if unit.places is not None and unit.history is not None and unit.history.change is None
    )
    remedy = "Kiểm tra tên đơn vị; đơn vị mới thì không cần làm gì."
    return tuple(
        Diagnostic("W562", place, f"Đơn vị “{name}” không có trong bảng năm {before}.", remedy)
        for name in unknown
    )


def read_years(names: "Sequence[str]", rules: "RuleSet") -> Past:
    """Tell rankings from figures; a year that comes twice, or is not over, is a finding (W564)."""
    years: dict[int, Year] = {}
    figures: list[str] = []
    found: list[Diagnostic] = []
    for name in names:
        year, has_figures = _read(name, rules)
        if has_figures:
            figures.append(name)
        if year is None:
            continue
        if year.year in years or year.year >= rules.year:
            found.append(_of_no_use(name, year.year, rules.year))
        else:
            years[year.year] = year
    return Past(tuple(years.values()), tuple(figures), tuple(found))


def _of_no_use(name: str, year: int, now: int) -> Diagnostic:
    why = "đã có tệp khác" if year < now else f"không phải năm trước của {now}"
    message = f"Bảng xếp hạng năm {year} không được dùng: {why}."
    return Diagnostic("W564", Cell(name), message, "Giữ một tệp cho mỗi năm trước.")


def _read(name: str, rules: "RuleSet") -> tuple[Year | None, bool]:
    """Return the ranking in a file, and whether the file holds figures."""
    per_kind = rules.ranking.per_kind
    if is_json(name):
        whole = _ranking_json(name)
        return (None, True) if whole is None else (_year_of_json(whole, per_kind=per_kind), False)
    from cchc_rules.excel.past import read_past

    table = read_past(Path(name))
    if table is None:
        return None, True
    year = rules.year - 1 if table.year is None else table.year
    keys = KeyIndex(rules)
    has_figures = not table.own and any(map(keys.names_figure, table.titles))
    return Year(year, table.units, per_kind=per_kind), has_figures


def _ranking_json(name: str) -> "Json | None":
    """Return the document of `rank --json`; None: it is something else."""
    text, _ = text_of(name)
    try:
        whole = json.loads(text, parse_constant=str) if text is not None else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(whole, dict) or not isinstance(whole.get("rules"), dict):
        return None
    units = whole.get("units")
    is_ranking = isinstance(units, list) and isinstance(whole["rules"].get("year"), int)
    return whole if is_ranking and "summary" in whole else None


def _year_of_json(whole: "Json", *, per_kind: bool) -> Year:
    rules, units = whole["rules"], whole["units"]
    assert isinstance(rules, dict)  # noqa: S101 - a ranking, see above
    assert isinstance(units, list)  # noqa: S101
    known = [_standing(one) for one in units if isinstance(one, dict)]
    return Year(rules["year"], [one for one in known if one.name], per_kind=per_kind)


def _standing(unit: "Json") -> Standing:
    classes = unit.get("classes") or [unit.get("class")]
    rank = _span(unit, "rank")
    return Standing(
        _string(unit.get("name")),
        _string(unit.get("kind")),
        _span(unit, "total"),
        _span(unit, "percent"),
        None if rank is None else Places(int(rank.low), int(rank.high)),
        tuple(one for one in classes if isinstance(one, str)) if isinstance(classes, list) else (),
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _span(unit: "Json", key: str) -> Interval | None:
    """Read {key: "4.00"} or {key_range: ["3.00", "5.00"]}; an end may be null."""
    both = unit.get(f"{key}_range")
    ends = both if isinstance(both, list) and both else [unit.get(key)]
    known = [found for end in ends if (found := _number(end)) is not None]
    return Interval(known[0], known[-1]) if known and len(known) == len(ends) else None


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < LARGEST else None
