"""Slips in the words inside a line: the wrong one, misspelt, missing, one too many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_rules.keywords import BY_TERMINAL, spell
from cchc_rules.parsing.meant import REVERSED, meant_inside
from cchc_rules.parsing.mistakes.spelling import glued_keywords, nearest_keywords
from cchc_rules.parsing.mistakes.stop import Repair
from cchc_rules.text import bare, fold_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.parsing.mistakes.stop import Stop

_LONGEST = 6
_PLAIN = {
    "_COLON": ":",
    "_EQUALS": "=",
    "PLUS": "+",
    "STAR": "*",
    "SLASH": "/",
}


def _windows(stop: Stop) -> Iterator[tuple[int, int]]:
    """Yield stretches that reach the stop or end just before it, long ones first."""
    for length in range(_LONGEST, 0, -1):
        for start in range(stop.index, stop.index - length - 1, -1):
            end = start + length
            if start >= 0 and end <= len(stop.lexemes):
                yield start, end


_THEN = frozenset({"la", "thi", "duoc"})


def reversed_bound(stop: Stop) -> Iterator[Repair]:
    """`80% trở lên` for `từ 80%`, `80% trở xuống` for `đến 80%`."""
    for start in range(max(stop.index - 3, 0), stop.index + 2):
        end = start + (3 if stop.bare_words(start + 1, start + 4) == "tro ve truoc" else 2)
        kind = REVERSED.get(stop.bare_words(start + 1, end + 1))
        if kind is None or start >= len(stop.lexemes):
            continue
        value = stop.lexemes[start]
        written = stop.written(start, end + 1)
        right = f"{spell(kind)} {value.text}"
        keyword = value._replace(type=kind, text=spell(kind))
        rest = stop.lexemes[end + 1 :]
        if stop.bare_words(end + 1, end + 2) in _THEN:
            rest = [rest[0]._replace(type="_COLON", text=":"), *rest[1:]]
        said = start > 0 and stop.lexemes[start - 1].type
        message = f"“{written}” viết chưa đúng cách."
        if said in {"FROM", "ABOVE", "UP_TO", "BELOW"}:
            kept = spell(str(said))
            lexemes = [*stop.lexemes[:start], value, *rest]
            remedy = f"Chỉ viết {kept} {value.text}."
            yield Repair("E107", value, message, remedy, lexemes, sure=said == kind)
        else:
            lexemes = [*stop.lexemes[:start], keyword, value, *rest]
            yield Repair("E107", value, message, f"Viết {right}.", lexemes)


def wrong_words(stop: Stop) -> Iterator[Repair]:
    """Words that mean a keyword but are none: `lớn hơn` for `trên`, `bằng` for `=`."""
    for start, end in _windows(stop):
        words = bare(stop.written(start, end))
        known = meant_inside()
        for kind in known.get(words) or known.get(stop.bare_words(start, end)) or ():
            if stop.kinds(start, end) == (kind,):
                continue
            written = stop.written(start, end)
            right = _PLAIN.get(kind) or spell(kind)
            new = stop.made(start, end, kind, right)
            lexemes = stop.replaced(start, end, new)
            message = f"“{written}” không phải từ khóa ở đây."
            remedy = f"Thay “{written}” bằng “{right}”."
            strict = stop.lexemes[0].type == "CONSTRAINT" and kind in {"BELOW", "ABOVE"}
            yield Repair("E107", stop.lexemes[start], message, remedy, lexemes, sure=not strict)


_REPEATED = re.compile(r"(?<![\w.])([\w.%]+)\s+\1(?![\w.])", re.IGNORECASE)


def repeated_word(stop: Stop) -> Iterator[Repair]:
    """`đến đến dưới 80%`."""
    for number, line in stop.physical():
        for match in _REPEATED.finditer(line):
            at = match.start(1)
            lexemes = stop.relexed(number, f"{line[: match.end(1)]}{line[match.end() :]}")
            near = stop.lexeme_at(number, at + 1)
            message = f"“{match[1]}” viết hai lần."
            sure = fold_title(match[1]) not in stop.names.types
            remedy = f"Bỏ một “{match[1]}”."
            yield Repair("E107", near, message, remedy, lexemes, sure=sure)


_GLUED = re.compile(r"(?<![\w.])([^\W\d_]+)(\d[\w./]*%?)")


def glued_words(stop: Stop) -> Iterator[Repair]:
    """`từ80%` for `từ 80%`, `SỐ LIỆUhồ_sơ` for `SỐ LIỆU hồ_sơ`."""
    for number, line in stop.physical():
        ends = {match.end(1) for match in _GLUED.finditer(line)}
        for start in (match.start() for match in _WORD.finditer(line)):
            ends |= {start + length for length in glued_keywords(line[start:])}
        for end in sorted(ends, reverse=True):
            near = stop.lexeme_at(number, end + 1)
            lexemes = stop.relexed(number, f"{line[:end]} {line[end:]}")
            shown = line[max(line.rfind(" ", 0, end), 0) : end].strip()
            message = f"Thiếu dấu cách sau “{shown}”."
            yield Repair("E107", near, message, f"Thêm dấu cách sau “{shown}”.", lexemes)


_WORD = re.compile(r"(?<!\w)[^\W\d_]")


def misspelt_word(stop: Stop) -> Iterator[Repair]:
    """A keyword with a letter wrong, inside the line."""
    for start, end in _windows(stop):
        if start == 0 or not all(stop.is_word(i) for i in range(start, end)):
            continue
        if end - start == 1 and stop.is_name(start):
            continue
        written = stop.written(start, end)
        for kind in nearest_keywords(written, BY_TERMINAL)[:4]:
            if stop.kinds(start, end) == (kind,):
                continue
            right = spell(kind)
            lexemes = stop.replaced(start, end, stop.made(start, end, kind, right))
            message = f"Không có từ khóa “{written}”."
            remedy = f"Có phải “{right}” không?"
            apart = stop.lexemes[start - 1].end != stop.lexemes[start].column
            yield Repair("E107", stop.lexemes[start], message, remedy, lexemes, sure=apart)


_MISSING = (
    "IF",
    "FOR",
    "PER",
    "DIGITS",
    "BALLOT",
    "MAXIMUM",
    "UP_TO",
    "FROM",
    "YEAR",
    "AND",
    "REASON",
)
_GUESSED = {"UP_TO", "FROM", "AND"}


def word_missing(stop: Stop) -> Iterator[Repair]:
    """One small word is missing where the line stopped."""
    for kind in _ordered(stop):
        for index in (stop.index, stop.index - 1):
            if index < 1 or (index == stop.index and kind not in stop.accepts):
                continue
            near, right = stop.lexemes[index - 1], spell(kind)
            sure = kind not in _GUESSED or (kind, *stop.kinds(index, index + 2)) in _CLEAR
            message, remedy = f"Thiếu chữ “{right}”.", f"Thêm “{right}” sau “{near.text}”."
            lexemes = stop.inserted(index, kind, right)
            yield Repair("E107", near, message, remedy, lexemes, sure=sure)


_CLEAR: set[tuple[str, ...]] = set()


def _ordered(stop: Stop) -> list[str]:
    """Return the words that may be missing, `mỗi` first before what is counted."""
    after = stop.lexemes[stop.index :]
    counted = after and stop.names.type_of(after[0].text) in {"T_COUNT", "T_NUMBER"}
    return ["PER", *(kind for kind in _MISSING if kind != "PER")] if counted else list(_MISSING)


def needless_words(stop: Stop) -> Iterator[Repair]:
    """Up to three words too many."""
    if stop.index == 0 or stop.at_end:
        return
    for length in (1, 2, 3):
        for start in (stop.index, stop.index - 1):
            end = start + length
            if start < 1 or end > len(stop.lexemes) or end <= stop.index - 1:
                continue
            if not all(stop.is_word(i) and not stop.is_name(i) for i in range(start, end)):
                continue
            written = stop.written(start, end)
            lexemes = stop.replaced(start, end)
            message, remedy = f"Không hiểu “{written}” ở đây.", f"Bỏ “{written}”."
            apart = stop.lexemes[start - 1].end < stop.lexemes[start].column
            plain = not any(x.type in BY_TERMINAL for x in stop.lexemes[start:end])
            sure = apart and plain
            yield Repair("E107", stop.lexemes[start], message, remedy, lexemes, sure=sure)


def needless_tail(stop: Stop) -> Iterator[Repair]:
    """A remark behind a line that is whole without it."""
    if "$END" not in stop.accepts or stop.at_end:
        return
    written = stop.written(stop.index, len(stop.lexemes))
    shown = written if len(written) <= 40 else written[:39] + "…"  # noqa: PLR2004
    message = f"Không hiểu phần “{shown}” ở cuối dòng."
    remedy = "Bỏ phần này; nếu là ghi chú thì đặt sau dấu #."
    yield Repair("E107", stop.here, message, remedy, stop.lexemes[: stop.index], sure=False)


FIRST = (repeated_word, glued_words)
SURE = (reversed_bound, wrong_words, misspelt_word)
POSSIBLE = (word_missing, needless_words, needless_tail)
