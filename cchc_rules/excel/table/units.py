"""The rows of a table in, the units that they are out, each found in the roster if there is one."""

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cchc_rules.excel.table.rows import (
    RowFacts,
    are_ordered,
    is_note,
    is_summary,
    last_in_table,
    may_be_unit,
)
from cchc_rules.facts import Unit
from cchc_rules.facts.kinds import find_kind, kind_in_name, unknown_kind
from cchc_rules.facts.names import NoMatch, unknown_unit
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.excel.table.findings import Findings
    from cchc_rules.facts.roster import Roster
    from cchc_rules.model import RuleSet

_MOST_SKIPPED = 30
_MOST_GUESSES = 20


class Candidate(NamedTuple):
    """A row with what its columns of names say."""

    row: RowFacts
    kind: str
    id: str


class UnitFinder:
    """Tells units from totals and notes, and gives each its name and kind."""

    def __init__(
        self, rules: "RuleSet", roster: "Roster | None", findings: "Findings", column: int
    ) -> None:
        self._kinds = rules.kinds
        self._roster = roster
        self._findings = findings
        self._column = column
        self._skipped: list[RowFacts] = []

    def find(self, candidates: "Sequence[Candidate]") -> list[tuple[int, Unit]]:
        """Return the units with the place of their row in `candidates`."""
        rows = [candidate.row for candidate in candidates]
        last = last_in_table(rows)
        ordered = are_ordered(rows)
        found: list[tuple[int, Unit]] = []
        for place, candidate in enumerate(candidates):
            row = candidate.row
            if not row.name:
                self._nameless(row)
            else:
                unit = self._unit(candidate, ordered=ordered, near=place <= last)
                if unit is not None:
                    found.append((place, unit))
        self._tell_skipped()
        return self._once(found, candidates)

    def _nameless(self, row: RowFacts) -> None:
        if is_summary(row.order):
            self._skipped.append(row)
        elif row.filled:
            message = f"Dòng {row.number} có số liệu nhưng không có tên đơn vị; đã bỏ qua."
            self._tell("W518", row, message, "Ghi tên đơn vị, hoặc xóa dòng này.")

    def _unit(self, candidate: Candidate, *, ordered: bool, near: bool) -> Unit | None:
        row = candidate.row
        if self._roster is not None:
            return self._listed(self._roster, candidate)
        if is_summary(row.name):
            self._skipped.append(row)
            return None
        if not (row.filled or may_be_unit(row, ordered=ordered, near=near)):
            self._skipped.append(row)
            return None
        kind = self._kind(candidate)
        if kind is None:
            message, remedy = unknown_kind(candidate.kind, self._kinds)
            self._tell("E516", row, f"{row.name}: {message}.", remedy)
            return None
        return Unit(row.name, kind, candidate.id)

    def _kind(self, candidate: Candidate) -> str | None:
        if candidate.kind:
            return find_kind(candidate.kind, self._kinds)
        if len(self._kinds) == 1:
            return self._kinds[0]
        return kind_in_name(candidate.row.name, self._kinds)

    def _listed(self, roster: "Roster", candidate: Candidate) -> Unit | None:
        row = candidate.row
        match = roster.find(row.name, candidate.id)
        if isinstance(match, NoMatch):
            if is_summary(row.name) or (not row.filled and is_note(row.name)):
                self._skipped.append(row)
            else:
                guess = self._findings.count("E514", self._column) < _MOST_GUESSES
                likely = roster.names.likely(row.name) if guess else None
                self._tell("E514", row, *unknown_unit(row.name, match, likely))
            return None
        unit = roster.units[match.index]
        if not match.exact:
            message = f"Tên “{row.name}” được hiểu là đơn vị “{unit.name}”."
            self._tell("N517", row, message, "Nên ghi đúng tên trong danh sách đơn vị.")
        kind = find_kind(candidate.kind, self._kinds) if candidate.kind else unit.kind
        if kind != unit.kind:
            message = f"{unit.name}: loại “{candidate.kind}” khác danh sách đơn vị ({unit.kind})."
            self._tell("W516", row, message, "Loại trong danh sách được dùng; sửa lại trong bảng.")
        return unit

    def _once(
        self, found: list[tuple[int, Unit]], candidates: "Sequence[Candidate]"
    ) -> list[tuple[int, Unit]]:
        """Keep the first row of each unit; names that only differ in marks are told."""
        alike: defaultdict[bytes, list[tuple[int, Unit]]] = defaultdict(list)
        for place, unit in found:
            alike[_skeleton(unit.name)].append((place, unit))
        doubles: set[int] = set()
        for group in alike.values():
            first: dict[str, int] = {}
            for place, unit in group if len(group) > 1 else ():
                key, row = fold_title(unit.name), candidates[place].row
                if key in first:
                    doubles.add(place)
                    message = f"Đơn vị “{unit.name}” đã có ở dòng {first[key]}; dòng này bị bỏ qua."
                    self._tell("E515", row, message, "Giữ một dòng cho mỗi đơn vị.")
                elif first:
                    message = f"“{unit.name}” chỉ khác dấu với đơn vị ở dòng {min(first.values())}."
                    self._tell("W515", row, message, "Kiểm tra xem có phải cùng một đơn vị không.")
                first.setdefault(key, row.number)
        return [(place, unit) for place, unit in found if place not in doubles]

    def _tell(self, code: str, row: RowFacts, message: str, remedy: str) -> None:
        self._findings.about(code, row.number, self._column, message, remedy)

    def _tell_skipped(self) -> None:
        if not self._skipped:
            return
        first = self._skipped[:_MOST_SKIPPED]
        listed = ", ".join(f"dòng {row.number} “{row.name or row.order}”" for row in first)
        listed += (
            f" … (tất cả {len(self._skipped)} dòng)" if len(self._skipped) > len(first) else ""
        )
        self._findings.tell(
            "N519",
            "",
            f"Không coi là đơn vị: {listed}.",
            "Nếu dòng nào là đơn vị, ghi tên đầy đủ (ví dụ “Xã …”) hoặc dùng danh sách đơn vị.",
        )


def _skeleton(name: str) -> bytes:
    """Return the bare letters of a name, in one go: it is asked of every unit."""
    letters = unicodedata.normalize("NFD", name.casefold()).replace("đ", "d")
    return letters.encode("ascii", "ignore")
