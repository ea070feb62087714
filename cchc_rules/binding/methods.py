"""The lines that score a leaf in, its method out."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, assert_never

from cchc_rules import model as m
from cchc_rules import syntax as s
from cchc_rules.binding.expressions import (
    Unbound,
    bounds,
    condition,
    figure,
    option,
    value,
)
from cchc_rules.binding.types import Sort, Typed, typed
from cchc_rules.binding.walking import walk
from cchc_rules.formatting import line as written_line
from cchc_rules.formatting.expressions import expression as written
from cchc_rules.formatting.expressions import row as written_row
from cchc_rules.numeric import HUNDRED, ONE

if TYPE_CHECKING:
    from cchc_rules.binding.scope import Scope


def condition_of(
    node: s.Expression, scope: Scope, reason: str | None = None, *, scores: bool = False
) -> m.Condition:
    """Bind a condition with its exception; `scores`: it may speak of điểm X."""
    exception: m.Expression | None = None
    inner = node
    if isinstance(node, s.Unless):
        inner = node.condition
        exception = condition(node.exception, scope)
    test = condition(inner, scope)
    everything = walk(test) + (walk(exception) if exception is not None else [])
    if not scores and any(isinstance(part, m.ScoreRef) for part in everything):
        message = "Điểm của một mục chỉ dùng được trong điều kiện xếp loại, xếp hạng."
        scope.tell("E203", node.place, message, "Dùng số liệu thay cho điểm.")
        raise Unbound
    return m.Condition(test, written(node), node.place, exception, reason or "")


def bind_method(opener: s.MethodHead, rows: list[s.Member], scope: Scope) -> m.Method | None:
    """Bind a method with its rows; None if a part could not be bound (already told)."""
    try:
        match opener:
            case s.TableHead(argument):
                return _table(argument, rows, scope)
            case s.CasesHead():
                return m.Cases(_rows(rows, None, scope))
            case s.DirectScore(outcome):
                bound = _outcome(outcome, None, None, scope)
                assert isinstance(bound, m.Proportional | m.Formula)  # noqa: S101
                return m.Direct(bound)
            case s.FullIf(test):
                return m.FullIf(condition_of(test, scope))
            case s.PerItem(points, each, cap):
                return m.PerItem(points, counted(each, scope), cap)
            case s.ChecklistHead():
                return m.Checklist(_checklist(rows, scope))
            case s.SurveyHead():
                return _survey(opener, rows, scope)
            case s.Council(low, high, step):
                return _council(opener, low, high, step, scope)
    except Unbound:
        return None
    assert_never(opener)


def _council(
    opener: s.Council, low: Decimal, high: Decimal, step: Decimal | None, scope: Scope
) -> m.Manual:
    if low >= high or step == 0:
        message = "Khoảng điểm của hội đồng không có điểm nào để chọn."
        remedy = "Viết số nhỏ trước, số lớn sau, bước lớn hơn 0: từ 0 đến 5, bước 0,1."
        scope.tell("E203", opener.place, message, remedy)
        raise Unbound
    return m.Manual(low, high, step)


def counted(node: s.Expression, scope: Scope) -> m.Expression:
    """Bind what is counted by `mỗi`."""
    bound = value(node, scope)
    sort = typed(bound).sort
    if sort not in {Sort.NUMBER, Sort.RATIO}:
        message = f"Sau “mỗi” phải là một số đếm, “{written(node)}” là {sort.value}."
        scope.tell("E203", node.place, message, "Dùng một số liệu kiểu số đếm hoặc số.")
        raise Unbound
    return bound


def _table(argument: s.Expression, rows: list[s.Member], scope: Scope) -> m.Table:
    bound = value(argument, scope)
    of = typed(bound)
    if of.sort is Sort.BALLOTS:
        message = f"“{written(argument)}” là các phiếu, không chấm theo bảng được."
        scope.tell(
            "E203", argument.place, message, f"Viết: chấm theo khảo sát {written(argument)}."
        )
        raise Unbound
    return m.Table(bound, _rows(rows, of, scope))


def _rows(rows: list[s.Member], of: Typed | None, scope: Scope) -> tuple[m.Row, ...]:
    bound: list[m.Row] = []
    failed = False
    for row in rows:
        if not isinstance(row, s.Row):
            continue
        try:
            test = _test(row, of, scope)
            outcome = _outcome(row.outcome, test, of, scope)
        except Unbound:
            failed = True
            continue
        bound.append(m.Row(test, outcome, written_row(row), row.place))
    if failed:
        raise Unbound
    return tuple(bound)


def _test(row: s.Row, of: Typed | None, scope: Scope) -> m.Range | str | bool | m.Condition | None:
    match row.test:
        case None:
            return None
        case s.Case(test) if of is None:
            return condition_of(test, scope)
        case s.Range() as span if of is not None and (of.sort.is_number or of.sort is Sort.DATE):
            return _constant_bounds(span, of, scope)
        case s.Text() as text if of is not None and of.sort is Sort.TEXT:
            return option(text, of.item, scope) if of.item else text.value
        case s.Bool(chosen) if of is not None and of.sort is Sort.BOOL:
            return chosen
    scope.tell("E203", row.place, *_unfit(of))
    raise Unbound


def _constant_bounds(span: s.Range, of: Typed, scope: Scope) -> m.Range:
    """Bind a row's range: its ends are constants of the year, so that gaps can be proved."""
    bound = bounds(span, of, span.place, scope)
    for end in (bound.low, bound.high):
        if end is not None and not isinstance(end, m.Constant | m.ParameterRef):
            message = "Ngưỡng của một dòng điểm phải là số cụ thể hoặc một tham số."
            remedy = "Dùng THAM SỐ, hoặc chấm theo hiệu hay thương của hai số liệu."
            scope.tell("E203", span.place, message, remedy)
            raise Unbound
    return bound


def _unfit(of: Typed | None) -> tuple[str, str]:
    if of is None:
        return (
            "Dưới “chấm theo trường hợp”, mỗi dòng là một điều kiện.",
            "Viết “nếu …: số điểm” hoặc “còn lại: số điểm”.",
        )
    shapes = {
        Sort.BOOL: "có: … và không: …",
        Sort.TEXT: '"lựa chọn": …',
        Sort.DATE: "đến dd/mm/yyyy: …",
    }
    shape = shapes.get(of.sort, "từ … đến dưới …: …")
    return f"Dòng này không hợp với bảng chấm theo {of.sort.value}.", f"Viết dạng: {shape}"


def _outcome(node: s.Outcome, test: object, of: Typed | None, scope: Scope) -> m.Outcome:
    match node:
        case s.Points(points):
            return m.Points(points)
        case s.FullMark():
            return m.ShareOfMaximum(ONE)
        case s.Share(percent, of_maximum):
            if not of_maximum:
                message = "Không rõ phần trăm của điểm nào."
                shown = f"{written(s.Percent(percent))} điểm tối đa"
                scope.tell("E203", node.place, message, f"Viết {shown}.")
                raise Unbound
            return m.ShareOfMaximum(percent / HUNDRED)
        case s.ByRatio(inner):
            return m.Proportional(_ratio(node, inner, of, scope))
        case s.ByFormula(formula):
            return m.Formula(_points(formula, scope))
        case s.Interpolated(low, high):
            span = test if isinstance(test, m.Range) else None
            if span is None or span.low is None or span.high is None or _is_date(of):
                message = "“nội suy” cần một khoảng số có cả hai đầu."
                scope.tell(
                    "E203", node.place, message, "Viết “từ … đến dưới …: nội suy từ … đến …”."
                )
                raise Unbound
            return m.Interpolated(low, high)
    assert_never(node)


def _is_date(of: Typed | None) -> bool:
    return of is None or not of.sort.is_number


def _ratio(
    node: s.ByRatio, inner: s.Expression | None, of: Typed | None, scope: Scope
) -> m.Expression | None:
    if inner is None:
        if _is_date(of):
            message = "“theo tỷ lệ” ở đây chưa nói theo tỷ lệ nào."
            scope.tell("E203", node.place, message, "Viết “theo tỷ lệ a / b” hoặc tên một tỷ lệ.")
            raise Unbound
        return None
    bound = value(inner, scope)
    if not typed(bound).sort.is_number:
        message = f"“{written(inner)}” không phải một tỷ lệ."
        scope.tell("E203", inner.place, message, "Dùng số liệu kiểu phần trăm hoặc một phép chia.")
        raise Unbound
    return bound


def _points(node: s.Expression, scope: Scope) -> m.Expression:
    bound = value(node, scope)
    if not typed(bound).sort.is_number:
        message = f"Công thức “{written(node)}” không cho ra số điểm."
        scope.tell("E203", node.place, message, "Viết một phép tính ra số.")
        raise Unbound
    return bound


def _checklist(rows: list[s.Member], scope: Scope) -> tuple[m.ChecklistEntry, ...]:
    entries: list[m.ChecklistEntry] = []
    failed = False
    for row in rows:
        if not isinstance(row, s.Bullet):
            continue
        try:
            test = condition_of(row.condition, scope)
        except Unbound:
            failed = True
            continue
        entries.append(m.ChecklistEntry(row.title, row.points, test, row.place))
    if failed:
        raise Unbound
    return tuple(entries)


def _survey(head: s.SurveyHead, rows: list[s.Member], scope: Scope) -> m.Survey:
    bound = figure(head.name, scope)
    if not isinstance(bound, m.ItemRef) or typed(bound).sort is not Sort.BALLOTS:
        message = f"“{head.name.name}” không phải số liệu kiểu các phiếu."
        remedy = "Khai báo kiểu “các phiếu” hoặc “đếm phiếu”, hoặc chấm theo tỷ lệ."
        scope.tell("E203", head.name.place, message, remedy)
        raise Unbound
    weights = _option_weights(bound.item, rows, scope)
    if head.high is not None and bound.item.options and not weights:
        weights = _numbered_options(bound.item, head, scope)
        return m.Survey(bound, None, weights, head.least)
    if weights or bound.item.options:
        _check_weights(head, bound.item, weights, scope)
        return m.Survey(bound, None, weights, head.least)
    if head.high is None or head.high <= (head.low or 0):
        message = "Khảo sát này chưa nói thang điểm."
        remedy = f"Viết: chấm theo khảo sát {head.name.name} thang 5."
        scope.tell("E302", head.place, message, remedy)
        raise Unbound
    return m.Survey(bound, (head.low, head.high), {}, head.least)


def _option_weights(item: m.DataItem, rows: list[s.Member], scope: Scope) -> dict[str, Decimal]:
    weights: dict[str, Decimal] = {}
    for row in rows:
        if not isinstance(row, s.Row):
            continue
        if not isinstance(row.test, s.Text) or not isinstance(row.outcome, s.Share):
            message = "Dưới “chấm theo khảo sát”, mỗi dòng là một mức trả lời với phần trăm."
            scope.tell("E203", row.place, message, 'Viết dạng: "Hài lòng": 100%')
            raise Unbound
        weights[option(row.test, item, scope)] = row.outcome.percent / HUNDRED
    return weights


def _check_weights(
    head: s.SurveyHead, item: m.DataItem, weights: dict[str, Decimal], scope: Scope
) -> None:
    without = [o for o in item.options if o not in weights]
    if without:
        listed = "; ".join(f'"{name}"' for name in without)
        message = f"Khảo sát chưa nói mức {listed} được bao nhiêu phần trăm."
        scope.tell("E302", head.place, message, f"Thêm dòng {listed}: …% dưới dòng này.")
        raise Unbound


def _numbered_options(item: m.DataItem, head: s.SurveyHead, scope: Scope) -> dict[str, Decimal]:
    """Options that are the numbers of a scale: "1"; "2"; … "5" with thang 5."""
    assert head.high is not None  # noqa: S101 - the caller has looked
    low = head.low or Decimal(0)
    try:
        return {o: (Decimal(o.replace(",", ".")) - low) / (head.high - low) for o in item.options}
    except (InvalidOperation, ZeroDivisionError):
        message = "Các mức trả lời là chữ, không dùng “thang” được."
        scope.tell("E203", head.place, message, 'Bỏ “thang” và viết từng mức: "Hài lòng": 100%')
        raise Unbound from None


def adjustment(node: s.Adjust, scope: Scope) -> m.Adjustment:
    """Bind a `trừ …` or `thưởng …` line."""
    match node.amount:
        case s.Points(points):
            amount: m.Points | m.ShareOfMaximum = m.Points(points)
        case s.Share(percent):
            amount = m.ShareOfMaximum(percent / HUNDRED)
        case s.FullMark():
            amount = m.ShareOfMaximum(ONE)
    each = counted(node.each, scope) if node.each is not None else None
    when = condition_of(node.when, scope) if node.when is not None else None
    return m.Adjustment(
        node.sign, amount, each, when, node.cap, node.reason or "", written_line(node), node.place
    )
