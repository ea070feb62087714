"""A table with its columns of results in, what differs from the units scored again told by cell."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from cchc_rules import numeric
from cchc_rules.evaluation import assess_all, evaluate_condition
from cchc_rules.excel.calls import UNKNOWN_NAME
from cchc_rules.excel.sheet import reference
from cchc_rules.excel.table.claims import Claim, Said
from cchc_rules.excel.table.findings import Findings
from cchc_rules.facts import Fault, Round
from cchc_rules.facts.admit import Remark, Spec, admit
from cchc_rules.facts.admit.spec import number as written
from cchc_rules.facts.raw import Text
from cchc_rules.forms.layout import CLASS, PERCENT, TOTAL
from cchc_rules.formulas import ERROR, MISSING
from cchc_rules.formulas.shown import values_by_key
from cchc_rules.model import Leaf, Special, ValueType
from cchc_rules.ranking import rank
from cchc_rules.records import record
from cchc_rules.text import fold_title
from cchc_rules.validation.called import MAYBE_UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.evaluation import Program
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.excel.lenses import Seen
    from cchc_rules.excel.table import Table
    from cchc_rules.excel.table.claims import Claimed
    from cchc_rules.facts import Facts
    from cchc_rules.ranking.results import RankedUnit

_NUMBER = Spec(ValueType.NUMBER)
_KEYS = {Said.TOTAL: TOTAL, Said.PERCENT: PERCENT, Said.CLASS: CLASS}
_SUMS = frozenset({Said.SCORE, Said.TOTAL})
_RANKED = frozenset({Said.CLASS, Said.RANK})
_OPEN = frozenset({"", MISSING, ERROR})
_NOTHING = frozenset({"-", "–", "—", "/"})
_MOST = 12
_MEND = "Sửa lại cho khớp, hoặc sửa số liệu; kết quả của hội đồng được tính lại từ số liệu."


@record()
class Question:
    """How the results of a table are compared; `round` None: that which its columns speak of."""

    file: str
    round: Round | None = None
    close: bool = False


def compare_results(
    table: "Table", facts: "Sequence[Facts]", program: "Program", asked: Question
) -> "tuple[Diagnostic, ...]":
    """Return what differs; `facts` are those of the table's units, in their order."""
    if not table.claims or not facts:
        return ()
    findings = Findings(asked.file, table.sheet)
    _Comparer(table.claims, facts, program, asked, findings).compare()
    return tuple(findings.all())


class _Comparer:
    """Compares the results of one table; what follows from a difference is not told again."""

    def __init__(
        self,
        claims: "Sequence[Claimed]",
        facts: "Sequence[Facts]",
        program: "Program",
        asked: Question,
        findings: Findings,
    ) -> None:
        self._facts = facts
        self._rules = program.rules
        self._findings = findings
        points = [one.claim for one in claims if one.claim.said in _SUMS]
        self._own = any(claim.self_scored for claim in points)
        only_own = self._own and all(claim.self_scored for claim in points)
        self._round = asked.round or (Round.SELF if only_own else Round.APPRAISED)
        self._nodes = {
            child.code: child for group in self._rules.root.groups() for child in group.children
        }
        # Leaves come before their headings, all points before what is made of them.
        self._claims = sorted(claims, key=self._depth)
        self._expected = _Expected(facts, program, self._round, close=asked.close)
        self._told: set[int] = set()
        self._unproved: list[str] = []

    def _depth(self, one: "Claimed") -> tuple[int, bool]:
        claim = one.claim
        return [*Said].index(claim.said), not isinstance(self._nodes.get(claim.code), Leaf)

    def compare(self) -> None:
        """Tell everything."""
        left: list[Claimed] = []
        for one in self._claims:
            if not self._is_ours(one.claim):
                left.append(one)
                self._above_in(one)
            elif one.claim.said is not Said.RANK or self._may_compare_ranks(one):
                self._column(one)
        self._tell_rest(left)

    def _is_ours(self, claim: Claim) -> bool:
        """Say whether a result comes from the figures of the round that is scored."""
        if self._round is Round.APPRAISED:
            return not claim.self_scored
        if claim.said in _SUMS:
            return claim.self_scored or not self._own
        return claim.said is Said.PERCENT

    def _may_compare_ranks(self, one: "Claimed") -> bool:
        """Say whether all who are ranked stand in the table, and none of them is known better."""
        places = [seen for _, seen in one.cells if isinstance(seen, Decimal)]
        return not self._told and max(places, default=0) <= len(one.cells)

    def _column(self, one: "Claimed") -> None:
        known = self._told.copy() if _follows(one.claim, self._nodes) else set[int]()
        for place, (row, seen) in enumerate(one.cells):
            if seen is not Special.MISSING and place not in known:
                self._cell(one, place, row, seen)

    def _above_in(self, one: "Claimed") -> None:
        for place, (row, seen) in enumerate(one.cells):
            if isinstance(seen, Decimal):
                self._above(one, place, row, seen)

    def _cell(self, one: "Claimed", place: int, row: int, seen: "Seen") -> None:
        said = one.claim.said
        if isinstance(seen, Fault):
            message = f"ô kết quả báo lỗi {seen.reason}"
            wrong = Remark("E525", message, "Sửa công thức của ô này.")
            unknown = seen.reason == UNKNOWN_NAME
            self._tell(one, place, row, MAYBE_UNKNOWN if unknown else wrong)
            return
        if isinstance(seen, str) and said is not Said.CLASS:
            admitted = admit(_NUMBER, Text(seen))
            if isinstance(admitted.datum, Decimal):
                for remark in admitted.remarks:
                    self._findings.remark(row, one.column, remark, one.title, one.heading)
                seen = admitted.datum
        if isinstance(seen, Decimal) and self._above(one, place, row, seen):
            return
        wanted = self._expected.of(place, one.claim)
        if self._equal(said, seen, wanted):
            return
        if isinstance(wanted, str) and wanted in _OPEN:
            if isinstance(seen, Decimal) or said is Said.CLASS:
                self._unproved.append(reference(row, one.column))
        else:
            found = written(seen) if isinstance(seen, Decimal) else f"“{str(seen)[:60]}”"
            message = f"ghi {found}, tính lại từ số liệu là {_say(wanted, said)}"
            self._tell(one, place, row, Remark("E592", message, _MEND))

    def _equal(self, said: Said, seen: "Seen", wanted: "Decimal | str") -> bool:
        if isinstance(wanted, str):
            is_text = isinstance(seen, str)
            return is_text and (seen in _NOTHING or fold_title(str(seen)) == fold_title(wanted))
        if not isinstance(seen, Decimal) or abs(seen) >= numeric.LARGEST:
            return False
        digits = self._rules.digits
        if said is Said.PERCENT and numeric.publish(seen * numeric.HUNDRED, digits) == wanted:
            return True
        return numeric.publish(seen, digits) == wanted

    def _above(self, one: "Claimed", place: int, row: int, value: Decimal) -> bool:
        """Tell points above the maximum of their leaf."""
        node = self._nodes.get(one.claim.code)
        if not isinstance(node, Leaf) or node.allow_above:
            return False
        maximum = node.maximum.of(self._facts[place].unit.kind)
        if value <= maximum:
            return False
        message = f"điểm {written(value)} lớn hơn điểm tối đa {written(maximum)}"
        self._tell(one, place, row, Remark("E591", message, "Sửa lại điểm của tiêu chí này."))
        return True

    def _tell(self, one: "Claimed", place: int, row: int, remark: Remark) -> None:
        self._told.add(place)
        self._findings.remark(row, one.column, remark, one.title, one.heading)

    def _tell_rest(self, left: "Sequence[Claimed]") -> None:
        if self._unproved:
            cells = ", ".join(self._unproved[:_MOST]) + (
                " …" if len(self._unproved) > _MOST else ""
            )
            message = f"Chưa kiểm tra lại được {len(self._unproved)} ô kết quả vì thiếu số liệu: "
            remedy = "Bổ sung số liệu của các đơn vị này."
            self._findings.tell("N592", self._unproved[0], f"{message}{cells}.", remedy)
        if left:
            titles = ", ".join(f"“{one.title}”" for one in left[:_MOST])
            message = f"Các cột không so được với số liệu của vòng này: {titles}."
            remedy = "Điểm tự chấm so với số liệu tự khai: kiểm tra riêng bằng --round tu-cham."
            self._findings.tell("N513", "", message, remedy)


class _Expected:
    """What the results of the units are, computed when they are asked for."""

    def __init__(
        self, facts: "Sequence[Facts]", program: "Program", round_: Round, *, close: bool
    ) -> None:
        self._program = program
        self._round = round_
        self._scored = assess_all(program, facts, round_, close=close)
        self._values: dict[int, Mapping[str, Decimal | str]] = {}
        self._ranked: dict[tuple[str, str], RankedUnit] | None = None

    def of(self, place: int, claim: Claim) -> "Decimal | str":
        """Return a number, a text that stands for it, or "": it is not known."""
        scored = self._scored[place]
        if claim.said is Said.RANK:
            return self._place(scored)
        if place not in self._values:
            classes = self._unit(scored).classes if self._round is Round.APPRAISED else ()
            self._values[place] = values_by_key(scored, classes)
        value = self._values[place].get(_KEYS.get(claim.said, claim.code), "")
        if claim.said is Said.PERCENT and isinstance(value, Decimal):
            return value * numeric.HUNDRED
        return value

    def _place(self, scored: "Assessment") -> "Decimal | str":
        places = self._unit(scored).places
        if places is None:
            return "không xếp hạng"
        return Decimal(places.best) if places.known else ""

    def _unit(self, scored: "Assessment") -> "RankedUnit":
        if self._ranked is None:
            decide = partial(evaluate_condition, self._program)
            units = rank(self._program.rules, self._round, self._scored, decide).units
            self._ranked = {(unit.kind, unit.name): unit for unit in units}
        return self._ranked[scored.facts.unit.kind, scored.facts.unit.name]


def _follows(claim: Claim, nodes: "Mapping[str, object]") -> bool:
    """Say whether a result is made of others of the table."""
    return not isinstance(nodes.get(claim.code), Leaf)


def _say(wanted: "Decimal | str", said: Said) -> str:
    if isinstance(wanted, str):
        return f"“{wanted}”"
    return numeric.vietnamese(wanted) + ("%" if said is Said.PERCENT else "")
