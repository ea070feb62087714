"""Rows of values in, the XML of their cells out: two hundred thousand in a fifth of a second."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.writing.pages import Row, Tone, Value

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_TEXT = 32_767
_FIRST_DAY = date(1899, 12, 30)


class _Texts(dict[str, str]):
    """The XML of texts; classes, kinds and headings come thousands of times."""

    def __missing__(self, text: str) -> str:
        found = self[text] = f' t="inlineStr"><is><t{_kept(text)}>{escaped(text)}</t></is></c>'
        return found


def _kept(text: str) -> str:
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""


def escaped(text: str) -> str:
    """Return `text` as character data that reads back as it was, without what XML forbids."""
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - 1] + "…"
    text = _LOOKS_ESCAPED.sub("_x005F_", _FORBIDDEN.sub("", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_xml(text: str) -> str:
    """Return a cell of text from behind its style on."""
    return _Texts()[text]


def rows_xml(
    rows: Iterable[Row],
    first_row: int,
    styles: Mapping[Tone, Sequence[str]],
    heights: Mapping[int, float],
) -> Iterator[str]:
    """Yield the XML of each row; `styles` has the style id of each column for each tone."""
    texts = _Texts()
    starts = {
        tone: [(f'<c r="{column_letters(at)}', f'" s="{style}"') for at, style in enumerate(ids, 1)]
        for tone, ids in styles.items()
    }
    for number, row in enumerate(rows, start=first_row):
        # Most cells are numbers: what they need stands here, for a call would double its time.
        cells = [
            f"{column}{number}{style}><v>{value!s}</v></c>"
            if type(value) is Decimal
            else f"{column}{number}{style}{_ending(value, texts)}"
            for (column, style), value in zip(starts[row.tone], row.values, strict=True)
        ]
        height = heights.get(number)
        tall = f' ht="{height}" customHeight="1"' if height else ""
        yield f'<row r="{number}"{tall}>{"".join(cells)}</row>'


def _ending(value: Value, texts: _Texts) -> str:
    """Return a cell from behind its style on."""
    if isinstance(value, str):
        return texts[value]
    if value is None:
        return "/>"
    if isinstance(value, bool):
        return texts["có" if value else "không"]
    if isinstance(value, date):
        return f"><v>{(value - _FIRST_DAY).days}</v></c>"
    return f"><v>{value}</v></c>"


def note_xml(text: str, number: int, style: str) -> str:
    """Return a row with one line of text."""
    return f'<row r="{number}"><c r="A{number}" s="{style}"{text_xml(text)}</row>'
