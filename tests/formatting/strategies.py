"""Rule files as syntax nodes: every sort of line, expressions of every binding strength."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from cchc_rules import syntax as s
from cchc_rules.diagnostics import Span
from cchc_rules.model import Function, Level, Treatment, ValueType
from cchc_rules.records import record

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_LETTERS = "aăâbđêkôơnưịờẵXYĐ 019.,;:#()“”'/-%+*"
texts = st.text(_LETTERS, min_size=1, max_size=30).map(lambda text: " ".join(text.split()) or "x")
long_texts = st.one_of(texts, st.just("và hoặc (lý do) " * 6).map(str.strip))
names = st.sampled_from(["hồ_sơ", "tỷ_lệ", "a", "Có_x", "ngày_nộp", "điểm_1", "hoà"])
kinds = st.lists(names.map(s.Name), min_size=1, max_size=3).map(tuple)
codes = st.sampled_from(["1", "2.1", "1.10.3", "A", "B.1", "IV"])
amounts = st.decimals(
    Decimal(0), Decimal(10) ** 9, places=3, allow_nan=False, allow_infinity=False
) | st.sampled_from([Decimal(0), Decimal("0.50"), Decimal(1000), Decimal(2026), Decimal(7)])
signed = amounts | amounts.filter(bool).map(lambda value: -value)
names_of_figures = st.builds(s.Name, names, st.booleans())
dates = st.dates(date(1900, 1, 1), date(2999, 12, 31)).map(s.DateLiteral)
days = st.builds(
    s.RelativeDate, st.integers(1, 28), st.integers(1, 12), st.sampled_from([-1, 0, 1])
)
literals = st.one_of(
    signed.map(s.Number), signed.map(s.Percent), dates, days, texts.map(s.Text), st.builds(s.Bool)
)
_CHOSEN = (Function.LEAST, Function.GREATEST, Function.MEAN)
_ATOMS = st.one_of(
    signed.map(s.Number),
    signed.map(s.Percent),
    dates,
    days,
    names_of_figures,
    st.builds(s.ScoreOf, codes, st.booleans()),
    st.just(s.ScoreOf("")),
    st.builds(s.Peers, st.sampled_from(_CHOSEN), names_of_figures),
)


def _ranges(ends: SearchStrategy[s.Expression]) -> SearchStrategy[s.Range]:
    return st.one_of(
        st.builds(s.Range, ends, st.none() | ends, st.booleans(), st.just(False)),
        st.builds(s.Range, ends, ends, st.booleans(), st.booleans()),
        st.builds(s.Range, st.none(), ends, st.just(False), st.booleans()),
    )


def _deeper(inner: SearchStrategy[s.Expression]) -> SearchStrategy[s.Expression]:
    arguments = st.lists(inner, min_size=1, max_size=3).map(tuple)
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(s.Arithmetic, st.sampled_from("+-*/"), inner, inner),
        inner.filter(lambda node: not isinstance(node, s.Number | s.Percent)).map(s.Negative),
        st.builds(s.Call, st.sampled_from(Function), arguments),
        st.builds(s.Within, inner, _ranges(inner)),
        st.builds(s.AtMost, inner, inner),
        st.builds(s.Equal, inner, inner | texts.map(s.Text) | st.builds(s.Bool), st.booleans()),
        st.builds(s.HasData, names_of_figures, st.booleans()),
        inner.map(s.Not),
        several.map(s.All),
        several.map(s.AnyOf),
        st.builds(s.Unless, inner, inner),
    )  # fmt: skip


expressions: SearchStrategy[s.Expression] = st.recursive(_ATOMS, _deeper, max_leaves=6)
"""Sums and conditions mixed as the grammar takes them; binding would refuse most."""

bounds = st.one_of(
    signed.map(s.Number),
    amounts.map(s.PointsLiteral),
    signed.map(s.Percent),
    dates,
    days,
    names.map(s.Name),
)
ranges = _ranges(bounds)
reasons = st.none() | long_texts
maxima_by_kind = st.lists(st.tuples(names, amounts), max_size=2).map(tuple)
options = st.lists(texts, min_size=1, max_size=3).map(tuple)
_PLAIN_TYPES = [kind for kind in ValueType if kind not in {ValueType.CHOICE, ValueType.TALLY}]
types = st.builds(s.TypeSpec, st.sampled_from(_PLAIN_TYPES)) | st.builds(
    s.TypeSpec,
    st.sampled_from([ValueType.CHOICE, ValueType.TALLY, ValueType.BALLOTS]),
    options,
)
shares = amounts.map(s.Share)
outcomes = st.one_of(
    signed.map(s.Points),
    shares,
    amounts.map(lambda value: s.Share(value, of_maximum=False)),
    st.just(s.FullMark()),
    st.builds(s.ByRatio, st.none() | expressions),
    st.builds(s.Interpolated, signed, signed),
    expressions.map(s.ByFormula),
)
entries = st.builds(s.Entry, codes | st.just("2026"), st.just(()) | kinds, st.none() | literals)
figures: SearchStrategy[s.Member] = st.one_of(
    st.builds(
        s.DataItem,
        names,
        types,
        texts,
        st.none() | texts,
        st.none() | ranges,
        st.none() | amounts,
        st.booleans(),
    ),
    st.builds(s.Computed, names, types, expressions, st.none() | st.sampled_from(Treatment)),
    expressions.map(s.Constraint),
)


def _ranking(
    rounded: bool | None, per_kind: bool, ties: tuple[int, ...], tiebreaks: list[str]
) -> s.Ranking:
    said = rounded is not None or per_kind or ties or tiebreaks
    return s.Ranking(rounded if said else True, per_kind, ties, tuple(tiebreaks))


header_lines: SearchStrategy[s.Member] = st.one_of(
    st.integers(1900, 2199).map(s.Year),
    long_texts.map(s.Basis),
    kinds.map(s.Kinds),
    st.builds(s.Total, amounts, maxima_by_kind),
    st.builds(s.Period, st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1))),
    st.builds(s.Rounding, st.integers(0, 99), st.booleans()),
    st.builds(s.Rebase, st.booleans()),
    st.builds(
        _ranking,
        st.none() | st.booleans(),
        st.booleans(),
        st.sampled_from([(), (1, 2, 2, 4), (1, 2, 2, 3)]),
        st.lists(codes, max_size=3),
    ),
    kinds.map(s.Unranked),
    st.builds(s.UnrankedIf, expressions, reasons),
    st.builds(s.Lower, st.none() | texts, expressions, reasons),
    long_texts.map(s.Guidance),
    figures,
)
class_rows = st.builds(s.ClassRow, texts, st.none() | ranges, st.none() | expressions)
class_heads = st.one_of(
    st.builds(s.ClassHead, st.just(()) | kinds),
    st.builds(s.ClassHead, st.just(()) | kinds, by_rank=st.just(True)),
    st.builds(s.ClassHead, st.just(()) | kinds, unrounded=st.just(True)),
)
weights_heads = st.builds(s.WeightsHead, st.none() | expressions)
_FLAGS = ("UNIT_MARKS", "NOT_SELF", "ALLOW_ABOVE", "ALLOW_NEGATIVE")
group_lines: SearchStrategy[s.Member] = st.one_of(
    long_texts.map(s.Basis),
    long_texts.map(s.Guidance),
    st.builds(s.Evidence, long_texts),
    st.builds(s.Evidence, long_texts, st.just(True), st.booleans()),
    st.builds(s.ZeroIf, expressions, reasons),
    st.builds(
        s.NotApplicableIf,
        expressions,
        st.sampled_from([Treatment.EXCLUDED, Treatment.FULL]),
        reasons,
    ),
    kinds.map(s.OnlyFor),
    st.sampled_from(_FLAGS).map(s.Flag),
    amounts.map(s.Rescale),
    st.builds(
        s.Adjust,
        st.sampled_from([-1, 1]),
        amounts.map(s.Points) | shares | st.just(s.FullMark()),
        expressions,
        st.none(),
        st.none() | amounts,
        reasons,
    ),
    st.builds(
        s.Adjust,
        st.sampled_from([-1, 1]),
        amounts.map(s.Points) | shares | st.just(s.FullMark()),
        st.none(),
        expressions,
        st.none() | amounts,
        reasons,
    ),
    figures,
)
_TESTS = st.one_of(st.none(), ranges, texts.map(s.Text), st.builds(s.Bool), expressions.map(s.Case))
rows = st.builds(s.Row, _TESTS, outcomes)
bullets = st.builds(s.Bullet, texts, amounts, expressions)


def _opened(
    head: SearchStrategy[s.Member], under: SearchStrategy[s.Member]
) -> SearchStrategy[list[s.Member]]:
    return st.builds(lambda first, rest: [first, *rest], head, st.lists(under, max_size=3))


_SINGLE_METHODS: SearchStrategy[s.Member] = st.one_of(
    expressions.map(s.FullIf),
    st.builds(s.PerItem, amounts, expressions, st.none() | amounts),
    expressions.map(lambda node: s.DirectScore(s.ByRatio(node))),
    expressions.map(lambda node: s.DirectScore(s.ByFormula(node))),
    st.builds(s.Council, amounts, amounts, st.none() | amounts),
)
_SURVEYS = st.one_of(
    st.builds(s.SurveyHead, names_of_figures, least=st.integers(0, 999)),
    st.builds(s.SurveyHead, names_of_figures, st.none() | amounts, amounts, st.integers(0, 99)),
)
methods = st.one_of(
    _SINGLE_METHODS.map(lambda line: [line]),
    _opened(expressions.map(s.TableHead), rows),
    _opened(st.just(s.CasesHead()), rows),
    _opened(_SURVEYS, rows),
    _opened(st.just(s.ChecklistHead()), bullets),
)
given_values = st.lists(literals, min_size=1, max_size=3).map(tuple)
expected_values = st.one_of(
    literals,
    st.builds(s.Range, signed.map(s.Number), signed.map(s.Number)),
    st.sampled_from(["MISSING_DATA", "NOT_APPLICABLE"]),
)
scenario_lines: SearchStrategy[s.Member] = st.one_of(
    st.builds(s.Given, names_of_figures, given_values, st.booleans()),
    st.builds(s.Given, names_of_figures, st.sampled_from(["MISSING", "FAULTY", "NOT_APPLICABLE"])),
    st.builds(s.GivenManual, codes, signed),
    codes.map(s.GivenMark),
    st.builds(s.Expected, codes, st.just(True), expected_values),
    st.builds(
        s.Expected,
        st.sampled_from(["TOTAL", "RATIO_OF", "CLASS", "RANK"]),
        st.just(False),
        expected_values,
    ),
    st.just(s.Flag("CLOSED")),
)


def _joined(parts: list[list[s.Member]]) -> tuple[s.Member, ...]:
    return tuple(line for part in parts for line in part)


def _block(
    head: SearchStrategy[s.Head], *parts: SearchStrategy[list[s.Member]]
) -> SearchStrategy[s.Block]:
    return st.builds(s.Block, head, st.lists(st.one_of(*parts), max_size=3).map(_joined))


def _alone(lines: SearchStrategy[s.Member]) -> SearchStrategy[list[s.Member]]:
    return lines.map(lambda line: [line])


_WEIGHTED = _opened(weights_heads, entries)
rule_sets = _block(
    st.builds(s.RuleSetHead, st.sampled_from(["CCHC-XA-2026", "X", "số-1"]), texts),
    _alone(header_lines),
    _opened(class_heads, class_rows),
    _WEIGHTED,
)
_LEVELS = st.sampled_from([level for level in Level if level is not Level.ROOT])
others = st.one_of(
    _block(
        st.builds(s.GroupHead, _LEVELS, codes, texts, amounts, maxima_by_kind),
        _alone(group_lines),
        methods,
        _WEIGHTED,
    ),
    _block(st.builds(s.ParameterHead, names, types), _alone(entries), _alone(figures)),
    _block(
        st.builds(s.ScenarioHead, texts, names, st.none() | st.integers(1900, 2199)),
        _alone(scenario_lines),
    ),
    texts.map(lambda path: s.Block(s.Import(path), ())),
)


@record()
class Layout:
    """Where comments and blank lines stand, by the line that they stand above or behind."""

    above: tuple[str, ...]
    behind: tuple[str, ...]


_COMMENTS = st.sampled_from(["", "", "", "ghi chú", "# hai lần", "“lạ” và (b", "x; y"])
layouts = st.builds(
    Layout,
    st.lists(_COMMENTS, min_size=8, max_size=8).map(tuple),
    st.lists(_COMMENTS, min_size=8, max_size=8).map(tuple),
)


def _placed(blocks: list[s.Block], layout: Layout) -> s.RuleFile:
    """Give every node a line of its own, and the comments the lines between."""
    lines: list[s.Line] = []
    comments: list[s.Comment] = []
    for block in blocks:
        for node in (block.head, *block.members):
            number = 2 * len(lines) + 2
            above = layout.above[len(lines) % len(layout.above)]
            behind = layout.behind[len(lines) % len(layout.behind)]
            if above:
                comments.append(s.Comment(above, place=Span("", number - 1)))
            if behind:
                comments.append(s.Comment(behind, own_line=False, place=Span("", number)))
            lines.append(_at(node, number))
    return s.RuleFile("luật", tuple(blocks), tuple(comments), tuple(lines))


def _at(node: s.Line, number: int) -> s.Line:
    return replace(node, place=Span("", number))


rule_files: SearchStrategy[s.RuleFile] = st.builds(
    _placed, st.builds(lambda first, rest: [first, *rest], rule_sets, st.lists(others, max_size=2)),
    layouts,
)  # fmt: skip
