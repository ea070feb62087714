"""Vietnamese names in, keys in alphabetical order out (a ă â … đ … y, then the tones)."""

import re
import unicodedata

from cchc_rules.text import TONES, clean

_LETTERS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {tone: rank for rank, tone in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}
_PARTS = re.compile(r"[0-9]+|.")

Key = tuple[tuple[tuple[int, int, str], ...], tuple[int, ...]]


def collate(name: str) -> Key:
    """Return the key by which a Vietnamese dictionary sorts `name`; numbers go by size."""
    parts = _PARTS.findall(clean(name).casefold())
    return tuple(_letter(part) for part in parts), tuple(_tone(part) for part in parts)


def _letter(part: str) -> tuple[int, int, str]:
    if "0" <= part[0] <= "9":
        digits = part.lstrip("0")
        return 1, len(digits), digits
    decomposed = unicodedata.normalize("NFD", part)
    letter = unicodedata.normalize("NFC", "".join(x for x in decomposed if x not in TONES))
    if letter in _LETTERS:
        return 2, _LETTERS[letter], ""
    return (3 if part.isalpha() else 0), 0, part


def _tone(part: str) -> int:
    return next((_TONES[x] for x in unicodedata.normalize("NFD", part) if x in _TONES), 0)
