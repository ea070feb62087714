"""Slips in numbers, percents and points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_rules.parsing.lexer import lex
from cchc_rules.parsing.mistakes.stop import NUMBERS, Repair
from cchc_rules.text import bare, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.parsing.lexer import Lexeme
    from cchc_rules.parsing.mistakes.stop import Stop

_GROUP = 3
"""The digits of a group of thousands."""


def decimal_point(stop: Stop) -> Iterator[Repair]:
    """0.5 for 0,5 and 0.5% for 0,5%."""
    here = stop.here
    whole, _, decimals = here.text.rstrip("% ").partition(".")
    if here.type not in {"CODE", "CODE_PERCENT"} or not (whole + decimals).isdigit():
        return
    text = f"{whole},{decimals}" + ("%" if here.type == "CODE_PERCENT" else "")
    kind = "PERCENT" if here.type == "CODE_PERCENT" else "NUMBER"
    lexemes = stop.replaced(stop.index, stop.index + 1, here._replace(type=kind, text=text))
    message = f"“{here.text}”: số thập phân phải viết bằng dấu phẩy."
    remedy = f"Viết {text}."
    if len(decimals) > 1 and kind == "NUMBER":
        remedy = f"Viết {text}; hàng nghìn thì phải đủ ba chữ số sau dấu chấm."
    yield Repair("E103", here, message, remedy, lexemes)


_LOOKS = re.compile(r"-?[\dOoIl]*[.,]?[\dOoIl]+%?")
_DIGITS = str.maketrans("OoIl", "0011")


def letters_in_number(stop: Stop) -> Iterator[Repair]:
    """1O for 10, l,5 for 1,5; and ,5 or .5 for 0,5."""
    for start, end in _adjacent(stop):
        written = stop.written(start, end)
        if not _LOOKS.fullmatch(written) or stop.is_name(start):
            continue
        digits = written.translate(_DIGITS)
        number = digits.replace(".", ",")
        number = f"0{number}" if number.startswith(",") else number
        lexed, _ = lex(number, stop.here.line, stop.here.file)
        if len(lexed) != 1 or number == written:
            continue
        new = stop.made(start, end, lexed[0].type, number)
        message = f"“{written}” không phải một số."
        if digits == written:
            message = f"“{written}”: số thập phân phải có phần nguyên và dấu phẩy."
        lexemes = stop.replaced(start, end, new)
        at = stop.lexemes[start]
        yield Repair("E103", at, message, f"Viết {number}.", lexemes, sure=digits != written)


_POWER = re.compile(r"(\d+(?:[.,]\d+)?)[eE][+-]?\d+")


def power_of_ten(stop: Stop) -> Iterator[Repair]:
    """1,5E+06 for 1.500.000, as copied from a narrow column of a spreadsheet."""
    for start, end in _adjacent(stop):
        written = stop.written(start, end)
        if not _POWER.fullmatch(written):
            continue
        message = f"“{shortened(written)}”: số phải viết đủ các chữ số."
        new = stop.made(start, end, "NUMBER", "1,0")
        lexemes = stop.replaced(start, end, new)
        remedy = "Viết đủ chữ số, ví dụ 1.500.000 thay cho 1,5E+06."
        yield Repair("E103", stop.lexemes[start], message, remedy, lexemes, sure=False)


def _adjacent(stop: Stop) -> Iterator[tuple[int, int]]:
    """Yield the stretches without blanks around the stop, the longest first."""
    if stop.at_end:
        return
    start, end = stop.index, stop.index + 1
    while start > 0 and _touch(stop.lexemes[start - 1], stop.lexemes[start]):
        start -= 1
    while end < len(stop.lexemes) and _touch(stop.lexemes[end - 1], stop.lexemes[end]):
        end += 1
    for first in range(start, stop.index + 1):
        for last in range(end, stop.index, -1):
            yield first, last


def _touch(left: Lexeme, right: Lexeme) -> bool:
    return left.line == right.line and left.end == right.column


def spaced_number(stop: Stop) -> Iterator[Repair]:
    """1 000 for 1.000."""
    start = stop.index
    while start > 0 and stop.lexemes[start - 1].type in NUMBERS:
        start -= 1
    parts = stop.lexemes[start : stop.index + 1]
    groups = [part.text.split(",")[0].rstrip("% ") for part in parts]
    if len(parts) < 2 or any(len(group) != _GROUP for group in groups[1:]):  # noqa: PLR2004
        return
    if parts[-1].type not in {*NUMBERS, "PERCENT"} or len(groups[0]) > _GROUP:
        return
    text = ".".join(part.text for part in parts)
    kind = "PERCENT" if parts[-1].type == "PERCENT" else "NUMBER"
    new = stop.made(start, stop.index + 1, kind, text)
    message = "Trong một số không được có dấu cách."
    lexemes = stop.replaced(start, stop.index + 1, new)
    yield Repair("E103", parts[0], message, f"Viết {text}.", lexemes)


_SIGNS = frozenset({"o/o", "0/0"})


def percent_apart(stop: Stop) -> Iterator[Repair]:
    """80 phần trăm and %80 for 80%."""
    before, here = stop.before, stop.here
    message = "Phần trăm viết bằng dấu % ở sau số."
    if here.type == "T_PERCENT" and stop.index and before.type in NUMBERS:
        new = stop.made(stop.index - 1, stop.index + 1, "PERCENT", f"{before.text}%")
        lexemes = stop.replaced(stop.index - 1, stop.index + 1, new)
        yield Repair("E103", before, message, f"Viết {new.text}.", lexemes)
    if stop.index and stop.written(stop.index, stop.index + 3).casefold() in _SIGNS:
        new = stop.made(stop.index - 1, stop.index + 3, "PERCENT", f"{before.text}%")
        lexemes = stop.replaced(stop.index - 1, stop.index + 3, new)
        yield Repair("E103", before, message, f"Viết {new.text}.", lexemes)
    after = stop.lexemes[stop.index + 1 : stop.index + 2]
    if here.text == "%" and after and after[0].type in NUMBERS:
        new = stop.made(stop.index, stop.index + 2, "PERCENT", f"{after[0].text}%")
        lexemes = stop.replaced(stop.index, stop.index + 2, new)
        yield Repair("E103", here, message, f"Viết {new.text}.", lexemes)


_IN_WORDS = {
    "khong": "0",
    "khong tinh diem": "0",
    "khong co diem": "0",
    "khong cham diem": "0",
    "khong duoc diem": "0",
    "nua": "0,5",
    "mot": "1",
    "mot ruoi": "1,5",
    "hai": "2",
    "hai ruoi": "2,5",
    "ba": "3",
    "bon": "4",
    "nam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
    "muoi": "10",
    "hai muoi": "20",
    "mot tram": "100",
}


def number_in_words(stop: Stop) -> Iterator[Repair]:
    """`hai điểm` for `2 điểm`."""
    if stop.at_end or not stop.accepts & NUMBERS:
        return
    for length in (3, 2, 1):
        end = stop.index + length
        number = _IN_WORDS.get(stop.bare_words(stop.index, end))
        if number is None or end > len(stop.lexemes):
            continue
        kind = "NUMBER" if "," in number else "INT"
        written = stop.written(stop.index, end)
        new = stop.made(stop.index, end, kind, number)
        lexemes = stop.replaced(stop.index, end, new)
        message = f"“{written}”: số phải viết bằng chữ số."
        sure = length < 3  # noqa: PLR2004 - does not apply, or 0?
        yield Repair("E103", stop.here, message, f"Viết {number}.", lexemes, sure=sure)


def number_twice(stop: Stop) -> Iterator[Repair]:
    """`2 (hai) điểm`."""
    if stop.here.type != "_OPEN" or stop.before.type not in NUMBERS:
        return
    close = next((i for i in range(stop.index, len(stop.lexemes)) if _closes(stop, i)), None)
    if close is None or bare(stop.written(stop.index + 1, close)) not in _IN_WORDS:
        return
    shown = stop.written(stop.index, close + 1)
    lexemes = stop.replaced(stop.index, close + 1)
    message = f"Thừa “{shown}”: số chỉ viết một lần, bằng chữ số."
    yield Repair("E103", stop.here, message, f"Bỏ “{shown}”.", lexemes)


def _closes(stop: Stop, index: int) -> bool:
    return stop.lexemes[index].type == "_CLOSE"


_FRACTIONS = {"1/2": "0,5", "1/4": "0,25", "3/4": "0,75", "3/2": "1,5", "1/5": "0,2", "1/10": "0,1"}


def fraction(stop: Stop) -> Iterator[Repair]:
    """1/2 for 0,5, where a formula cannot stand."""
    start = stop.index - 1
    if start < 0 or stop.kinds(start, start + 3) != ("INT", "SLASH", "INT"):
        return
    written = stop.lexemes[start].text + "/" + stop.lexemes[start + 2].text
    number = _FRACTIONS.get(written)
    if number:
        new = stop.made(start, start + 3, "NUMBER", number)
        lexemes = stop.replaced(start, start + 3, new)
        message = f"“{written}”: ở đây phải viết số thập phân."
        yield Repair("E103", stop.lexemes[start], message, f"Viết {number}.", lexemes)


def points_missing(stop: Stop) -> Iterator[Repair]:
    """`TIÊU CHÍ 1.1 "…": 2` without điểm."""
    before = stop.before
    if "POINTS" not in stop.accepts or before.type not in NUMBERS or not stop.index:
        return
    message = f"Thiếu chữ “điểm” sau số {before.text}."
    lexemes = stop.inserted(stop.index, "POINTS", "điểm")
    yield Repair("E105", before, message, f"Viết {before.text} điểm.", lexemes)


def points_turned(stop: Stop) -> Iterator[Repair]:
    """`điểm 2` for `2 điểm`."""
    after = stop.lexemes[stop.index + 1 : stop.index + 2]
    if stop.here.type == "POINTS" and after and after[0].type in NUMBERS:
        lexemes = stop.replaced(stop.index, stop.index + 2, after[0], stop.here)
        shown = f"{after[0].text} điểm"
        yield Repair("E105", stop.here, "Số đứng trước chữ “điểm”.", f"Viết {shown}.", lexemes)


def maximum_for_points(stop: Stop) -> Iterator[Repair]:
    """`: 5 điểm tối đa` for `: 5 điểm`."""
    if stop.here.type == "MAXIMUM" and stop.index and stop.before.type in NUMBERS:
        new = stop.here._replace(type="POINTS", text="điểm")
        lexemes = stop.replaced(stop.index, stop.index + 1, new)
        message = f"Sau số {stop.before.text} chỉ viết “điểm”."
        remedy = f"Viết {stop.before.text} điểm."
        yield Repair("E107", stop.here, message, remedy, lexemes)


def points_unsaid(stop: Stop) -> Iterator[Repair]:
    """`từ 80%:` and `TIÊU CHÍ 1.1 "…": điểm`: the number itself is missing."""
    if not stop.accepts & NUMBERS or stop.before.type != "_COLON":
        return
    if not stop.at_end and stop.here.type != "POINTS":
        return
    lexemes = stop.inserted(stop.index, "INT", "1")
    message = "Dòng này chưa ghi số điểm."
    if stop.whole(lexemes):
        remedy = "Viết số điểm sau dấu hai chấm, ví dụ 0,5."
        yield Repair("E105", stop.before, message, remedy, lexemes, sure=False)
    headed = [*lexemes, stop.before._replace(type="POINTS", text="điểm")]
    if stop.at_end and stop.whole(headed):
        remedy = "Viết số điểm sau dấu hai chấm, ví dụ: 2 điểm."
        yield Repair("E105", stop.before, message, remedy, headed, sure=False)


SURE = (
    decimal_point,
    letters_in_number,
    power_of_ten,
    spaced_number,
    percent_apart,
    number_twice,
    number_in_words,
    fraction,
    maximum_for_points,
    points_turned,
    points_missing,
    points_unsaid,
)
