"""A header in, what is read from each column and where it goes out."""

from typing import TYPE_CHECKING

from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.sheet import reference
from cchc_rules.excel.table.claims import LENS, Claim
from cchc_rules.excel.table.header import (
    IdColumn,
    KindColumn,
    NameColumn,
    OptionColumn,
    OrderColumn,
    ResultColumn,
    TargetColumn,
    UnknownColumn,
)
from cchc_rules.excel.table.lensing import Lenses
from cchc_rules.facts.admit import Spec, manual_spec, markable, spec_of
from cchc_rules.facts.keys import Figure, Mark, Reason, Score
from cchc_rules.headings import paths
from cchc_rules.model import Manual, ValueType
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_rules.excel.lenses import Lens
    from cchc_rules.excel.table.findings import Findings
    from cchc_rules.excel.table.header import Header
    from cchc_rules.facts.keys import KeyIndex
    from cchc_rules.model import DataItem, Leaf

_MOST_LISTED = 20


@record()
class Source:
    """One column that is read: its number, its title and the headings that it stands under."""

    column: int
    title: str
    heading: tuple[str, ...] = ()


@record(frozen=False)
class Plan:
    """Which column holds what; figures by key, scores by code."""

    lenses: "dict[int, Lens]" = field(default_factory=dict)
    name: int = 0
    kind: int = 0
    id: int = 0
    order: int = 0
    values: dict[str, Source] = field(default_factory=dict)
    previous: dict[str, Source] = field(default_factory=dict)
    manual: dict[str, Source] = field(default_factory=dict)
    scores: dict[str, Source] = field(default_factory=dict)
    reasons: dict[str, Source] = field(default_factory=dict)
    marks: dict[str, Source] = field(default_factory=dict)
    """The columns `1!không áp dụng`, by each leaf that the mark takes out."""
    options: dict[str, dict[str, Source]] = field(default_factory=dict)
    claims: dict[Claim, Source] = field(default_factory=dict)
    """The columns of results, where they are to be compared."""

    def figures(self) -> "Iterable[Source]":
        """Yield every column of figures and scores."""
        for sources in (self.values, self.previous, self.manual, self.scores, self.marks):
            yield from sources.values()
        for options in self.options.values():
            yield from options.values()

    def places(self, year: int) -> dict[str, str]:
        """Return the letters of the column of each key, as `Facts.places` names it."""
        found = {key: source.column for key, source in self.values.items()}
        found |= {f"{key}@{year - 1}": source.column for key, source in self.previous.items()}
        for scores in (self.manual, self.scores):
            found |= {f"{code}!điểm": source.column for code, source in scores.items()}
        for key, options in self.options.items():
            found[key] = next(iter(options.values())).column
        return {key: column_letters(column) for key, column in found.items()}


class Planner:
    """Makes the plan and tells what of the header cannot be used."""

    def __init__(
        self, keys: "KeyIndex", header: "Header", findings: "Findings", *, results: bool = False
    ) -> None:
        """Plan for a header; `results`: whether columns of results are read too."""
        self._keys = keys
        self._header = header
        self._findings = findings
        self._headings = paths(keys.rules)
        self._markable = markable(keys.rules)
        self._lenses = Lenses()
        self._plan = Plan()
        self._results: list[str] = []
        self._compares = results
        self._unknowns = 0

    def plan(self, elsewhere: frozenset[str]) -> Plan:
        """Return the plan; `elsewhere` are the figures that have a sheet of their own."""
        for column, role in self._header.roles.items():
            match role:
                case NameColumn():
                    self._plan.name = self._text(column)
                case KindColumn():
                    self._plan.kind = self._plan.kind or self._text(column)
                case IdColumn():
                    self._plan.id = self._plan.id or self._text(column)
                case OrderColumn():
                    self._plan.order = self._plan.order or self._text(column)
                case ResultColumn(Claim() as claim) if self._compares:
                    self._claim(column, claim)
                case ResultColumn():
                    self._results.append(f"{column_letters(column)} “{self._title(column)}”")
                case UnknownColumn(missed):
                    self._unknown(column, missed.candidates)
                case OptionColumn(item, option):
                    self._option(column, item, option)
                case TargetColumn(target, exact):
                    self._target(column, target)
                    if not exact:
                        self._loosely(column, target)
        self._tell_results()
        self._tell_missing(elsewhere)
        return self._plan

    def _claim(self, column: int, claim: Claim) -> None:
        heading = self._headings.get(claim.code, ())
        first = self._plan.claims.setdefault(claim, Source(column, self._title(column), heading))
        if first.column == column:
            self._plan.lenses[column] = LENS
        else:
            self._results.append(f"{column_letters(column)} “{self._title(column)}”")

    def _title(self, column: int) -> str:
        return self._header.titles[column]

    def _place(self, column: int) -> str:
        return reference(self._header.last_row, column)

    def _text(self, column: int) -> int:
        self._plan.lenses[column] = self._lenses.text()
        return column

    def _target(self, column: int, target: Figure | Score | Reason | Mark) -> None:
        match target:
            case Figure(item, previous):
                spec = spec_of(item, marks=item.key in self._markable)
                sources = self._plan.previous if previous else self._plan.values
                self._source(sources, item.key, column, spec, item.owner)
            case Score(leaf):
                is_manual = isinstance(leaf.method, Manual)
                sources = self._plan.manual if is_manual else self._plan.scores
                self._source(sources, leaf.code, column, _score_spec(leaf), leaf.code)
            case Reason(leaf):
                spec = Spec(ValueType.TEXT)
                self._source(self._plan.reasons, leaf.code, column, spec, leaf.code)
            case Mark(code, leaves):
                self._mark(column, code, leaves)

    def _mark(self, column: int, code: str, leaves: tuple[str, ...]) -> None:
        spec = Spec(ValueType.BOOL, marks=True)
        for leaf in leaves:
            self._source(self._plan.marks, leaf, column, spec, code)
        if not leaves:
            message = f"Mục {code} không cho đơn vị đánh dấu không áp dụng; không được đọc."
            self._findings.tell("E530", self._place(column), message, "Bỏ cột này.")

    def _source(
        self, sources: dict[str, Source], key: str, column: int, spec: Spec, owner: str
    ) -> None:
        if key in sources:
            first = column_letters(sources[key].column)
            message = (
                f"Cột “{self._title(column)}” trùng với cột {first}; chỉ cột {first} được đọc."
            )
            self._findings.tell(
                "E511", self._place(column), message, "Giữ một cột cho mỗi số liệu."
            )
            return
        heading = self._headings.get(owner, ())
        sources[key] = Source(column, self._title(column), heading)
        self._plan.lenses[column] = self._lenses.of(spec)

    def _option(self, column: int, item: "DataItem", option: str) -> None:
        options = self._plan.options.setdefault(item.key, {})
        self._source(options, option, column, Spec(ValueType.COUNT), item.owner)

    def _loosely(self, column: int, target: Figure | Score | Reason | Mark) -> None:
        if isinstance(target, Mark):
            return
        meant = target.item.name if isinstance(target, Figure) else f"{target.leaf.code}!điểm"
        message = f"Cột “{self._title(column)}” được hiểu là “{meant}”."
        remedy = "Nên ghi đúng tiêu đề hoặc khóa như trong bộ chỉ số."
        self._findings.tell("N514", self._place(column), message, remedy)

    def _unknown(self, column: int, candidates: tuple[str, ...]) -> None:
        title = self._title(column)
        if candidates:
            keys = " hoặc ".join(f"“{key}”" for key in candidates)
            message = f"Cột “{title}” có thể là {keys}; không được đọc."
            self._findings.tell("E512", self._place(column), message, "Dùng khóa thay cho tiêu đề.")
            return
        self._unknowns += 1
        if self._unknowns > _MOST_LISTED:
            return
        likely = self._keys.likely(title)
        remedy = f"Có phải “{likely}”?" if likely else "Sửa tiêu đề nếu cột này là số liệu."
        message = f"Cột “{title}” không có trong bộ chỉ số; không được đọc."
        self._findings.tell("W512", self._place(column), message, remedy)

    def _tell_results(self) -> None:
        if self._unknowns > _MOST_LISTED:
            message = f"Còn {self._unknowns - _MOST_LISTED} cột khác không có trong bộ chỉ số."
            self._findings.tell(
                "W512", "", message, "Kiểm tra xem có đúng bảng và bộ chỉ số không."
            )
        if self._results:
            listed = ", ".join(self._results[:_MOST_LISTED])
            more = " …" if len(self._results) > _MOST_LISTED else ""
            message = f"Các cột không được đọc (kết quả sẽ tính lại, năm khác): {listed}{more}."
            self._findings.tell("N513", "", message, "Không cần làm gì.")

    def _tell_missing(self, elsewhere: frozenset[str]) -> None:
        plan, rules = self._plan, self._keys.rules
        there = plan.values.keys() | plan.options.keys() | elsewhere
        missing = [item.name for item in rules.items.values() if item.key not in there]
        missing += [
            f"{leaf.code}!điểm"
            for leaf in rules.root.leaves()
            if isinstance(leaf.method, Manual) and leaf.code not in plan.manual
        ]
        if missing:
            listed = ", ".join(missing[:_MOST_LISTED])
            more = f" … (tất cả {len(missing)})" if len(missing) > _MOST_LISTED else ""
            message = f"Không có cột cho {len(missing)} số liệu: {listed}{more}; coi là thiếu."
            remedy = "Thêm cột có tiêu đề hoặc khóa của số liệu."
            self._findings.tell("W513", "", message, remedy)


def _score_spec(leaf: "Leaf") -> Spec:
    """Return what a score in a column must be; that of an override is checked by unit."""
    if isinstance(leaf.method, Manual):
        return manual_spec(leaf.method, marks=leaf.unit_marks)
    return Spec(ValueType.NUMBER)
