"""Text typed for a TCVN3 (ABC) font in, Unicode out; the name of the cell's font decides."""

import unicodedata
from enum import Enum
from functools import cache

_LATIN_1_END = "\u00ff"


class Legacy(Enum):
    """How text under a font of before Unicode is to be read."""

    TCVN3 = "TCVN3"
    TCVN3_CAPITALS = "TCVN3, chữ hoa"
    VNI = "VNI"


def legacy_font(font: str) -> Legacy | None:
    """Return what a font's name says: `.VnTime`; `.VnTimeH` shows every letter as a capital."""
    name = font.strip()
    if name.casefold().startswith(".vn"):
        return Legacy.TCVN3_CAPITALS if name.endswith("H") else Legacy.TCVN3
    return Legacy.VNI if name.casefold().startswith("vni-") else None


@cache
def _table() -> dict[int, str]:
    import csv
    from importlib import resources

    text = resources.files(__package__).joinpath("tcvn3.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {int(row["tcvn3_codepoint"], 16): row["unicode_nfc"] for row in rows}


def to_unicode(text: str, legacy: Legacy) -> str | None:
    """Convert `text`; None where it is Unicode already (or VNI, which is not converted).

    Its soft hyphens are the letter ư: convert before anything strips them. A letter beyond
    Latin-1 cannot come from such a font: the text was retyped and only the font stayed.
    """
    if legacy is Legacy.VNI or (text.isascii() and legacy is Legacy.TCVN3):
        return None
    if any(letter > _LATIN_1_END for letter in text):
        return None
    converted = unicodedata.normalize("NFC", text.translate(_table()))
    if legacy is Legacy.TCVN3_CAPITALS:
        converted = converted.upper()
    return converted if converted != text else None
