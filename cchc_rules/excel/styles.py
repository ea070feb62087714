"""xl/styles.xml in, how each style id shows numbers and whether its font is an old one out."""

import re
from functools import lru_cache

from cchc_rules.excel.legacy import Legacy, legacy_font
from cchc_rules.excel.parts import Attributes, parse_xml
from cchc_rules.facts.raw import Shown
from cchc_rules.records import record

_BUILT_IN_PERCENT = frozenset({9, 10})
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[(?!(?:h+|m+|s+)\])[^\]]*\]", re.IGNORECASE)
_SHARED = 1 << 19
"""A part of styles that is larger is not kept."""
_GENERAL = re.compile("general", re.IGNORECASE)


@record()
class Style:
    """What of a cell's style changes the meaning of its content."""

    shown: Shown = Shown.PLAIN
    legacy: Legacy | None = None
    font: str = ""


PLAIN = Style()


def shown_by(code: str) -> Shown:
    """Return how a number format shows a number: by its first section, literals left out."""
    section = _LITERAL.sub("", code).partition(";")[0]
    section = _GENERAL.sub("", _BRACKETS.sub("", section)).casefold()
    if "%" in section:
        return Shown.PERCENT
    return Shown.DATE if any(letter in section for letter in "dmyhs") else Shown.PLAIN


def _built_in(number: int) -> Shown:
    if number in _BUILT_IN_PERCENT:
        return Shown.PERCENT
    return Shown.DATE if number in _BUILT_IN_DATES else Shown.PLAIN


def read_styles(data: bytes) -> list[Style]:
    """Return the style of each id that cells name."""
    return _known_styles(data) if len(data) < _SHARED else _styles(data)


@lru_cache(maxsize=16)
def _known_styles(data: bytes) -> list[Style]:
    """Return the styles of files that share them, as those of one template do."""
    return _styles(data)


def _styles(data: bytes) -> list[Style]:
    reader = _StyleReader()
    parse_xml(data, reader.start, reader.end)
    return reader.styles


class _StyleReader:
    """Gathers fonts and formats, then the cell styles that refer to them."""

    def __init__(self) -> None:
        self.styles: list[Style] = []
        self._fonts: list[str] = []
        self._formats: dict[int, Shown] = {}
        self._inside: list[str] = []
        self._known: dict[Style, Style] = {}

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take what an element says."""
        parent = self._inside[-1] if self._inside else ""
        self._inside.append(tag)
        match parent, tag:
            case "fonts", "font":
                self._fonts.append("")
            case "font", "name" if self._fonts and "fonts" in self._inside:
                self._fonts[-1] = attributes.get("val", "")
            case "numFmts", "numFmt":
                shown = shown_by(attributes.get("formatCode", ""))
                self._formats[whole(attributes.get("numFmtId"))] = shown
            case "cellXfs", "xf":
                self.styles.append(self._style(attributes))
            case _:
                pass

    def end(self, tag: str) -> None:
        """Leave an element."""
        del tag
        self._inside.pop()

    def _style(self, attributes: Attributes) -> Style:
        number, place = whole(attributes.get("numFmtId")), whole(attributes.get("fontId"))
        font = self._fonts[place] if 0 <= place < len(self._fonts) else ""
        shown = self._formats.get(number) or _built_in(number)
        style = Style(shown, legacy_font(font), font)
        return self._known.setdefault(style, style)


def whole(text: str | None) -> int:
    """Return a whole number of an attribute; -1 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1  # noqa: PLR2004
