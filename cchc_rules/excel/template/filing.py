"""A unit's name in, a file name out: safe on every system, and it still says whose form it is."""

from __future__ import annotations

import re
import unicodedata

from cchc_rules.text import clean

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST = 150
"""In bytes, so that a number, an ending and a lock of a spreadsheet program find room."""
ENDING = ".xlsx"


class FileNames:
    """Gives each unit of one folder its own name."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, *parts: str) -> str:
        """Return a name of these parts that was not given yet; no part is used as a path."""
        base = " ".join(filter(None, map(_safe, parts))) or "phieu"
        base = _shortened(f"_{base}" if _RESERVED.fullmatch(base) else base)
        wanted, count = base, 1
        while _key(wanted) in self._taken:
            count += 1
            wanted = f"{base} ({count})"
        self._taken.add(_key(wanted))
        return wanted + ENDING


def _safe(part: str) -> str:
    shown = "".join(letter for letter in part if unicodedata.category(letter) not in _INVISIBLE)
    return clean(_FORBIDDEN.sub(" ", shown)).strip(" .~$-")


_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


def _shortened(text: str) -> str:
    return text.encode()[:_LONGEST].decode(errors="ignore").strip(" .")


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
