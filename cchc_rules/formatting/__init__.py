"""A rule file in, its one layout out: `cchc fmt`. What it prints parses to the same file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.formatting.expressions import expression
from cchc_rules.formatting.lines import line

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 100
_ROWS = (s.Row, s.Bullet, s.ClassRow, s.Entry)
_JOINS = (" lý do ", " trừ khi ", " hoặc ", " và ")

__all__ = ["expression", "format_file", "line"]


def format_file(file: s.RuleFile) -> str:
    """Print a file whose every line was read; comments and single blank lines stay."""
    printed: list[tuple[int, list[str]]] = []
    behind = {c.place.line: c.text for c in file.comments if c.text and not c.own_line}
    nodes = list(file.lines)
    head: s.Line | None = None
    for index, node in enumerate(nodes):
        head = node if _is_head(node) else head
        below = nodes[index + 1].place.line if index + 1 < len(nodes) else None
        notes = [text for number, text in behind.items() if _covers(node, below, number)]
        printed.append((node.place.line, _printed(node, head, notes)))
    printed += [(c.place.line, _comment(c, nodes)) for c in file.comments if c.own_line]
    printed.sort(key=lambda entry: entry[0])
    return "\n".join(_tidy(text for _, block in printed for text in block)) + "\n"


def _covers(node: s.Line, below: int | None, number: int) -> bool:
    return node.place.line <= number and (below is None or number < below)


def _is_head(node: s.Line) -> bool:
    return isinstance(
        node, s.Import | s.RuleSetHead | s.ParameterHead | s.GroupHead | s.ScenarioHead
    )


def _indent(node: s.Line, head: s.Line | None) -> str:
    if _is_head(node):
        return ""
    nested = isinstance(node, _ROWS) and not isinstance(head, s.ParameterHead)
    return "    " if nested else "  "


def _printed(node: s.Line, head: s.Line | None, notes: list[str]) -> list[str]:
    indent = _indent(node, head)
    text = indent + line(node)
    note = f"  # {'; '.join(notes)}" if notes else ""
    if len(text) <= WIDTH:
        return [text + note]
    pieces = _broken(text)
    pieces[0] += note
    return [pieces[0], *(indent + "  " + piece for piece in pieces[1:])]


def _broken(text: str) -> list[str]:
    """Break a long line before the joining words that stand outside quotes and parentheses."""
    pieces: list[str] = []
    start = depth = 0
    in_quotes = False
    for index, letter in enumerate(text):
        in_quotes ^= letter == '"'
        if not in_quotes:
            depth += (letter == "(") - (letter == ")")
        breaks = not in_quotes and not depth and any(text.startswith(j, index) for j in _JOINS)
        if breaks and index - start > WIDTH // 3:
            pieces.append(text[start:index])
            start = index + 1
    return [*pieces, text[start:]]


def _comment(comment: s.Comment, nodes: list[s.Line]) -> list[str]:
    if not comment.text:
        return [""]
    below = next((n for n in nodes if n.place.line > comment.place.line), None)
    indent = "" if below is None or _is_head(below) else "  "
    return [f"{indent}# {comment.text}"]


def _tidy(lines: Iterator[str]) -> list[str]:
    """Keep single blank lines, none at the ends."""
    result: list[str] = []
    for text in lines:
        if text or (result and result[-1]):
            result.append(text)
    while result and not result[-1]:
        result.pop()
    return result
