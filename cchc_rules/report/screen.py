"""Text in, what a terminal shows out: colour only where it is wanted, nothing that acts."""

import os
import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

# Compiled where they are first used: such large sets take milliseconds.
_ACTING = "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]"
_UNUSUAL = "[^\x00-\u02ff\u1e00-\u1eff\u2000-\u2e7f]"
_WIDE = frozenset("WF")


class Style(StrEnum):
    """How a piece of text stands out; the value is its terminal code."""

    PLAIN = ""
    STRONG = "1"
    FAINT = "2"
    GOOD = "32"
    FAIR = "33"
    BAD = "31"
    HEAD = "1;36"


@record()
class Screen:
    """Where text goes: `width` None is a file or a pipe, whose lines are as long as they need."""

    width: int | None = None
    colour: bool = False

    def paint(self, text: str, style: Style) -> str:
        """Return `text` in `style`, or as it is where there is no colour."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and style and text else text


PAPER = Screen()
"""A pipe or a file."""


def screen_of(stream: "TextIO", environment: "Mapping[str, str] | None" = None) -> Screen:
    """Return what `stream` can show: a terminal's width and colours, or a plain pipe."""
    known = os.environ if environment is None else environment
    if not stream.isatty():
        return Screen()
    colour = not known.get("NO_COLOR") and known.get("TERM") != "dumb"
    if os.name == "nt":  # an old console prints the codes instead of obeying them
        colour = colour and any(name in known for name in ("WT_SESSION", "TERM", "ANSICON"))
    import shutil  # not before: a pipe has no size, and this import is slow

    return Screen(shutil.get_terminal_size((100, 25)).columns, colour)


def printable(text: str) -> str:
    """Return `text` on one line, whatever would move the cursor or turn the writing made visible.

    Names of units and texts of cells come from many offices and may hold anything.
    """
    return text if text.isprintable() else re.sub(_ACTING, _shown, text)


def _shown(match: re.Match[str]) -> str:
    return " " if match.group() in "\n\r\t\u2028\u2029" else "\ufffd"


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    if text.isascii() or not re.search(_UNUSUAL, text):
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in _WIDE)
        for letter in text
    )


def wrap(text: str, columns: int) -> list[str]:
    """Break `text` between words, or inside a word that is too long, at `columns`."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width(joined) <= columns:
            lines[-1] = joined
            continue
        pieces = list(_pieces(word, columns))
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines


def _pieces(word: str, columns: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if width(pieces[-1] + letter) > columns and pieces[-1]:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def fold(text: str, screen: Screen, indent: str = "  ") -> str:
    """Indent `text` and break it at the screen's width."""
    if screen.width is None:
        return indent + text
    return "\n".join(indent + line for line in wrap(text, max(20, screen.width - len(indent))))
