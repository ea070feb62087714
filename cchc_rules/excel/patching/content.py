"""A value in, the XML of its cell out; text is never a formula, whatever it starts with."""

import re
from decimal import Decimal

from cchc_rules.numeric import plain
from cchc_rules.records import record

Plain = Decimal | str | bool


@record()
class Cached:
    """The result of the formula that a cell has, and keeps; without one, a plain value."""

    value: Plain


Value = Plain | Cached | None
"""What is written into a cell; None empties it."""

_LONGEST_TEXT = 32_767
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def as_text(value: str) -> str:
    """Return the text that a cell can hold: not too long, and without half letters."""
    whole = _HALF.sub("\ufffd", value)
    return whole if len(whole) <= _LONGEST_TEXT else whole[: _LONGEST_TEXT - 1] + "…"


def cell_xml(reference: str, value: Value, style: str = "", prefix: str = "") -> str:
    """Return the element of a cell; `prefix` is that of its namespace ("x:" or "")."""
    if isinstance(value, Cached):
        value = value.value
    start = f'<{prefix}c r="{reference}"' + (f' s="{style}"' if style else "")
    end = f"</{prefix}c>"
    match value:
        case None:
            return f"{start}/>"
        case bool():
            return f'{start} t="b"><{prefix}v>{int(value)}</{prefix}v>{end}'
        case Decimal():
            return f"{start}><{prefix}v>{plain(value)}</{prefix}v>{end}"
        case str():
            text = _escaped(as_text(value))
            kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
            inside = f"<{prefix}is><{prefix}t{kept}>{text}</{prefix}t></{prefix}is>"
            return f'{start} t="inlineStr">{inside}{end}'


def cached_xml(attributes: str, value: Plain, prefix: str = "") -> tuple[str, str]:
    """Return what stands before and behind the formula of a cell with this result."""
    match value:
        case bool():
            kind, text = ' t="b"', str(int(value))
        case Decimal():
            kind, text = "", plain(value)
        case str():
            kind, text = ' t="str"', _escaped(as_text(value))
    return f"<{prefix}c{attributes}{kind}>", f"<{prefix}v>{text}</{prefix}v></{prefix}c>"


def _escaped(text: str) -> str:
    text = _CONTROL.sub(lambda one: f"_x{ord(one[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", text))
    return text.translate(_MARKUP)
