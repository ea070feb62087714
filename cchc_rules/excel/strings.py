"""xl/sharedStrings.xml in, the text of each index out."""

import re
from typing import TYPE_CHECKING

from cchc_rules.excel.parts import parse_xml
from cchc_rules.excel.texts import RunReader, Runs, UnfamiliarError, decode, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIMPLE = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_NAMED_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)


def is_plain_utf8(data: bytes) -> bool:
    """Say whether a part declares no other encoding, and starts as UTF-8 does."""
    return data[:1] == b"<" and not _NAMED_ENCODING.match(data)


class SharedStrings:
    """The texts that cells refer to by number; plain ones are decoded when they are asked for."""

    def __init__(self, data: bytes) -> None:
        self._simple: Sequence[bytes] = ()
        self._parsed: list[str | Runs] | None = None
        if not self._read_simply(data):
            reader = RunReader("si")
            parse_xml(data, reader.start, reader.end, reader.text)
            self._parsed = [joined(runs) for runs in reader.found]

    def _read_simply(self, data: bytes) -> bool:
        """Read strings without runs; what is left without them must be a plain document."""
        if not is_plain_utf8(data) or b"<!" in data:
            return False
        parts = _SIMPLE.split(data)
        rest = b"".join(parts[::2])
        if b"<si" in rest:
            return False
        self._simple = parts[1::2]
        try:
            decode(b"\n".join(self._simple))
        except UnfamiliarError:
            return False
        parse_xml(rest, lambda _tag, _attributes: None)
        return True

    def __len__(self) -> int:
        return len(self._simple if self._parsed is None else self._parsed)

    def __getitem__(self, index: int) -> str | Runs:
        """Return the text as written, or its runs where some have a font of their own."""
        if self._parsed is not None:
            return self._parsed[index]
        raw = self._simple[index]
        return raw.decode() if b"&" not in raw and b"\r" not in raw else decode(raw)
