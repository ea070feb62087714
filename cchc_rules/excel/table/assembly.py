"""The columns of a table in, the facts of each of its units out."""

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from cchc_rules.excel.table.claims import Claimed
from cchc_rules.excel.table.places import RowPlaces
from cchc_rules.excel.table.rows import RowFacts
from cchc_rules.excel.table.surroundings import tell_surroundings
from cchc_rules.excel.table.units import Candidate, UnitFinder
from cchc_rules.facts import Facts, Fault, Override, Unit
from cchc_rules.facts.admit import Admitted, Remark, admit
from cchc_rules.facts.admit.overrides import NO_REASON, override_spec
from cchc_rules.facts.raw import Number
from cchc_rules.facts.rows import rows_of
from cchc_rules.model import Special

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_rules.excel.columns import Columns
    from cchc_rules.excel.lenses import Seen
    from cchc_rules.excel.table.findings import Findings
    from cchc_rules.excel.table.plan import Plan, Source
    from cchc_rules.facts import Datum
    from cchc_rules.facts.keys import KeyIndex
    from cchc_rules.facts.roster import Roster
    from cchc_rules.model import DataItem

Scores = dict[str, Decimal | Special | Fault]
_NO_MARKS: frozenset[str] = frozenset()
_NOTHING: "Mapping[str, Datum]" = MappingProxyType({})


class Assembler:
    """Puts the facts of the units together."""

    def __init__(
        self, keys: "KeyIndex", plan: "Plan", columns: "Columns", findings: "Findings"
    ) -> None:
        self._rules = keys.rules
        self._leaves = {leaf.code: leaf for leaf in keys.rules.root.leaves()}
        self._plan = plan
        self._columns = columns
        self._findings = findings
        self._found: list[int] = []

    def facts(self, roster: "Roster | None") -> list[Facts]:
        """Return the facts of every unit, in the order of the rows."""
        finder = UnitFinder(self._rules, roster, self._findings, self._plan.name)
        found = finder.find(self._candidates())
        places = self._found = [place for place, _ in found]
        rows = [self._columns.rows[place] for place in places]
        tell_surroundings(self._columns, self._plan, rows, self._findings)
        for column in (self._plan.name, self._plan.kind, self._plan.id):
            self._settle(column, places, "Tên đơn vị", ())
        for source in self._plan.figures():
            self._settle(source.column, places, source.title, source.heading)
        values = self._rows({**self._read(self._plan.values), **self._tallies()})
        previous = self._rows(self._read(self._plan.previous))
        manual = self._rows(self._read(self._plan.manual))
        letters = self._plan.places(self._rules.year)
        file, sheet = self._findings.file, self._findings.sheet
        facts: list[Facts] = []
        for place, unit in found:
            row = self._columns.rows[place]
            facts.append(
                Facts(
                    unit,
                    values[place],
                    previous[place],
                    _scores(manual[place]) if manual[place] else {},
                    self._overrides(unit, place) if self._plan.scores else {},
                    self._marks(place) if self._plan.marks else _NO_MARKS,
                    places=RowPlaces(file, sheet, row, letters),
                )
            )
        return facts

    def claims(self) -> tuple[Claimed, ...]:
        """Return the columns of results, for the units whose facts were returned."""
        return tuple(
            Claimed(
                claim,
                own.column,
                own.title,
                own.heading,
                [
                    (self._columns.rows[place], self._columns.values[own.column][place])
                    for place in self._found
                ],
            )
            for claim, own in self._plan.claims.items()
        )

    def _candidates(self) -> list[Candidate]:
        """Return what each row says of its unit."""
        values, plan = self._columns.values, self._plan
        empty: list[Seen] = [""] * len(self._columns.rows)
        filled = self._filled()
        texts = [values.get(at, empty) for at in (plan.name, plan.kind, plan.id, plan.order)]
        return [
            Candidate(
                RowFacts(
                    number,
                    _text(name),
                    _text(order),
                    filled[place],
                ),
                _text(kind),
                _text(unit_id),
            )
            for place, (number, name, kind, unit_id, order) in enumerate(
                zip(self._columns.rows, *texts, strict=True)
            )
        ]

    def _filled(self) -> list[bool]:
        """Say of each row whether any column of figures has something in it."""
        empty = list(range(len(self._columns.rows)))
        for source in self._plan.figures():
            values = self._columns.values[source.column]
            empty = [place for place in empty if values[place] is Special.MISSING]
        filled = [True] * len(self._columns.rows)
        for place in empty:
            filled[place] = False
        return filled

    def _settle(
        self, column: int, places: "Sequence[int]", title: str, heading: tuple[str, ...]
    ) -> None:
        """Tell the remarks of a column's units and leave the data alone."""
        values = self._columns.values.get(column)
        if values is None or Admitted not in set(map(type, values)):
            return
        for place in places:
            seen = values[place]
            if isinstance(seen, Admitted):
                for remark in seen.remarks:
                    self._findings.remark(self._columns.rows[place], column, remark, title, heading)
        for place, seen in enumerate(values):
            if isinstance(seen, Admitted):
                values[place] = seen.datum

    def _rows(self, columns: "Mapping[str, Sequence[Datum]]") -> "Sequence[Mapping[str, Datum]]":
        """Return the data of each row by key."""
        count = len(self._columns.rows)
        return rows_of(columns, count) if columns else [_NOTHING] * count

    def _read(self, sources: "Mapping[str, Source]") -> "dict[str, list[Datum]]":
        """Return the columns of `sources`, whose remarks are told by now."""
        values = self._columns.values
        return {key: cast("list[Datum]", values[own.column]) for key, own in sources.items()}

    def _tallies(self) -> "dict[str, list[Datum]]":
        """Return the tallies whose options stand in columns of their own."""
        return {
            key: [self._tally(self._rules.items[key], options, place) for place in self._places()]
            for key, options in self._plan.options.items()
        }

    def _places(self) -> range:
        return range(len(self._columns.rows))

    def _tally(self, item: "DataItem", options: "Mapping[str, Source]", place: int) -> "Datum":
        counts = [
            self._columns.values[options[option].column][place]
            if option in options
            else Special.MISSING
            for option in item.options
        ]
        fault = next((count for count in counts if isinstance(count, Fault)), None)
        numbers = tuple(count for count in counts if isinstance(count, Decimal))
        return fault or (numbers if len(numbers) == len(item.options) else Special.MISSING)

    def _overrides(self, unit: Unit, place: int) -> dict[str, Override]:
        """Return the scores that the council set, each with its reason."""
        found: dict[str, Override] = {}
        for code, source in self._plan.scores.items():
            score = self._columns.values[source.column][place]
            if not isinstance(score, Decimal):
                continue
            row = self._columns.rows[place]
            admitted = admit(override_spec(self._leaves[code], unit.kind), Number(score))
            for remark in admitted.remarks:
                self._findings.remark(row, source.column, remark, source.title, source.heading)
            if not isinstance(admitted.datum, Decimal):
                continue
            reasons = self._plan.reasons.get(code)
            reason = _text(self._columns.values[reasons.column][place]) if reasons else ""
            if reason:
                found[code] = Override(admitted.datum, reason)
            else:
                remark = Remark("E554", NO_REASON[0].format(code).removesuffix("."), NO_REASON[1])
                self._findings.remark(row, source.column, remark, source.title, source.heading)
        return found

    def _marks(self, place: int) -> frozenset[str]:
        """Return the leaves that the unit marks: with `-`, or có."""
        values = self._columns.values
        return frozenset(
            code
            for code, source in self._plan.marks.items()
            if values[source.column][place] in {True, Special.NOT_APPLICABLE}
        )


def _scores(values: "Mapping[str, Datum]") -> Scores:
    """Narrow manual scores; their spec lets nothing else through."""
    return {
        code: datum
        for code, datum in values.items()
        if isinstance(datum, (Decimal, Special, Fault))
    }


def _text(seen: "Seen") -> str:
    datum = seen.datum if isinstance(seen, Admitted) else seen
    return datum if isinstance(datum, str) else ""
