"""Bytes and edits in, the bytes with the edits made out; nothing else of them changes."""

import codecs
from typing import TYPE_CHECKING, NamedTuple

from cchc_rules.excel.guard import damaged
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable

_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_DECLARATION = 200


class Edit(NamedTuple):
    """What stands from `start` to `end` is replaced by `text`."""

    start: int
    end: int
    text: str


def spliced(data: bytes, edits: "Iterable[Edit]", encoding: str = "utf-8") -> bytes:
    """Make the edits, which do not overlap; those at one place are made in their order."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: one[:2]):
        if edit.start < at:
            raise damaged("các ô chồng lên nhau")
        pieces += [data[at : edit.start], edit.text.encode(encoding, "xmlcharrefreplace")]
        at = edit.end
    return b"".join((*pieces, data[at:]))


@record()
class XmlPart:
    """The XML of a part in an encoding whose markup is ASCII; `encoding` is that of new text."""

    content: bytes
    encoding: str = "utf-8"
    declared: str | None = "utf-8"
    """What a parser is to take the bytes for, whatever they say; None: what they say."""
    wide: bytes = b""
    """The byte order mark of a part that came in UTF-16."""

    def edited(self, edits: "Iterable[Edit]") -> bytes:
        """Return the part with the edits made, in the encoding that it came in."""
        made = spliced(self.content, edits, self.encoding)
        return self.wide + made.decode().encode(_UTF_16[self.wide]) if self.wide else made


def xml_part(data: bytes) -> XmlPart:
    """Look at how a part is encoded."""
    for mark, encoding in _UTF_16.items():
        if data.startswith(mark):
            try:
                return XmlPart(data[len(mark) :].decode(encoding).encode(), wide=mark)
            except UnicodeDecodeError as error:
                raise damaged("bảng mã lạ") from error
    if b"\0" in data:
        raise damaged("bảng mã lạ")
    head = data[:_DECLARATION].partition(b"?>")[0].lower()
    if b"encoding" not in head or b"utf-8" in head:
        return XmlPart(data)
    return XmlPart(data, "ascii", None)
