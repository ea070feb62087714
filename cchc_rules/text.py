"""Vietnamese text in, comparable keys out: Unicode form, letter case and tone placement folded."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TONES = "\u0300\u0301\u0303\u0309\u0323"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")
_WORDS = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    """Return `text` in NFC without invisible characters, every run of blanks as one space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text.translate(_INVISIBLE))).strip()


def _tone_last(match: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFD", match.group())
    tones = "".join(letter for letter in letters if letter in TONES)
    return "".join(letter for letter in letters if letter not in TONES) + tones


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Return the key under which names are equal: hoà = hòa, NFD = NFC, Hồ_Sơ = hồ_sơ."""
    if name.isascii():
        return name.casefold()
    composed = unicodedata.normalize("NFC", name).casefold()
    return _WORDS.sub(_tone_last, composed)


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Return `text` in small letters without any mark: "Điện Biên" is "dien bien"."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    letters = (letter for letter in decomposed if not unicodedata.combining(letter))
    return "".join(letters).replace("đ", "d")


@lru_cache(maxsize=65536)
def fold_title(text: str) -> str:
    """Return the key under which titles and headers are equal: blanks, case and tones folded."""
    return fold_name(clean(text).replace("_", " "))


def words(text: str) -> tuple[str, ...]:
    """Return the bare words of `text`, without punctuation."""
    return tuple(_WORDS.findall(bare(clean(text))))


def nearest(name: str, known: Iterable[str], cutoff: float = 0.7) -> str | None:
    """Return the one of `known` that `name` was probably meant to be, or None."""
    from difflib import get_close_matches

    by_bare = {bare(candidate): candidate for candidate in known}
    found = get_close_matches(bare(name), by_bare, n=1, cutoff=cutoff)
    return by_bare[found[0]] if found else None


def shortened(text: str, most: int = 40) -> str:
    """Return `text`, cut where it is too long for a message."""
    return text if len(text) <= most else text[: most - 1] + "…"


def letters_apart(left: str, right: str, most: int) -> int:
    """Return how many letters differ (added, left out, changed, swapped); above `most`: any."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return last[-1]
