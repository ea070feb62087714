"""Slips in the names of figures: blanks, other signs, keywords, quotes, none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.keywords import BY_TERMINAL
from cchc_rules.parsing.mistakes.stop import Repair
from cchc_rules.parsing.names import DECLARING, name_words
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.parsing.mistakes.stop import Stop

_LONGEST = 12
_JOINS = frozenset({"AND", "OR"})


def declared_badly(stop: Stop) -> Iterator[Repair]:
    """`SỐ LIỆU hồ sơ:`, `SỐ LIỆU ngày:`, `SỐ LIỆU hồ-sơ:`, `SỐ LIỆU "hồ_sơ":`, `SỐ LIỆU 1_a:`."""
    words = name_words(stop.lexemes) if stop.lexemes[0].type in DECLARING else []
    if not words:
        return
    start = stop.lexemes.index(words[0])
    written = stop.written(start, start + len(words))
    name = stop.names.declared_as(words)
    new = stop.made(start, start + len(words), "NAME", name)
    lexemes = stop.replaced(1, start + len(words), new)
    message = f"“{written}” không phải một cái tên: tên chỉ gồm chữ, số và gạch dưới."
    remedy = f"Viết {name}."
    if len(words) == 1 and words[0].type in BY_TERMINAL:
        message = f"“{written}” là từ khóa, không dùng làm tên được."
        remedy = f"Đặt tên khác, dài hơn, nối bằng gạch dưới, ví dụ {name}_1."
    elif all(word.text[:1].isalpha() for word in words):
        message = f"Tên “{written}” có dấu cách."
        remedy = f"Nối bằng gạch dưới: {name}."
    yield Repair("E108", words[0], message, remedy, lexemes)


def name_missing(stop: Stop) -> Iterator[Repair]:
    """`SỐ LIỆU: số đếm "…"`."""
    if stop.index == 1 and stop.accepts == {"NAME"} and stop.here.type == "_COLON":
        lexemes = stop.inserted(1, "NAME", "…")
        message = f"Dòng {stop.lexemes[0].text} này chưa có tên."
        remedy = f"Đặt tên sau {stop.lexemes[0].text}, nối bằng gạch dưới, ví dụ số_hồ_sơ."
        yield Repair("E108", stop.lexemes[0], message, remedy, lexemes, sure=False)


def words_as_name(stop: Stop) -> Iterator[Repair]:
    """`hồ sơ đúng hạn` for `hồ_sơ_đúng_hạn`, where the file declares that name."""
    for number, line in stop.physical():
        for start, end, name in stop.names.pieces(line):
            lexemes = stop.relexed(number, f"{line[:start]}{name}{line[end:]}")
            near = stop.lexeme_at(number, start + 1)
            message = f"Tên “{line[start:end]}” viết rời."
            remedy = f"Nối bằng gạch dưới: {name}."
            told = name in stop.names.misnamed.values()
            yield Repair("E108", near, message, remedy, lexemes, told=told)


def unknown_words_as_name(stop: Stop) -> Iterator[Repair]:
    """The same where no such name is declared: up to the stop, words become one name."""
    for length in range(_LONGEST, 1, -1):
        for start in range(max(stop.index - length, 1), stop.index + 1):
            end = start + length
            window = stop.lexemes[start:end]
            plain = all(
                stop.is_word(i) and not stop.is_name(i) and stop.lexemes[i].type not in _JOINS
                for i in range(start, min(end, len(stop.lexemes)))
            )
            if end > len(stop.lexemes) or not plain:
                continue
            name = "_".join(x.text.replace(" ", "_") for x in window)
            lexemes = stop.replaced(start, end, stop.made(start, end, "NAME", name))
            message = f"Tên “{stop.written(start, end)}” viết rời."
            remedy = f"Nối bằng gạch dưới: {name}."
            yield Repair("E108", window[0], message, remedy, lexemes, sure=False)


def kind_in_pieces(stop: Stop) -> Iterator[Repair]:
    """`đối tượng: xã; đặc khu`."""
    if stop.lexemes[0].type == "KINDS" and stop.is_word(stop.index) and stop.index > 2:  # noqa: PLR2004
        yield from unknown_words_as_name(stop)


def quoted_name(stop: Stop) -> Iterator[Repair]:
    """`chấm theo "tỷ_lệ"`."""
    for index, lexeme in enumerate(stop.lexemes):
        name = lexeme.text[1:-1]
        if lexeme.type == "TEXT" and fold_title(name) in stop.names.types and " " not in name:
            lexemes = stop.replaced(index, index + 1, lexeme._replace(type="NAME", text=name))
            message = "Tên không đặt trong dấu nháy."
            yield Repair("E108", lexeme, message, f"Viết {name}.", lexemes)


def keyword_as_name(stop: Stop) -> Iterator[Repair]:
    """`đối tượng: phần; xã`: a keyword cannot be a name."""
    here = stop.here
    if "NAME" not in stop.accepts or here.type not in BY_TERMINAL or stop.at_end:
        return
    lexemes = stop.replaced(stop.index, stop.index + 1, here._replace(type="NAME"))
    message = f"“{here.text}” là từ khóa, không dùng làm tên được."
    remedy = f"Đặt tên khác, dài hơn, ví dụ {here.text.replace(' ', '_')}_1."
    yield Repair("E108", here, message, remedy, lexemes, sure=False)


SURE = (
    declared_badly,
    name_missing,
    words_as_name,
    kind_in_pieces,
    quoted_name,
)
POSSIBLE = (
    keyword_as_name,
    unknown_words_as_name,
)
