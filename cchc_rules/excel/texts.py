"""Character data of XML in, the text that a parser would give out; runs of rich text with fonts."""

import re

from cchc_rules.excel.parts import Attributes

_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));", re.ASCII)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SPELLED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
"""The last is the last to be replaced: what it makes is no entity."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_LETTER = 0x10FFFF
_HARMLESS = bytes({*range(32, 127)} - set(b"&<]"))
"""What stands for itself, whoever reads it."""

Run = tuple[str, str]
"""A text and the name of its font ("" for that of the cell)."""
Runs = tuple[Run, ...]


class UnfamiliarError(Exception):
    """XML that the fast reader does not know: the strict parser has to decide."""


def decode(raw: bytes) -> str:
    """Decode character data without markup; what a parser may refuse is unfamiliar."""
    if not raw.translate(None, _HARMLESS):
        return raw.decode()
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise UnfamiliarError from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FORBIDDEN.search(text) or "]]>" in text:
        raise UnfamiliarError
    if "&" not in text:
        return text
    if text.count("&") == sum(map(text.count, _SPELLED)):
        for spelled, letter in _SPELLED.items():
            text = text.replace(spelled, letter)
        return text
    if text.count("&") != len(_ENTITY.findall(text)):
        raise UnfamiliarError
    return _ENTITY.sub(_letter, text)


def _letter(match: re.Match[str]) -> str:
    digits, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    number = int(digits) if digits else int(hexadecimal, 16)
    if number > _LAST_LETTER or _FORBIDDEN.fullmatch(chr(number)):
        raise UnfamiliarError
    return chr(number)


def unescape(text: str) -> str:
    """Undo what Excel does to letters that XML cannot hold (`_x000D_`); control codes vanish."""
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    whole = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return without_controls(whole)


def without_controls(text: str) -> str:
    """Leave out the letters that nothing can show."""
    return _CONTROL.sub("", text)


class RunReader:
    """Gathers the runs of each element `item` (si, is); what is said by phonetic guides is not."""

    def __init__(self, item: str) -> None:
        self.found: list[Runs] = []
        self._item = item
        self._runs: list[Run] = []
        self._font = ""
        self._text: list[str] | None = None
        self._phonetic = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """Enter an element."""
        if tag == self._item:
            self._runs = []
        elif tag == "rPh":
            self._phonetic += 1
        elif tag == "r":
            self._font = ""
        elif tag == "rFont":
            self._font = attributes.get("val", "")
        elif tag == "t" and not self._phonetic:
            self._text = []

    def end(self, tag: str) -> None:
        """Leave an element."""
        if tag == self._item:
            self.found.append(tuple(self._runs))
        elif tag == "rPh":
            self._phonetic -= 1
        elif tag == "r":
            self._font = ""
        elif tag == "t" and self._text is not None:
            self._runs.append(("".join(self._text), self._font))
            self._text = None

    def text(self, data: str) -> None:
        """Take character data."""
        if self._text is not None:
            self._text.append(data)


def joined(runs: Runs) -> str | Runs:
    """Return the text, or its runs where some have a font of their own."""
    return runs if any(font for _, font in runs) else "".join(text for text, _ in runs)
