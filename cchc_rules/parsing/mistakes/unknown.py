"""A line that no slip explains in, a finding that says where it stops making sense out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Diagnostic
from cchc_rules.keywords import BY_TERMINAL
from cchc_rules.parsing.lexer import STARTERS
from cchc_rules.text import shortened

if TYPE_CHECKING:
    from cchc_rules.parsing.grammar import Rejected
    from cchc_rules.parsing.lexer import Lexeme

_NAMES = {
    "_COLON": "dấu “:”",
    "_SEMICOLON": "dấu “;”",
    "_COMMA": "dấu “,”",
    "_OPEN": "dấu “(”",
    "_CLOSE": "dấu “)”",
    "_EQUALS": "dấu “=”",
    "BULLET": "dấu “-” đầu dòng",
    "TEXT": "chữ trong dấu nháy",
    "DATE": "ngày (dd/mm/yyyy)",
    "NUMBER": "số",
    "INT": "số",
    "CODE": "mã (như 1.1)",
    "PERCENT": "phần trăm (như 80%)",
    "NAME": "tên",
    "$END": "hết dòng",
}
_HIDDEN = {"DAY", "PLUS", "MINUS", "STAR", "SLASH"}
_MOST = 6


def not_understood(lexemes: list[Lexeme], rejected: Rejected) -> Diagnostic:
    """Say where a line stops making sense and what could stand there."""
    begun = lexemes[0].type in STARTERS or (lexemes[0].type in BY_TERMINAL and rejected.index > 1)
    if rejected.index == 0 or not begun:
        return _unknown_line(lexemes[0])
    choices = sorted({_named(kind) for kind in rejected.accepts if kind not in _HIDDEN})
    remedy = "Ở đây có thể viết: " + ", ".join(choices[:_MOST])
    remedy += " …" if len(choices) > _MOST else "."
    if rejected.index >= len(lexemes):
        last = lexemes[-1]
        return Diagnostic("E119", last.place, f"Dòng dừng quá sớm sau “{last.text}”.", remedy)
    here = lexemes[rejected.index]
    return Diagnostic("E119", here.place, f"Không hiểu “{shortened(here.text)}” ở đây.", remedy)


def _named(kind: str) -> str:
    return _NAMES.get(kind) or f"“{BY_TERMINAL[kind].spelling}”"


def _unknown_line(first: Lexeme) -> Diagnostic:
    message = f"Dòng này không bắt đầu bằng từ khóa nào (“{shortened(first.text)}”)."
    if first.type in BY_TERMINAL and first.type not in STARTERS:
        message = f"Không hiểu dòng bắt đầu bằng “{shortened(first.text)}” này."
    remedy = (
        "Mỗi dòng bắt đầu bằng một từ khóa như SỐ LIỆU, TIÊU CHÍ, chấm theo …; "
        "ghi chú thì đặt sau dấu #."
    )
    return Diagnostic("E101", first.place, message, remedy)
