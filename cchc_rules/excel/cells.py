"""One cell's XML in, what it holds out: value, format, formula, text of old fonts as Unicode."""

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from cchc_rules import numeric
from cchc_rules.excel.guard import damaged, excessive
from cchc_rules.excel.legacy import legacy_font, to_unicode
from cchc_rules.excel.limits import LAST_COLUMN
from cchc_rules.excel.styles import PLAIN, Style, whole
from cchc_rules.excel.texts import UnfamiliarError, decode, unescape
from cchc_rules.facts.raw import BLANK, PENDING, Day, Failure, Number, Raw, Text, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.excel.strings import SharedStrings
    from cchc_rules.excel.texts import Runs

    Cut = tuple[bytes | None, ...]

_CELL = (
    rb'((?: (?:s|t|cm|vm|ph)="[A-Za-z0-9]*")*)'
    rb"(?: ?/>|>"
    rb'(?:<f((?: [a-z0-9A-Z]+="[^"<>&\x00-\x1f\x7f-\xff]*")*)(?: ?/>|>([^<]*)</f>))?'
    rb'(?:<v>([^<]*)</v>|(<v ?/>)|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?'
    rb"</c>)"
)
PIECE = re.compile(_CELL + rb'\s*(?:<c r="([A-Z]{1,3}))?')
"""A cell from behind its address to the column of the next: attributes, formula, value, text."""

ATTRIBUTES, SHARED, FORMULA, VALUE, NO_VALUE, INLINE, FOLLOWING = range(1, 8)
WHOLE_CELL = re.compile(rb'\s*<c r="([A-Z]{1,3})([0-9]+)"' + _CELL)
"""A cell with its address: its column and its row come before what PIECE has."""

_STYLE = re.compile(rb' s="([^"]*)"')
_TYPE = re.compile(rb' t="([^"]*)"')
_AREA = re.compile(rb' ref="([A-Z0-9:]*)"')
_NAME = re.compile(rb" ([A-Za-z0-9:]+)=")
_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*", re.ASCII)
_SHORT = 15
_EPOCH_1904 = 1462
_LOST = "mất chuỗi chữ"
_NUMBERS = frozenset({"", "n"})
_MOST_SEEN = 10_000


class Content(NamedTuple):
    """What a cell holds; `formula` is "" where it is shared with a cell before."""

    raw: Raw
    style: Style = PLAIN
    formula: str | None = None
    converted: bool = False
    """Whether its text was typed for a TCVN3 font and is now Unicode."""
    area: str = ""
    """The cells that its formula fills, if it is an array formula."""


EMPTY = Content(BLANK)


class CellMaker:
    """Makes contents of one workbook: it knows its strings, its styles and its epoch."""

    def __init__(
        self, strings: "SharedStrings", styles: "Sequence[Style]", *, from_1904: bool = False
    ) -> None:
        self.strings = strings
        self.styles = styles
        self.shift = _EPOCH_1904 if from_1904 else 0
        self.arrays = False
        """Whether an array formula was read."""
        self._attributes: dict[bytes, tuple[str, Style]] = {}
        self.seen = _Seen(self.content)
        """What a matched cell holds, by its groups."""

    def style(self, number: int) -> Style:
        """Return the style of an id."""
        return self.styles[number] if 0 <= number < len(self.styles) else PLAIN

    def read(self, piece: bytes) -> tuple[Content, int]:
        """Return the content of a piece and the column of the next cell, 0 at a row's end."""
        found = PIECE.fullmatch(piece)
        if found is None:
            raise UnfamiliarError
        *parts, after = found.groups()
        return self.content(*parts), column_number(after) if after else 0

    def content(  # noqa: PLR0913, PLR0917 - the groups of a matched cell
        self,
        attributes: bytes,
        shared: bytes | None,
        formula: bytes | None,
        value: bytes | None,
        empty: bytes | None,
        inline: bytes | None,
    ) -> Content:
        """Return the content of a matched cell."""
        if shared and b'"array"' in shared:
            area = _AREA.search(shared)
            plain = self.content(attributes, b"", formula, value, empty, inline)
            return self.filling(plain, area[1].decode() if area else "")
        kind, style = self._attributes.get(attributes) or self.attributes(attributes)
        if value is not None and len(value) <= _SHORT and value.isdigit():
            if kind in _NUMBERS:
                number = Number(Decimal(value.decode()), style.shown, self.shift)
                return Content(number, style, formula_text(shared, formula))
            if kind == "s" and shared is None and style.legacy is None:
                text = self._shared(value.decode())
                if isinstance(text, str):
                    return Content(Text(unescape(text)), style)
        elif value is None and shared is None and inline is None and empty is None:
            return Content(BLANK, style)
        written = value if inline is None else inline
        decoded = decode(written) if written is not None else "" if empty else None
        return self.make(kind, style, decoded, formula_text(shared, formula))

    def make(
        self,
        kind: str,
        style: Style,
        value: "str | Runs | None",
        formula: str | None = None,
    ) -> Content:
        """Return a cell's content: its type attribute, its value as text and its formula."""
        if value is None or (value == "" and kind not in {"str", "inlineStr"}):
            raw: Raw = BLANK if formula is None else PENDING
            return Content(raw, style, formula)
        if kind == "s":
            value = self._shared(str(value))
        if value is None:
            return Content(Failure(_LOST), style, formula)
        if isinstance(value, tuple) or kind in {"s", "str", "inlineStr"}:
            text, converted = _as_unicode(value, style)
            return Content(Text(text), style, formula, converted)
        return Content(self._value(kind, style, value), style, formula)

    def filling(self, content: Content, area: str) -> Content:
        """Return the first cell of an array formula that fills `area`."""
        self.arrays = True
        return content._replace(area=area)

    def _shared(self, index: str) -> "str | Runs | None":
        place = whole(index.strip())
        return self.strings[place] if 0 <= place < len(self.strings) else None

    def _value(self, kind: str, style: Style, text: str) -> Raw:
        match kind:
            case "n" | "":
                number = exact_number(text)
                return Failure(text) if number is None else Number(number, style.shown, self.shift)
            case "b":
                return Truth(text.strip() in {"1", "true"})
            case "e":
                return Failure(text)
            case "d":
                return _iso_day(text)
            case _:
                return Failure(text)

    def attributes(self, attributes: bytes) -> tuple[str, Style]:
        """Return the type and the style that a cell's attributes name."""
        known = self._attributes.get(attributes)
        if known is None:
            if not are_distinct(attributes):
                raise UnfamiliarError
            kind, style = _TYPE.search(attributes), _STYLE.search(attributes)
            number = whole(style[1].decode()) if style else 0
            known = kind[1].decode() if kind else "", self.style(number)
            self._attributes[attributes] = known
        return known


def matched(piece: bytes) -> "re.Match[bytes]":
    """Match a whole piece; what does not match is left to the strict parser."""
    found = PIECE.fullmatch(piece)
    if found is None or not are_distinct(found[ATTRIBUTES]):
        raise UnfamiliarError
    return found


def following(found: "re.Match[bytes]") -> int:
    """Return the column of the next cell of the row, 0 at its end."""
    return column_number(found[FOLLOWING]) if found[FOLLOWING] else 0


def formula_text(shared: bytes | None, formula: bytes | None) -> str | None:
    """Return the formula of a matched cell; `shared` are the attributes of its element."""
    if shared is None:
        return None
    if shared and not are_distinct(shared):
        raise UnfamiliarError
    if formula is None:
        return ""
    known = _FORMULAS.get(formula)
    if known is None:
        known = decode(formula)
        if len(_FORMULAS) > _MOST_FORMULAS:
            _FORMULAS.clear()
        if len(formula) < _LONG_FORMULA:
            _FORMULAS[formula] = known
    return known


_FORMULAS: dict[bytes, str] = {}
"""What formulas say, by their XML: the forms of one rule set share theirs."""
_MOST_FORMULAS = 20_000
_LONG_FORMULA = 2_000


def exact_number(text: str) -> Decimal | None:
    """Read a stored number as the shortest decimal of at most 15 digits; None if it is none."""
    if len(text) <= _SHORT and text.isdigit() and text.isascii():
        return Decimal(text)
    if not _NUMBER.fullmatch(text):
        return None
    number = numeric.from_double(float(text))
    return number if number.is_finite() else None


def _iso_day(text: str) -> Raw:
    try:
        return Day(date.fromisoformat(text[:10]))
    except ValueError:
        return Failure(text)


def _as_unicode(value: "str | Runs", style: Style) -> tuple[str, bool]:
    """Convert text of old fonts, run by run; say whether anything was."""
    if isinstance(value, str):
        text = unescape(value)
        converted = to_unicode(text, style.legacy) if style.legacy else None
        return (text, False) if converted is None else (converted, True)
    texts: list[str] = []
    changed = False
    for written, font in value:
        text = unescape(written)
        legacy = legacy_font(font) if font else style.legacy
        converted = to_unicode(text, legacy) if legacy else None
        changed = changed or converted is not None
        texts.append(text if converted is None else converted)
    return "".join(texts), changed


def are_distinct(attributes: bytes) -> bool:
    """Say whether no attribute stands twice, which is the one thing that PIECE cannot say."""
    if attributes.count(b"=") <= 1:
        return True
    names = _NAME.findall(attributes)
    return len(names) == len(set(names))


class _Columns(dict[bytes, int]):
    """The number of each column, from 1; a column beyond XFD is refused."""

    def __missing__(self, letters: bytes) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        if not 0 < number <= LAST_COLUMN:
            raise excessive(f"cột {letters.decode('ascii', 'replace')} không có trong bảng tính")
        self[letters] = number
        return number


COLUMNS = _Columns()
column_number = COLUMNS.__getitem__
"""Return the number of a column by its letters."""


class _Seen(dict["Cut", Content]):
    """What cut cells hold; most cells of a form are empty, and equal to others."""

    __slots__ = ("_read",)

    def __init__(self, read: "Callable[..., Content]") -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cut: "Cut") -> Content:
        content = self._read(*cut)
        if len(self) < _MOST_SEEN:
            self[cut] = content
        return content


def column_letters(number: int) -> str:
    """Return the letters of a column."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_REFERENCE = re.compile(r"([A-Z]{1,6})([0-9]{1,12})")


def split_reference(reference: str) -> tuple[int, int]:
    """Return the row and the column of "H12"; what is no cell of a sheet is refused."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise damaged(f"địa chỉ ô lạ “{reference[:20]}”")
    if len(found[1]) > 3:  # noqa: PLR2004 - the letters of XFD
        raise excessive(f"ô {reference} nằm ngoài bảng tính", reference)
    return int(found[2]), column_number(found[1].encode())
