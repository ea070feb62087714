"""Rule sets and assessments built by hand, for tests of what comes after the evaluation."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from cchc_rules.diagnostics import Span
from cchc_rules.evaluation.results import (
    Assessment,
    GroupScore,
    Interval,
    UnitStatus,
)
from cchc_rules.facts import Facts, Round, Unit
from cchc_rules.model import (
    ClassBand,
    Classification,
    Condition,
    Constant,
    Group,
    Level,
    Maximum,
    Range,
    RankingRule,
    RuleSet,
    ValueType,
)
from cchc_rules.numeric import settle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_rules.model import Lowering

PLACE = Span("luật.cchc", 1)
Number = str | int | Decimal
Ends = Number | tuple[Number, Number]


def interval(ends: Ends) -> Interval:
    low, high = ends if isinstance(ends, tuple) else (ends, ends)
    return Interval(settle(Decimal(low)), settle(Decimal(high)))


def condition(text: str) -> Condition:
    """Return a condition whose outcome a test decides by its `text`."""
    return Condition(Constant(value=True, type=ValueType.BOOL), text, PLACE)


def constant(text: str) -> Constant:
    """Return the constant that is written: 80% or 80."""
    if text.endswith("%"):
        return Constant(Decimal(text[:-1]) / 100, ValueType.PERCENT)
    return Constant(Decimal(text), ValueType.NUMBER)


def band(name: str, low: str = "", high: str = "", gate: str = "") -> ClassBand:
    """Return a band: a low of `>` and a high of `<` are open, `đ` means points."""
    in_points = "đ" in low + high
    low, high = low.replace("đ", ""), high.replace("đ", "")
    ends = Range(
        constant(low.strip(">")) if low else None,
        constant(high.strip("<")) if high else None,
        low.startswith(">"),
        high.startswith("<"),
    )
    return ClassBand(
        name,
        ends if low or high else None,
        in_points,
        condition(gate) if gate else None,
        name,
        PLACE,
    )


def classes(
    *bands: ClassBand, kinds: Sequence[str] = (), by_rank: bool = False, unrounded: bool = False
) -> Classification:
    return Classification(frozenset(kinds), bands, by_rank, unrounded, PLACE)


def field(code: str, maximum: int = 10) -> Group:
    return Group(Level.FIELD, code, f"Lĩnh vực {code}", Maximum(Decimal(maximum)), (), PLACE)


def rule_set(  # noqa: PLR0913
    *classifications: Classification,
    ranking: RankingRule | None = None,
    lowerings: Sequence[Lowering] = (),
    total: int = 100,
    digits: int = 2,
    fields: Sequence[Group] = (),
    kinds: Sequence[str] = ("huyện",),
) -> RuleSet:
    root = Group(Level.ROOT, "", "Bộ chỉ số", Maximum(Decimal(total)), tuple(fields), PLACE)
    return RuleSet(
        code="CCHC-HUYEN",
        title="Chỉ số cải cách hành chính",
        year=2020,
        kinds=tuple(kinds),
        root=root,
        digits=digits,
        round_each=False,
        rebase=True,
        ranking=ranking or RankingRule(),
        items={},
        computed={},
        parameters={},
        constraints=(),
        place=PLACE,
        classifications=classifications,
        lowerings=tuple(lowerings),
        sha256="0123456789abcdef" * 4,
    )


def assess(  # noqa: PLR0913
    rules: RuleSet,
    name: str,
    total: Ends | None,
    *,
    kind: str = "",
    ranked: bool | None = True,
    fields: Mapping[str, Ends] | None = None,
    round_: Round = Round.APPRAISED,
    status: UnitStatus | None = None,
) -> Assessment:
    unit = Unit(name, kind or rules.kinds[0])
    found = None if total is None else interval(total)
    if status is None:
        status = UnitStatus.NOT_SCORED if found is None else UnitStatus.COMPLETE
        if found and not found.known:
            status = UnitStatus.INCOMPLETE
    return Assessment(
        rules=rules,
        facts=Facts(unit),
        round=round_,
        status=status,
        leaves=(),
        groups=tuple(_group(rules, code, ends) for code, ends in (fields or {}).items()),
        total=found,
        maximum=rules.total,
        ranked=ranked,
    )


def _group(rules: RuleSet, code: str, ends: Ends) -> GroupScore:
    group = next(cast("Group", child) for child in rules.root.children if child.code == code)
    score, maximum = interval(ends), group.maximum.default
    share = Interval(score.low / maximum, score.high / maximum)
    return GroupScore(group, (score.low, score.high), (maximum, maximum), share)


def never(_: Assessment, __: Condition) -> bool | None:
    return False
