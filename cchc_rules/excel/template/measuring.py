"""A text and the width of its column in, the lines that it takes there out.

Spreadsheet programs fit rows to wrapped text only when a person asks, never in merged cells, and
LibreOffice and Excel differ: so heights are stored, from the advance widths of Times New Roman.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SIZE = 12
"""The size of the body text, in points; the default font of the workbook has it too."""
LINE = 15.75
"""The height of a line at SIZE."""
HIGHEST = 409
"""No program has higher rows."""
_EM = 1000
_PIXELS = 96 / 72
_PADDING = 8
_SAFETY = 1.04
_BOLD_CAPITAL, _BOLD_SMALL = 1.05, 1.085
_HORN = 70
"""What ơ and ư are wider than o and u."""
_WIDTHS = (
        (180, "'"), (200, "|"), (250, " ,."), (278, "/:;ijlt\\"), (333, "!()-I[]`frs"),
        (389, "Js"), (408, '"'), (444, "?acez"), (469, "^"), (500, "#$*0123456789_bdghknopquvxy–"),
        (541, "~"), (556, "FPS"), (564, "+<=>"), (611, "ELTZ"), (667, "BCR"),
        (722, "ADGHKNOQUVXYw"), (778, "&m"), (833, "%"), (889, "M"), (921, "@"), (944, "W"),
        (1000, "…—"),
)  # fmt: skip
_OF = {letter: width for width, letters in _WIDTHS for letter in letters}


@lru_cache(maxsize=4096)
def _letter(letter: str) -> int:
    plain = "d" if letter == "đ" else "D" if letter == "Đ" else letter
    base = unicodedata.normalize("NFD", plain)
    return _OF.get(base[0], 600) + (_HORN if "\u031b" in base else 0)


@lru_cache(maxsize=8192)
def _word(word: str, bold: bool) -> float:
    if not bold:
        return sum(map(_letter, word))
    return sum(
        _letter(letter)
        * (_BOLD_CAPITAL if letter.isupper() else _BOLD_SMALL if letter.isalpha() else 1)
        for letter in word
    )


def width_of(text: str, *, size: float = SIZE, bold: bool = False) -> float:
    """Return the width of a line of text in pixels at 96 dpi."""
    return _word(text, bold) / _EM * size * _PIXELS


def lines_of(text: str, pixels: float, *, size: float = SIZE, bold: bool = False) -> int:
    """Return how many lines `text` takes in a column of so many pixels; at least one."""
    room = (pixels - _PADDING) / _SAFETY
    return sum(_wrapped(part, room, size, bold) for part in text.split("\n"))


def _wrapped(text: str, room: float, size: float, bold: bool) -> int:
    count, used, blank = 1, 0.0, width_of(" ", size=size, bold=bold)
    for word in text.split():
        width = width_of(word, size=size, bold=bold)
        if used and used + blank + width > room:
            count, used = count + 1, 0.0
        used += width + (blank if used else 0)
        if used > room:  # a word that is longer than a line is broken
            count += int(used // room)
            used %= room
    return count


def height_of(lines: float, *, size: float = SIZE) -> float:
    """Return the height of a row that shows so many lines."""
    return min(lines * LINE * size / SIZE + 3, HIGHEST)
