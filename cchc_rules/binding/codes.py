"""The outline in, E305 for each code that does not fit out; what follows from one is not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.binding.outline import (
    DEEPEST,
    Node,
    Outline,
    code_like,
    is_child_code,
    number_of,
    sort_of_code,
)
from cchc_rules.model import Level
from cchc_rules.text import shortened

if TYPE_CHECKING:
    from cchc_rules.binding.scope import Scope

_METHODS = (
    s.FullIf,
    s.PerItem,
    s.TableHead,
    s.CasesHead,
    s.DirectScore,
    s.SurveyHead,
    s.ChecklistHead,
    s.Council,
)
_SEVERAL = 2


def check_codes(made: Outline, scope: Scope) -> None:
    """Tell what is wrong with the codes, and mark where sums cannot be trusted any more."""
    for node in made.lost:
        scope.incomplete.add(node.code)
        scope.doubted.add(node.code)
    for node in made.nodes:
        if node.head is None:
            _disturb(node, scope)
    for node in made.nodes:
        if node in made.again:
            message = f"Mã {node.code} đã dùng ở trên."
            _tell(node, made, scope, message, "Đánh lại số cho mục này.")
    renamed = _wrong_parents(made, scope)
    deep = [node for node in made.nodes if node.code.count(".") >= DEEPEST]
    _check_depth(deep, made, scope)
    for node in made.nodes:
        if node not in made.again and node not in deep and node.prefix not in renamed:
            _check_place(node, made, scope)
    for node in (made.root, *made.nodes):
        _check_numbering(node, made, scope)


def _tell(node: Node, made: Outline, scope: Scope, message: str, remedy: str) -> None:
    if node.head is not None:
        scope.tell("E305", node.head.place, message, remedy)
    made.told.add(node)
    _disturb(node, scope)


def _disturb(node: Node, scope: Scope) -> None:
    """Where a heading is not what it should be, no sum above it and no code beside it is sure."""
    scope.incomplete.add(node.code)
    for parent in (node.parent, node.above):
        if parent is not None:
            scope.incomplete.add(parent.code)
            scope.doubted.add(parent.code)
    scope.doubted.add(node.prefix)


def _check_depth(deep: list[Node], made: Outline, scope: Scope) -> None:
    """Tell the first code that has too many parts; the others are as bad."""
    for node in deep:
        _disturb(node, scope)
    if deep:
        message = f"Mã {shortened(deep[0].code)} có quá nhiều cấp."
        _tell(deep[0], made, scope, message, f"Mã có nhiều nhất {DEEPEST} cấp, ví dụ 1.2.3.")


def _wrong_parents(made: Outline, scope: Scope) -> set[str]:
    """Tell headings whose children all carry another code; return those codes."""
    renamed: set[str] = set()
    for node in made.nodes:
        prefixes = {child.prefix for child in node.children if child.prefix}
        if len(prefixes) != 1 or len(node.children) < _SEVERAL or node.head is None:
            continue
        (prefix,) = prefixes
        if node in made.lost or prefix.isalpha() is not node.code.isalpha():
            continue
        if prefix in made.by_code or is_child_code(f"{prefix}.1", node.code):
            continue
        message = f"Mã {node.code} không hợp với các mục con: chúng mang mã {prefix}.…"
        _tell(node, made, scope, message, f"Đổi mã {node.code} thành {prefix}.")
        renamed.add(prefix)
        made.by_code.setdefault(prefix, node)
    return renamed


def _check_place(node: Node, made: Outline, scope: Scope) -> None:
    parent, above = node.parent, node.above
    if node.head is None or parent is None or above is None or node in made.told:
        return
    if parent is not above:
        if parent.head is None or {above, *parent.ancestors()} & made.told:
            _disturb(node, scope)
        else:
            _tell_elsewhere(node, made, scope)
        return
    shown = f"{node.level.value} {node.code}"
    if node.level is Level.COMPONENT and parent.level is not Level.CRITERION:
        place = f"{parent.level.value} {parent.code}".strip()
        message = f"{shown} đứng ngay dưới {place}, thiếu TIÊU CHÍ ở giữa."
        _tell(node, made, scope, message, "Đổi thành TIÊU CHÍ, hoặc thêm dòng TIÊU CHÍ ở trên.")
    elif node.level is Level.FIELD and parent.level in {Level.BONUS, Level.PENALTY}:
        message = f"{shown} không đứng dưới {parent.level.value} {parent.code} được."
        _tell(node, made, scope, message, "Đặt lĩnh vực lên trước, hoặc đổi thành TIÊU CHÍ.")
    elif _is_foreign(node, parent) and parent in made.lost:
        _disturb(node, scope)
    elif _is_foreign(node, parent):
        _tell_foreign(node, parent, made, scope)


def _tell_elsewhere(node: Node, made: Outline, scope: Scope) -> None:
    """The keyword says that it stands under one heading, the code under another."""
    parent, above = node.parent or made.root, node.above or made.root
    if node.written is not node.level:
        shown = f"{node.written.value} {node.code}"
        message = f"{shown} mang mã của một mục con của {parent.level.value} {parent.code}."
        remedy = f"Đổi {node.written.value} thành {node.level.value}, hoặc sửa mã."
        _tell(node, made, scope, message, remedy)
        return
    message = (
        f"Mã {node.code} thuộc {parent.level.value} {parent.code}, "
        f"không thuộc {above.level.value} {above.code} đứng trên nó."
    )
    remedy = f"Chuyển mục này về {parent.level.value} {parent.code}, hoặc đánh lại mã."
    _tell(node, made, scope, message, remedy)


def _is_foreign(node: Node, parent: Node) -> bool:
    leaf_like = node.level in {Level.CRITERION, Level.COMPONENT}
    return (
        leaf_like
        and parent.level is not Level.ROOT
        and parent.head is not None
        and not is_child_code(node.code, parent.code)
    )


def _tell_foreign(node: Node, parent: Node, made: Outline, scope: Scope) -> None:
    """Of several headings with the same foreign code only the first is told."""
    first = next(child for child in parent.children if child.prefix == node.prefix)
    if first is not node and node.prefix:
        _disturb(node, scope)
        return
    message = f"Mã {node.code} không thuộc {parent.level.value} {parent.code} đứng trên nó."
    remedy = f"Đánh mã {parent.code}.…, hoặc chuyển mục này về đúng chỗ."
    if node.prefix:
        remedy = f"Đánh mã {parent.code}.…, hoặc thêm mục {node.prefix} còn thiếu ở trên."
        scope.doubted.add(node.prefix.rpartition(".")[0])
    _tell(node, made, scope, message, remedy)


def _check_numbering(parent: Node, made: Outline, scope: Scope) -> None:
    """Siblings of one level and one sort of code count on from 1, LĨNH VỰC from the PHẦN before.

    ĐIỂM CỘNG and ĐIỂM TRỪ begin where their writer likes.
    """
    astray = {above for node in made.told for above in (node.parent, node.above)}
    if parent in made.lost or parent in astray:
        return
    runs: dict[tuple[Level, str], int] = {}
    for index, node in enumerate(parent.children):
        number = number_of(node.code)
        if number is None or (node.above is not parent and node.head is not None):
            return
        if node.head is None:
            runs[node.level, sort_of_code(node.code)] = number
            continue
        if node.prefix and parent.code and not is_child_code(node.code, parent.code):
            return
        run = node.level, sort_of_code(node.code)
        wanted = runs[run] + 1 if run in runs else _first(node, parent)
        if number != wanted and not (run not in runs and number == 1):
            _tell_hole(parent, index, made, scope, code_like(node.code, wanted))
            return
        runs[run] = number


def _first(node: Node, parent: Node) -> int:
    if node.level in {Level.BONUS, Level.PENALTY}:
        return number_of(node.code) or 1
    return _field_before(parent) + 1


def _tell_hole(parent: Node, index: int, made: Outline, scope: Scope, expected: str) -> None:
    """Tell a hole, unless the heading above has two methods: one of them had a heading."""
    node = parent.children[index]
    above = parent.children[index - 1] if index else parent
    methods = sum(isinstance(line, _METHODS) for line in above.block.members) if above.block else 0
    if methods > (1 if index else 0):
        _disturb(node, scope)
        return
    if node in made.told:
        return
    message = f"Mã {node.code} không nối tiếp: ở đây phải là {expected}."
    _tell(node, made, scope, message, "Đánh lại số, hoặc thêm mục còn thiếu.")


def _field_before(parent: Node) -> int:
    """Return the number of the last LĨNH VỰC of the PHẦN before, which numbering may go on from."""
    if parent.level is not Level.SECTION or parent.parent is None:
        return 0
    siblings = parent.parent.children
    earlier = siblings[: siblings.index(parent)]
    fields = [c for sibling in earlier for c in sibling.children if c.level is Level.FIELD]
    return (number_of(fields[-1].code) or 0) if fields else 0
