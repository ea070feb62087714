"""One line of a rule file in, its one spelling out (without indentation)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.formatting.expressions import (
    amount,
    expression,
    number,
    outcome,
    quoted,
    row,
    span_text,
)
from cchc_rules.keywords import spell
from cchc_rules.model import Treatment

if TYPE_CHECKING:
    from decimal import Decimal


def line(node: s.Line) -> str:
    """Write one line."""
    for write in (
        _head,
        _header_line,
        _class_line,
        _figure_line,
        _rule_line,
        _method,
        _scenario_line,
    ):
        text = write(node)
        if text is not None:
            return text
    return ""


def _points(value: Decimal) -> str:
    return f"{number(value)} {spell('POINTS')}"


def _by_kind(maxima: tuple[tuple[str, Decimal], ...]) -> str:
    inner = "; ".join(f"{kind}: {_points(value)}" for kind, value in maxima)
    return f" ({inner})" if maxima else ""


def _kinds(kinds: tuple[s.Name, ...]) -> str:
    return "; ".join(kind.name for kind in kinds)


def _reason(text: str | None) -> str:
    return f" {spell('REASON')} {quoted(text)}" if text is not None else ""


def _type(node: s.TypeSpec) -> str:
    options = "; ".join(quoted(option) for option in node.options)
    return node.type.value + (f" ({options})" if options else "")


def _head(node: s.Line) -> str | None:
    match node:
        case s.Import(path):
            return f"{spell('IMPORT')} {quoted(path)}"
        case s.RuleSetHead(code, title):
            return f"{spell('RULE_SET')} {code} {quoted(title)}"
        case s.ParameterHead(name, kind):
            return f"{spell('PARAMETER')} {name}: {_type(kind)}"
        case s.GroupHead(level, code, title, maximum, by_kind):
            return f"{level.value} {code} {quoted(title)}: {_points(maximum)}{_by_kind(by_kind)}"
        case s.ScenarioHead(title, kind, year):
            when = f" {spell('YEAR')} {year}" if year is not None else ""
            return f"{spell('SCENARIO')} {quoted(title)} {spell('FOR')} {kind}{when}"
    return None


def _header_line(node: s.Line) -> str | None:
    match node:
        case s.Year(year):
            return f"{spell('YEAR')}: {year}"
        case s.Basis(text):
            return f"{spell('BASIS')}: {quoted(text)}"
        case s.Kinds(kinds):
            return f"{spell('KINDS')}: {_kinds(kinds)}"
        case s.Total(maximum, by_kind):
            return f"{spell('TOTAL')}: {number(maximum)}{_by_kind(by_kind)}"
        case s.Period(start, end):
            ends = (expression(s.DateLiteral(day)) for day in (start, end))
            until = f" {spell('UP_TO')} "
            return f"{spell('PERIOD')}: {until.join(ends)}"
        case s.Rounding(digits, each):
            every = f"{spell('EACH_ENTRY')} " if each else ""
            return f"{spell('ROUND')}: {every}{digits} {spell('DIGITS')}"
        case s.Rebase(on):
            return f"{spell('REBASE')}: {spell('YES' if on else 'NO')}"
        case s.Unranked(kinds):
            return f"{spell('UNRANKED')}: {_kinds(kinds)}"
        case s.UnrankedIf(condition, reason):
            return f"{spell('UNRANKED_IF')} {expression(condition)}{_reason(reason)}"
        case s.Guidance(text):
            return f"{spell('GUIDANCE')}: {quoted(text)}"
    return None


def _class_line(node: s.Line) -> str | None:
    match node:
        case s.Ranking():
            return _ranking(node)
        case s.ClassHead(kinds, by_rank, unrounded):
            of = f" {spell('FOR')} {_kinds(kinds)}" if kinds else ""
            how = spell("BY_PLACE") if by_rank else spell("BY_UNROUNDED") if unrounded else ""
            return f"{spell('CLASS')}{of}{' ' + how if how else ''}"
        case s.ClassRow(name, span, gate):
            where = span_text(span) if span is not None else spell("ELSE")
            door = f" {spell('IF')} {expression(gate)}" if gate is not None else ""
            return f"{quoted(name)}: {where}{door}"
        case s.Lower(to, condition, reason):
            how = f"{spell('LOWER_TO')} {quoted(to)}" if to is not None else spell("LOWER_ONE")
            return f"{how} {spell('IF')} {expression(condition)}{_reason(reason)}"
        case s.WeightsHead(condition):
            when = f" {spell('IF')} {expression(condition)}" if condition is not None else ""
            return spell("WEIGHTS") + when
        case s.Entry(key, kinds, value):
            of = f" {spell('FOR')} {_kinds(kinds)}" if kinds else ""
            return f"{key}{of}: {spell('EXPECTED') if value is None else expression(value)}"
    return None


def _ranking(node: s.Ranking) -> str:
    key = []
    if node.rounded is not None:
        key.append(spell("BY_ROUNDED" if node.rounded else "BY_UNROUNDED"))
    if node.per_kind:
        key.append(spell("PER_KIND"))
    parts = [", ".join(key)] if key else []
    if node.ties:
        parts.append(f"{spell('TIES')} {'-'.join(map(str, node.ties))}")
    if node.tiebreaks:
        then = f" {spell('THEN')} "
        parts.append(f"{spell('TIEBREAK')} {then.join(node.tiebreaks)}")
    return f"{spell('RANK')}: {'; '.join(parts)}"


def _figure_line(node: s.Line) -> str | None:
    match node:
        case s.DataItem():
            return _data_item(node)
        case s.Computed(name, kind, formula, on_zero):
            end = ""
            if on_zero is not None:
                end = f", {spell('IF_DENOMINATOR')} 0: {on_zero.value}"
            return f"{spell('COMPUTED')} {name}: {_type(kind)} = {amount(formula)}{end}"
        case s.Constraint(condition):
            return f"{spell('CONSTRAINT')} {expression(condition)}"
    return None


def _data_item(node: s.DataItem) -> str:
    text = f"{spell('DATA_ITEM')} {node.name}: {_type(node.type)} {quoted(node.title)}"
    if node.unit is not None:
        text += f" {spell('UNIT')} {quoted(node.unit)}"
    if node.range is not None:
        text += f" {span_text(node.range)}"
    if node.step is not None:
        text += f", {spell('STEP')} {number(node.step)}"
    if node.blank_is_zero:
        text += f", {spell('IF_BLANK')}: 0"
    return text


def _rule_line(node: s.Line) -> str | None:
    match node:
        case s.Evidence(text, required, or_explained):
            how = "OR_EXPLAINED" if or_explained else "REQUIRED" if required else ""
            return f"{spell('EVIDENCE')}: {spell(how) + ' ' if how else ''}{quoted(text)}"
        case s.ZeroIf(condition, reason):
            return f"0 {spell('POINTS')} {spell('IF')} {expression(condition)}{_reason(reason)}"
        case s.NotApplicableIf(condition, treatment, reason):
            how = f": {treatment.value}" if treatment is not Treatment.EXCLUDED else ""
            return f"{spell('NOT_APPLICABLE_IF')} {expression(condition)}{how}{_reason(reason)}"
        case s.OnlyFor(kinds):
            return f"{spell('ONLY_FOR')} {_kinds(kinds)}"
        case s.Flag(terminal):
            return spell(terminal)
        case s.Rescale(points):
            return f"{spell('RESCALE')} {_points(points)}"
        case s.Adjust():
            return _adjust(node)
    return None


def _adjust(node: s.Adjust) -> str:
    what = _points(node.amount.value) if isinstance(node.amount, s.Points) else outcome(node.amount)
    text = f"{spell('DEDUCT' if node.sign < 0 else 'REWARD')} {what}"
    if node.each is not None:
        text += f" {spell('PER')} {amount(node.each)}"
    if node.when is not None:
        text += f" {spell('IF')} {expression(node.when)}"
    return text + _cap(node.cap) + _reason(node.reason)


def _cap(cap: Decimal | None) -> str:
    return f", {spell('AT_MOST')} {_points(cap)}" if cap is not None else ""


def _method(node: s.Line) -> str | None:
    match node:
        case s.FullIf(condition):
            return f"{spell('SCORE')} {spell('MAXIMUM')} {spell('IF')} {expression(condition)}"
        case s.PerItem(points, each, cap):
            each_text = f"{spell('PER')} {amount(each)}"
            return f"{spell('SCORE')} {_points(points)} {each_text}{_cap(cap)}"
        case s.TableHead(argument):
            return f"{spell('SCORE_BY')} {amount(argument)}"
        case s.CasesHead():
            return spell("SCORE_BY_CASES")
        case s.DirectScore(s.ByRatio(of)) if of is not None:
            return f"{spell('SCORE_BY_RATIO')} {amount(of)}"
        case s.DirectScore(s.ByFormula(formula)):
            return f"{spell('SCORE_BY_FORMULA')} {amount(formula)}"
        case s.SurveyHead():
            return _survey(node)
        case s.ChecklistHead():
            return spell("CHECKLIST")
        case s.Council(low, high, step):
            by = f", {spell('STEP')} {number(step)}" if step is not None else ""
            ends = f"{spell('FROM')} {number(low)} {spell('UP_TO')} {number(high)}"
            return f"{spell('COUNCIL')} {ends}{by}"
        case s.Row():
            return row(node)
        case s.Bullet(title, points, condition):
            return f"- {quoted(title)}: {number(points)} {spell('IF')} {expression(condition)}"
    return None


def _survey(node: s.SurveyHead) -> str:
    text = f"{spell('SCORE_BY_SURVEY')} {expression(node.name)}"
    if node.high is not None:
        low = (
            f"{spell('FROM')} {number(node.low)} {spell('UP_TO')} " if node.low is not None else ""
        )
        text += f" {spell('SCALE')} {low}{number(node.high)}"
    if node.least:
        text += f", {spell('AT_LEAST')} {node.least} {spell('BALLOT')}"
    return text


def _scenario_line(node: s.Line) -> str | None:
    match node:
        case s.Given(name, values, peers):
            of = f"{expression(name)} {spell('OF_PEERS')}" if peers else expression(name)
            if isinstance(values, str):
                return f"{of} = {spell(values)}"
            return f"{of} = {'; '.join(expression(value) for value in values)}"
        case s.GivenManual(code, points):
            return f"{spell('COUNCIL')} {code} = {number(points)}"
        case s.GivenMark(code):
            return f"{spell('NOT_APPLICABLE')} {code}"
        case s.Expected(of, is_code, value):
            target = of if is_code else spell(of)
            return f"{spell('RESULT')} {target} = {_expectation(value)}"
    return None


def _expectation(value: s.Expression | s.Range | str) -> str:
    if isinstance(value, str):
        return spell(value)
    return span_text(value) if isinstance(value, s.Range) else expression(value)
