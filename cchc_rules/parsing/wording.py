"""Words for what the grammar expected, and the words that people write for a keyword."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Diagnostic
from cchc_rules.keywords import BY_TERMINAL
from cchc_rules.parsing.lexer import STARTERS, Lexeme, lex

if TYPE_CHECKING:
    from cchc_rules.parsing.grammar import Rejected

MEANT = {
    "lon hon": "ABOVE",
    "cao hon": "ABOVE",
    "nhieu hon": "ABOVE",
    "lon hon hoac bang": "FROM",
    "tren hoac bang": "FROM",
    "bang hoac lon hon": "FROM",
    "it nhat": "FROM",
    "toi thieu": "FROM",
    "nho hon": "BELOW",
    "thap hon": "BELOW",
    "it hon": "BELOW",
    "duoi hoac bang": "UP_TO",
    "nho hon hoac bang": "UP_TO",
    "toi da": "AT_MOST",
    "cho den": "UP_TO",
    "toi": "UP_TO",
    "bang": "_EQUALS",
    "la": "_EQUALS",
    "thi": "_COLON",
    "hay": "OR",
    "hoac la": "OR",
    "cung voi": "AND",
    "ngoai tru": "UNLESS",
    "tru truong hop": "UNLESS",
    "neu nhu": "IF",
    "trong truong hop": "IF",
    "truong hop": "IF",
    "con lai thi": "ELSE",
    "truong hop khac": "ELSE",
    "khac": "ELSE",
    "khong phai la": "NOT",
    "khong co": "NO",
    "cho moi": "PER",
    "tren moi": "PER",
    "moi mot": "PER",
    "diem cho moi": "PER",
    "d": "POINTS",
    "diem so": "POINTS",
    "diem toi da la": "MAXIMUM",
    "toan bo diem": "MAXIMUM",
    "tinh diem theo": "SCORE_BY",
    "cham diem theo": "SCORE_BY",
    "cho diem theo": "SCORE_BY",
    "tru diem": "DEDUCT",
    "cong": "REWARD",
    "cong diem": "REWARD",
    "thuong diem": "REWARD",
    "ly do la": "REASON",
    "vi": "REASON",
}
"""Words, without marks, that mean a keyword (or, with "", nothing) but are not in its table."""

_NAMES = {
    "_COLON": "dấu “:”",
    "_SEMICOLON": "dấu “;”",
    "_COMMA": "dấu “,”",
    "_OPEN": "dấu “(”",
    "_CLOSE": "dấu “)”",
    "_EQUALS": "dấu “=”",
    "PLUS": "dấu “+”",
    "MINUS": "dấu “-”",
    "STAR": "dấu “*”",
    "SLASH": "dấu “/”",
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
_SIGNS = {"_COLON": ":", "_EQUALS": "=", "_SEMICOLON": ";", "_COMMA": ","}
_MOST = 6


def shown(kind: str) -> str:
    """Return what a terminal looks like in a rule file."""
    return _SIGNS.get(kind) or (BY_TERMINAL[kind].spelling if kind in BY_TERMINAL else kind)


def named(kind: str) -> str:
    """Return a terminal in words, for a list of what could stand somewhere."""
    return _NAMES.get(kind) or f"“{shown(kind)}”"


def lexed_again(text: str, near: Lexeme) -> list[Lexeme]:
    """Take apart what a missing quote had swallowed."""
    lexemes, _ = lex(text, near.line, near.file)
    shift = near.end - len(text) - 1
    return [x._replace(column=x.column + shift, end=x.end + shift) for x in lexemes]


def not_understood(lexemes: list[Lexeme], rejected: Rejected) -> Diagnostic:
    """Say where a line stops making sense and what could stand there."""
    if rejected.index == 0:
        return _unknown_line(lexemes[0])
    choices = sorted({named(kind) for kind in rejected.accepts if kind not in _HIDDEN})
    remedy = "Ở đây có thể viết: " + ", ".join(choices[:_MOST])
    remedy += " …" if len(choices) > _MOST else "."
    if rejected.index >= len(lexemes):
        last = lexemes[-1]
        return Diagnostic("E119", last.place, f"Dòng dừng quá sớm sau “{last.text}”.", remedy)
    here = lexemes[rejected.index]
    return Diagnostic("E119", here.place, f"Không hiểu “{_short(here.text)}” ở đây.", remedy)


def _unknown_line(first: Lexeme) -> Diagnostic:
    if first.type in BY_TERMINAL and first.type not in STARTERS:
        message = f"Một dòng không thể bắt đầu bằng “{_short(first.text)}”."
    else:
        message = f"Dòng này không bắt đầu bằng từ khóa nào (“{_short(first.text)}”)."
    remedy = (
        "Mỗi dòng bắt đầu bằng một từ khóa như SỐ LIỆU, TIÊU CHÍ, chấm theo …; "
        "ghi chú thì đặt sau dấu #."
    )
    return Diagnostic("E101", first.place, message, remedy)


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
