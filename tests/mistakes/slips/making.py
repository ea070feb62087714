"""Short ways to write down a slip: replace within a line, delete, add or change whole lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.mistakes.seeding import Doc, Line, Slip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROW = r"^\s+(?:từ|trên|đến|dưới)\b"
ANY_ROW = r'^\s+(?:từ|trên|đến|dưới|còn lại|nếu|có:|không:|")'
FIGURE = r"^\s*(?:SỐ LIỆU|TÍNH)"
GROUP = r"^(?:PHẦN|LĨNH VỰC|TIÊU CHÍ|TIÊU CHÍ THÀNH PHẦN|ĐIỂM CỘNG|ĐIỂM TRỪ) [\w.]+ \""


def sub(name: str, codes: str, pattern: str, new: str, *, line: int = 0) -> Slip:
    """Replace the first match of `pattern` within a line; the finding is `line` lines further."""

    def edit(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
        text = doc.lines[at].text
        spoiled = text[: match.start()] + match.expand(new) + text[match.end() :]
        if spoiled == text or at + line >= len(doc.lines):
            return None
        doc.lines[at].text = spoiled
        return [doc.lines[at + line]]

    return Slip(name, frozenset(codes.split()), re.compile(pattern), edit)


def edited(
    name: str,
    codes: str,
    pattern: str,
    edit: Callable[[Doc, int, re.Match[str]], Sequence[Line] | None],
) -> Slip:
    """Spoil the file by a function."""
    return Slip(name, frozenset(codes.split()), re.compile(pattern), edit)


def added(name: str, codes: str, pattern: str, new: str, *, above: bool = False) -> Slip:
    """Add a line below (or above) each that matches; the finding stands at the new one."""

    def edit(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line]:
        line = Line(match.expand(new))
        doc.lines.insert(at if above else at + 1, line)
        return [line]

    return Slip(name, frozenset(codes.split()), re.compile(pattern), edit)
