"""A sheet named after a survey item in, the ballots or counts of each unit out."""

from typing import TYPE_CHECKING

from cchc_rules.excel.sheet import reference
from cchc_rules.excel.table.header import label
from cchc_rules.excel.table.rows import is_summary
from cchc_rules.facts.admit import (
    Admitted,
    admit_ballot_list,
    admit_tally_list,
    admit_tally_map,
    spec_of,
)
from cchc_rules.facts.names import Match, NameIndex, unknown_unit
from cchc_rules.facts.raw import BLANK, Raw, Text
from cchc_rules.model import ValueType
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.reading import Workbook
    from cchc_rules.excel.sheet import Grid, Sheet
    from cchc_rules.excel.table.findings import Findings
    from cchc_rules.facts import Unit
    from cchc_rules.model import DataItem, RuleSet

_LONGEST_SHEET_NAME = 31
_SURVEYS = frozenset({ValueType.BALLOTS, ValueType.TALLY})


def ballot_sheets(workbook: "Workbook", rules: "RuleSet") -> "dict[str, tuple[DataItem, Sheet]]":
    """Return the sheets that are named after an item of ballots, by the item's key."""
    names: dict[str, DataItem] = {}
    for item in rules.items.values():
        if item.type in _SURVEYS:
            for name in (item.name, item.title):
                names[fold_title(name[:_LONGEST_SHEET_NAME])] = item
    found = ((names.get(fold_title(sheet.name)), sheet) for sheet in workbook.sheets)
    return {item.key: (item, sheet) for item, sheet in found if item is not None}


class BallotReader:
    """Reads one such sheet: a row or a column for each unit, or a row for each ballot."""

    def __init__(
        self, item: "DataItem", grid: "Grid", units: "Sequence[Unit]", findings: "Findings"
    ) -> None:
        self._spec = spec_of(item)
        self._title = item.title
        self._grid = grid
        self._names = NameIndex([unit.name for unit in units])
        self._units = units
        self._findings = findings

    def read(self) -> "dict[str, Admitted]":
        """Return the answers of each unit, by the unit's name."""
        rows = self._grid.rows
        in_columns = max((self._known(cells.values()) for cells in rows.values()), default=0)
        columns = _transposed(rows)
        in_rows = max((self._known(cells.values()) for cells in columns.values()), default=0)
        return self._gather(columns if in_columns > in_rows else rows, turned=in_columns > in_rows)

    def _known(self, contents: "Iterable[Content]") -> int:
        labels = {label(content) for content in contents if isinstance(content.raw, Text)}
        return sum(isinstance(self._names.find(text), Match) for text in labels)

    def _gather(
        self, lines: "Mapping[int, Mapping[int, Content]]", *, turned: bool
    ) -> "dict[str, Admitted]":
        """Read lines that each begin with a unit's name; lines of one unit go together."""
        across = _transposed(lines)
        start = max(across, key=lambda at: self._known(across[at].values()), default=0)
        ballots: dict[str, list[Raw]] = {}
        heads: list[str] = []
        for number, cells in lines.items():
            name = label(cells.get(start))
            match = self._names.find(name) if name else None
            answers = _after(cells, start)
            if isinstance(match, Match):
                ballots.setdefault(self._units[match.index].name, []).extend(answers)
            elif not ballots:
                heads = [raw.value if isinstance(raw, Text) else "" for raw in answers]
            elif match and not is_summary(name):
                place = reference(start, number) if turned else reference(number, start)
                self._findings.tell("E514", place, *unknown_unit(name, match))
        return {name: self._admit(answers, heads) for name, answers in ballots.items()}

    def _admit(self, answers: "list[Raw]", heads: list[str]) -> Admitted:
        if self._spec.type is not ValueType.TALLY:
            return admit_ballot_list(self._spec, _split(answers))
        options = {fold_title(option) for option in self._spec.options}
        if options and options <= set(map(fold_title, heads)):
            pairs = zip(heads, [*answers, *[BLANK] * len(heads)], strict=False)
            return admit_tally_map(self._spec, {head: raw for head, raw in pairs if head})
        return admit_tally_list(self._spec, _split(answers))


def _transposed(rows: "Mapping[int, Mapping[int, Content]]") -> "dict[int, dict[int, Content]]":
    turned: dict[int, dict[int, Content]] = {}
    for row, cells in rows.items():
        for column, content in cells.items():
            turned.setdefault(column, {})[row] = content
    return turned


def _after(cells: "Mapping[int, Content]", start: int) -> list[Raw]:
    """Return what stands behind the name, empty cells between ballots too."""
    last = max((at for at in cells if at > start), default=start)
    if last - start > len(cells) * 100 + 100:  # one stray cell far to the right
        return [content.raw for at, content in sorted(cells.items()) if at > start]
    return [cells[at].raw if at in cells else BLANK for at in range(start + 1, last + 1)]


def _split(answers: "list[Raw]") -> list[Raw]:
    """Take "5; 4; 3" apart."""
    found: list[Raw] = []
    for raw in answers:
        if isinstance(raw, Text) and ";" in raw.value:
            found.extend(Text(part) for part in raw.value.split(";"))
        else:
            found.append(raw)
    return found
