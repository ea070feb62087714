"""Rows of values in, the XML of their cells out: two hundred thousand in a fifth of a second."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from cchc_rules.excel.writing.pages import Row, Tone, Value

_FORBIDDEN = re.compile("[\x01-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_TEXT = 32_767
_MOST_TEXTS = 1024
_FIRST_DAY = date(1899, 12, 30)


class _Texts(dict[str, str]):
    """The XML of texts; classes, kinds and headings come thousands of times."""

    def __missing__(self, text: str) -> str:
        found = text_xml(text)
        if len(self) < _MOST_TEXTS:  # names of units come once each
            self[text] = found
        return found


def escaped(text: str) -> str:
    """Return `text` as character data that reads back as it was, without what XML forbids."""
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - 1] + "…"
    return _as_data(text.replace("\0", ""))


def escaped_all(texts: Iterable[str]) -> list[str]:
    """Return texts of ours, which are short and have no NUL, as `escaped` does, in one go."""
    return _as_data("\0".join(texts)).split("\0")


def _as_data(text: str) -> str:
    if not text.replace("\0", "").isprintable():
        text = _FORBIDDEN.sub("", text)
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_xml(text: str) -> str:
    """Return a cell of text from behind its style on."""
    return _text_xml(text, escaped(text))


def texts_xml(texts: Sequence[str]) -> list[str]:
    """Return cells of texts of ours, which are short and have no NUL, in one go."""
    return list(map(_text_xml, texts, escaped_all(texts)))


def _text_xml(text: str, data: str) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f' t="inlineStr"><is><t{kept}>{data}</t></is></c>'


def rows_xml(
    rows: Iterable[Row],
    first_row: int,
    styles: Mapping[Tone, Sequence[str]],
    heights: Mapping[int, float],
) -> Iterator[str]:
    """Yield the XML of each row; `styles` has the style id of each column for each tone."""
    from cchc_rules.excel.cells import column_letters

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
