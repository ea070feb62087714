"""Slips in signs: one missing, the wrong one, one too many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_rules.keywords import spell
from cchc_rules.parsing.mistakes.stop import NUMBERS, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.parsing.mistakes.stop import Stop

_MISSING = {
    "_COLON": (":", "dấu hai chấm “:”"),
    "_EQUALS": ("=", "dấu bằng “=”"),
    "_SEMICOLON": (";", "dấu chấm phẩy “;”"),
    "_COMMA": (",", "dấu phẩy “,”"),
    "BULLET": ("-", "dấu gạch đầu dòng “-”"),
}
_SIGNS = {"_COLON": ":", "_EQUALS": "=", "_SEMICOLON": ";", "_COMMA": ",", "SLASH": "/"}
_MARKS = frozenset({*_SIGNS, "STRANGE", "MINUS", "PLUS", "STAR", "BULLET", "ABOVE", "BELOW"})


def trailing_sign(stop: Stop) -> Iterator[Repair]:
    """A full stop, comma or semicolon behind the line, as in `… 2 điểm.`."""
    start = len(stop.lexemes)
    while start > 0 and stop.lexemes[start - 1].type in {*_SIGNS, "STRANGE", "MINUS"}:
        start -= 1
    if start == len(stop.lexemes) or start == 0 or stop.index < start:
        return
    shown = stop.written(start, len(stop.lexemes))
    message = f"Thừa dấu “{shown}” ở cuối dòng."
    remedy = f"Bỏ dấu “{shown}” ở cuối dòng."
    sure = shown != "," or stop.lexemes[start - 1].type not in NUMBERS
    yield Repair("E106", stop.lexemes[start], message, remedy, stop.lexemes[:start], sure=sure)


def sign_missing(stop: Stop) -> Iterator[Repair]:
    """A colon, an equals sign or a semicolon is missing where the line stopped."""
    for kind, (text, name) in _MISSING.items():
        for index in (stop.index, stop.index - 1):
            if index < 1 and kind != "BULLET":
                continue
            if index == stop.index and kind not in stop.accepts:
                continue
            near = stop.lexemes[max(index - 1, 0)]
            where = f"sau “{near.text}”" if index else "ở đầu dòng"
            lexemes = stop.inserted(index, kind, text)
            yield Repair("E106", near, f"Thiếu {name}.", f"Thêm “{text}” {where}.", lexemes)


def wrong_sign(stop: Stop) -> Iterator[Repair]:
    """`xã, phường` for `xã; phường`; `=`, `->`, `-` for `:` and the other way round."""
    for start in (stop.index, stop.index - 1):
        if start < 1:
            continue
        length = _signs_from(stop, start)
        for count in range(length, 0, -1):
            shown = stop.written(start, start + count)
            for kind, text in _SIGNS.items():
                if shown == text or not (kind in stop.accepts or start < stop.index):
                    continue
                if kind == "SLASH" and shown not in _DIVIDED:
                    continue
                new = stop.made(start, start + count, kind, text)
                lexemes = stop.replaced(start, start + count, new)
                message = f"Ở đây phải là dấu “{text}”, không phải “{shown}”."
                yield Repair("E106", new, message, f"Thay bằng “{text}”.", lexemes)


_DIVIDED = {":", "\\", "|"}


def _signs_from(stop: Stop, start: int) -> int:
    count = 0
    while start + count < len(stop.lexemes) and stop.lexemes[start + count].type in _MARKS:
        count += 1
    return min(count, 3)


_SPELLED = {
    "=>": "FROM",
    "> =": "FROM",
    "=<": "UP_TO",
    "< =": "UP_TO",
    "!=": "DIFFERENT",
    "! =": "DIFFERENT",
    "&": "AND",
    "&&": "AND",
    "|": "OR",
    "||": "OR",
    "-": "UP_TO",
    "–": "UP_TO",
    "~": "UP_TO",
    "%": "T_PERCENT",
    "/": "PER",
    "x": "STAR",
    "X": "STAR",
}


def sign_for_word(stop: Stop) -> Iterator[Repair]:
    """`a & b`, `từ 80% - 90%`, `x != 1`, `2 x a`."""
    for start in (stop.index - 1, stop.index):
        for length in (2, 1):
            end = start + length
            if start < 1 or end > len(stop.lexemes):
                continue
            shown = stop.written(start, end)
            kind = _SPELLED.get(shown)
            if kind is None or (shown in "xX" and stop.is_name(start)):
                continue
            text = "*" if kind == "STAR" else spell(kind)
            new = stop.made(start, end, kind, text)
            lexemes = stop.replaced(start, end, new)
            message = f"Ở đây phải viết “{text}”, không viết “{shown}”."
            remedy = f"Thay “{shown}” bằng “{text}”."
            if kind == "UP_TO":
                remedy = f"Thay “{shown}” bằng “đến” hoặc “đến dưới”."
            yield Repair("E106", new, message, remedy, lexemes, sure=kind != "UP_TO")
            if kind == "UP_TO":
                below = new._replace(type="UP_TO_BELOW", text=spell("UP_TO_BELOW"))
                if stop.kinds(end, end + 1) == ("BELOW",):
                    lexemes = stop.replaced(start, end + 1, below)
                    yield Repair("E106", new, message, f"Viết “{below.text}”.", lexemes)


def and_or(stop: Stop) -> Iterator[Repair]:
    """`a và/hoặc b`."""
    for start in (stop.index - 1, stop.index):
        if stop.kinds(start, start + 3) in {("AND", "SLASH", "OR"), ("OR", "SLASH", "AND")}:
            written = stop.written(start, start + 3)
            new = stop.made(start, start + 3, "OR", spell("OR"))
            lexemes = stop.replaced(start, start + 3, new)
            message = f"“{written}” chưa rõ là cần cả hai hay chỉ một."
            remedy = "Viết “và” (cần cả hai) hoặc “hoặc” (cần một trong hai)."
            yield Repair("E107", new, message, remedy, lexemes, sure=False)


def needless_sign(stop: Stop) -> Iterator[Repair]:
    """A sign that has no place here."""
    for start in (stop.index, stop.index - 1):
        if not 0 < start < len(stop.lexemes):
            continue
        here = stop.lexemes[start]
        if here.type not in {*_MARKS, "_CLOSE", "_OPEN"} or here.text[:1].isalpha():
            continue
        code = "E110" if here.text in "()" else "E113" if here.type == "STRANGE" else "E106"
        message, remedy = f"Thừa dấu “{here.text}”.", f"Bỏ dấu “{here.text}”."
        inside = stop.lexemes[start - 1].end == here.column and start < 3  # noqa: PLR2004 - a code
        touches = (
            stop.lexemes[start - 1].type in NUMBERS and stop.lexemes[start - 1].end == here.column
        )
        sure = not (touches or (inside and stop.lexemes[0].type in _CODED))
        yield Repair(code, here, message, remedy, stop.replaced(start, start + 1), sure=sure)


_PARENTHESES = {"_OPEN": ("(", "mở"), "_CLOSE": (")", "đóng")}


def parenthesis_missing(stop: Stop) -> Iterator[Repair]:
    """A parenthesis is missing: where it belongs is clear only if one place makes sense."""
    opened = sum((x.type == "_OPEN") - (x.type == "_CLOSE") for x in stop.lexemes)
    if opened == 0:
        return
    kind = "_CLOSE" if opened > 0 else "_OPEN"
    text, name = _PARENTHESES[kind]
    whole = []
    for index in range(1, len(stop.lexemes) + 1):
        lexemes = stop.inserted(index, kind, text)
        if stop.whole(lexemes):
            whole.append((index, lexemes))
    if not whole:
        return
    index, lexemes = whole[-1] if kind == "_CLOSE" else whole[0]
    near = stop.lexemes[index - 1]
    message = f"Thiếu dấu ngoặc {name} “{text}”."
    remedy = f"Thêm “{text}” sau “{near.text}”."
    if len(whole) > 1:
        remedy = f"Thêm “{text}” vào đúng chỗ, ví dụ sau “{near.text}”."
    other = next(x for x in stop.lexemes if x.type in _PARENTHESES)
    at = near if len(whole) == 1 else other
    yield Repair("E110", at, message, remedy, lexemes, sure=len(whole) == 1)


_BRACKETS = {"[": "_OPEN", "{": "_OPEN", "]": "_CLOSE", "}": "_CLOSE"}


def other_brackets(stop: Stop) -> Iterator[Repair]:
    """[a] and {a} for (a)."""
    if stop.here.text not in _BRACKETS:
        return
    lexemes = [
        x._replace(type=_BRACKETS[x.text], text=_PARENTHESES[_BRACKETS[x.text]][0])
        if x.text in _BRACKETS
        else x
        for x in stop.lexemes
    ]
    message = f"Ngoặc “{stop.here.text}” không dùng được ở đây."
    yield Repair("E110", stop.here, message, "Thay bằng ngoặc tròn “(” và “)”.", lexemes)


_CODED = frozenset({"FIELD", "SECTION", "CRITERION", "COMPONENT", "BONUS", "PENALTY", "RESULT"})
_LEAST_DOTS = {"CRITERION": 1, "COMPONENT": 2}
_IN_CODE = frozenset({"INT", "CODE", "NUMBER", "MINUS", "STRANGE", "_COMMA", "_CLOSE"})


def code_in_pieces(stop: Stop) -> Iterator[Repair]:
    """`TIÊU CHÍ 1-1`, `1. 1`, `1..1`, `1.1.` and `1.1)`."""
    if stop.lexemes[0].type not in _CODED:
        return
    end = 1
    while end < len(stop.lexemes) and stop.lexemes[end].type in _IN_CODE:
        end += 1
    written = stop.written(1, end)
    code = ".".join(re.findall(r"\d+", written))
    if code and end > 1:
        kind = "CODE" if "." in code else "INT"
        lexemes = stop.replaced(1, end, stop.made(1, end, kind, code))
        message = f"Mã “{written}” viết chưa đúng."
        sure = code.count(".") >= _LEAST_DOTS.get(stop.lexemes[0].type, 0)
        remedy = f"Viết {code}." if sure else "Viết đủ mã, ví dụ 1.2."
        yield Repair("E106", stop.lexemes[1], message, remedy, lexemes, sure=sure)


def enumerated_with_words(stop: Stop) -> Iterator[Repair]:
    """`xã; phường và đặc_khu` for `xã; phường; đặc_khu`."""
    if stop.here.type in {"AND", "OR", "_COMMA", "SLASH"} and "_SEMICOLON" in stop.accepts:
        lexemes = [
            x._replace(type="_SEMICOLON", text=";") if x.type == stop.here.type else x
            for x in stop.lexemes
        ]
        shown = stop.here.text
        message = "Trong một danh sách, các mục ngăn cách bằng dấu chấm phẩy “;”."
        yield Repair("E106", stop.here, message, f"Thay “{shown}” bằng “;”.", lexemes)


def listed_with_commas(stop: Stop) -> Iterator[Repair]:
    """`nếu a, b`: whether both or one of them is meant is not said."""
    if stop.here.type != "_COMMA" or "AND" not in stop.accepts:
        return
    new = stop.here._replace(type="AND", text=spell("AND"))
    lexemes = stop.replaced(stop.index, stop.index + 1, new)
    message = "Giữa hai điều kiện phải viết “và” hoặc “hoặc”."
    remedy = "Thay dấu phẩy bằng “và” (cần cả hai) hoặc “hoặc” (cần một trong hai)."
    yield Repair("E107", stop.here, message, remedy, lexemes, sure=False)


def equals_zero(stop: Stop) -> Iterator[Repair]:
    """`= 0: 0` and `0: 0` among the rows of a table."""
    start = int(stop.lexemes[0].type == "_EQUALS")
    colon = stop.kinds(start + 1, start + 2) == ("_COLON",)
    if not colon or stop.lexemes[start].type not in {*NUMBERS, "PERCENT"}:
        return
    value = stop.lexemes[start]
    first = value._replace(type="FROM", text=spell("FROM"))
    until = value._replace(type="UP_TO", text=spell("UP_TO"))
    message = "Một dòng của bảng điểm phải nói từ đâu đến đâu."
    remedy = f"Đúng {value.text} thì viết: từ {value.text} đến {value.text}; "
    remedy += f"hoặc viết từ {value.text}, đến {value.text}."
    lexemes = [first, value, until, value, *stop.lexemes[start + 1 :]]
    yield Repair("E107", stop.lexemes[0], message, remedy, lexemes, sure=bool(start))


SURE = (
    other_brackets,
    equals_zero,
    code_in_pieces,
    enumerated_with_words,
    and_or,
    sign_for_word,
    wrong_sign,
    trailing_sign,
)
LIKELY = (
    listed_with_commas,
    sign_missing,
    parenthesis_missing,
    needless_sign,
)
