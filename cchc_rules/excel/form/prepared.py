"""A rule set in, all that reading a form needs to know of it out: made once for many forms."""

from functools import cached_property
from typing import TYPE_CHECKING

from cchc_rules.excel.form.matching import Matcher
from cchc_rules.facts.admit import Spec, manual_spec, markable, spec_of, straight
from cchc_rules.facts.admit.overrides import override_spec
from cchc_rules.facts.raw import Shown
from cchc_rules.forms.layout import RowKind, lay_out
from cchc_rules.headings import paths
from cchc_rules.model import Leaf, Manual, Survey, ValueType
from cchc_rules.records import record
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.forms.layout import FormRow, Layout
    from cchc_rules.model import RuleSet

LEAF = RowKind.LEAF
_MARK = Spec(ValueType.BOOL)
_COUNT = Spec(ValueType.COUNT)


@record()
class Entry:
    """A row of the form that takes something: what it must be, and the key of its place."""

    row: "FormRow"
    spec: Spec
    place: str
    bounds: "dict[Shown, tuple[Decimal, Decimal] | None]"
    """Within which bounds a stored number is good as it is."""
    whole: bool
    """Whether it is a count: only whole numbers are good."""


def _straight(spec: Spec) -> "tuple[dict[Shown, tuple[Decimal, Decimal] | None], bool]":
    if spec.type is not ValueType.COUNT or spec.step is not None:
        return {shown: straight(spec, shown) for shown in Shown}, False
    number = Spec(ValueType.NUMBER, low=spec.least, high=spec.high)
    return {Shown.PLAIN: straight(number, Shown.PLAIN)}, True


def survey_leaves(rules: "RuleSet") -> "tuple[Leaf, ...]":
    """Return the leaves of a rule set that are scored by a survey."""
    return tuple(leaf for leaf in rules.root.leaves() if isinstance(leaf.method, Survey))


class Prepared:
    """The layouts, specs and headings of one rule set."""

    def __init__(self, rules: "RuleSet") -> None:
        self.rules = rules
        self.headings = paths(rules)
        self._markable = markable(rules)
        self._layouts: dict[tuple[str, ...], Layout] = {}
        self._overrides: dict[tuple[str, str], Spec] = {}

    @cached_property
    def whole(self) -> "Layout":
        """Return the form for units of any kind: every row that may stand in a form."""
        return self.layout(())

    @cached_property
    def inputs(self) -> "dict[str, Entry]":
        """Return every row that somebody enters something in, by its key."""
        before = f"@{self.rules.year - 1}"
        found: dict[str, Entry] = {}
        for row in self.whole.rows:
            if row.is_input:
                item = row.item.key if row.item is not None else ""
                last_year = row.kind is RowKind.LAST_YEAR
                place = row.key if row.kind is RowKind.MANUAL else item + before * last_year
                spec = self._spec(row)
                found[row.key] = Entry(row, spec, place, *_straight(spec))
        return found

    @cached_property
    def last_year(self) -> "tuple[str, ...]":
        """Return the keys of the figures of the year before that the rules use."""
        rows = (row.item for row in self.whole.rows if row.kind is RowKind.LAST_YEAR)
        return tuple(item.key for item in rows if item is not None)

    @cached_property
    def surveys(self) -> "tuple[Leaf, ...]":
        """Return the leaves that are scored by a survey."""
        return survey_leaves(self.rules)

    @cached_property
    def results(self) -> "tuple[tuple[str, FormRow], ...]":
        """Return every row that shows points, leaves first, by its key."""
        shown = [row for row in self.whole.rows if not row.is_input]
        return tuple((row.key, row) for row in sorted(shown, key=lambda row: row.kind is not LEAF))

    @cached_property
    def texts(self) -> "dict[str, tuple[FormRow, str, str]]":
        """Return every row with what its columns STT and TITLE show, by its key."""
        return {row.key: (row, row.order, row.label) for row in self.whole.rows}

    @cached_property
    def leaves(self) -> int:
        """Return how many leaves there are."""
        return sum(1 for _ in self.rules.root.leaves())

    @cached_property
    def keys(self) -> "dict[str, FormRow]":
        """Return every row by its folded key."""
        return {fold_title(row.key): row for row in self.whole.rows}

    @cached_property
    def matcher(self) -> Matcher:
        """Return what finds rows by their codes and titles."""
        return Matcher(self.whole)

    def layout(self, kinds: tuple[str, ...]) -> "Layout":
        """Return the form for units of these kinds (none: of all)."""
        known = self._layouts.get(kinds)
        if known is None:
            known = self._layouts[kinds] = lay_out(self.rules, kinds)
        return known

    def _spec(self, row: "FormRow") -> Spec:
        match row.kind:
            case RowKind.MARK:
                return _MARK
            case RowKind.OPTION:
                return _COUNT
            case RowKind.MANUAL:
                assert isinstance(row.node, Leaf)  # noqa: S101 - the layout says so
                assert isinstance(row.node.method, Manual)  # noqa: S101
                return manual_spec(row.node.method, marks=row.node.unit_marks)
            case _:
                assert row.item is not None  # noqa: S101
                return spec_of(row.item, marks=row.item.key in self._markable)

    def override(self, leaf: Leaf, kind: str) -> Spec:
        """Return what a score that the council sets must be."""
        key = leaf.code, kind
        spec = self._overrides.get(key)
        if spec is None:
            spec = self._overrides[key] = override_spec(leaf, kind)
        return spec
