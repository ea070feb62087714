"""The bytes of a zip in, the same zip with some members exchanged, left out or added out.

Whatever is not exchanged is copied byte for byte: the compressed data, the local header, the entry
of the directory with its flags, extra fields and comment. Only offsets change.
"""

import io
import struct
import zipfile
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_rules.excel.guard import broken_as_refusal, damaged
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LOCAL = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_WIDE_END = struct.Struct("<4sQ2H2I4Q")
_LOCATOR = struct.Struct("<4sIQI")
_FIELD = struct.Struct("<2H")
_WIDE = 0x0001
_WIDE_VALUE = 0xFFFFFFFF
_MOST = 0xFFFF
_COMPUTED = 0b1110
"""Flags that say how the data was compressed and that its sizes follow it."""
_OFFSET_AT = 42
_VERSION, _UTF_8, _NO_DAY = 20, 0x0800, 0x0021
"""What a new member asks for, how its name is written, and the first day that a zip knows."""


@record()
class Member:
    """One member: its entry of the directory, and where its local header and data stand."""

    name: str
    entry: bytes
    start: int
    data: int
    end: int
    """Where the next member, or the directory, begins."""
    size: int
    stored: bool


@record()
class Archive:
    """A zip that was read; `members` in the order of its directory."""

    content: bytes
    members: tuple[Member, ...]
    directory: int
    directory_end: int
    end: int
    """Where the closing record stands."""

    def raw(self, member: Member) -> bytes:
        """Return all bytes of a member: header, name, data, descriptor."""
        return self.content[member.start : member.end]


def read_archive(data: bytes) -> Archive:
    """Find the members of a zip that the guard has let in; an odd one is refused."""
    with broken_as_refusal(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos, directory, comment = archive.infolist(), archive.start_dir, archive.comment
        starts = sorted({info.header_offset for info in infos} | {directory})
        following = dict(pairwise(starts))
        members, at = [], directory
        for info in infos:
            entry = _entry(data, at)
            at += len(entry)
            members.append(_member(data, info, entry, following.get(info.header_offset, 0)))
    end = len(data) - len(comment) - _END.size
    if len(starts) != len(infos) + 1 or data[end : end + 4] != b"PK\x05\x06":
        raise damaged("cấu trúc tệp nén lạ")
    return Archive(data, tuple(members), directory, at, end)


def _entry(data: bytes, at: int) -> bytes:
    found = _ENTRY.unpack_from(data, at)
    return data[at : at + _ENTRY.size + sum(found[10:13])]


def _member(data: bytes, info: zipfile.ZipInfo, entry: bytes, end: int) -> Member:
    start = info.header_offset
    header = _LOCAL.unpack_from(data, start)
    body = start + _LOCAL.size + header[9] + header[10]
    odd = header[0] != b"PK\x03\x04" or body + info.compress_size > end
    if odd or _offset(entry) != start:
        raise damaged("cấu trúc tệp nén lạ")
    stored = info.compress_type == zipfile.ZIP_STORED
    return Member(info.filename, entry, start, body, end, info.file_size, stored)


def _offset(entry: bytes) -> int:
    """Return the offset that an entry names, wherever it says it."""
    found = _ENTRY.unpack_from(entry)
    if found[16] != _WIDE_VALUE:
        return int(found[16])
    return int.from_bytes(entry[_wide_offset_at(entry) :][:8], "little")


def _wide_offset_at(entry: bytes) -> int:
    """Return where the wide field of an entry holds its offset: behind the sizes that it holds."""
    found = _ENTRY.unpack_from(entry)
    at = _ENTRY.size + found[10]
    end = at + found[11]
    while at + _FIELD.size <= end:
        kind, length = _FIELD.unpack_from(entry, at)
        at += _FIELD.size
        if kind == _WIDE:
            return int(at + 8 * sum(value == _WIDE_VALUE for value in found[8:10]))
        at += length
    raise damaged("cấu trúc tệp nén lạ")


def exchanged(
    archive: Archive,
    parts: "Mapping[str, bytes | None]",
    added: "Mapping[str, bytes] | None" = None,
) -> "Iterator[bytes]":
    """Yield the bytes of the zip with the data of `parts` in place of theirs; None leaves out.

    `added` are new members, which come last.
    """
    entries: dict[str, bytes] = {}
    at = min((member.start for member in archive.members), default=archive.directory)
    yield archive.content[:at]
    for member in sorted(archive.members, key=lambda one: one.start):
        if member.name in parts:
            data = parts[member.name]
            if data is None:
                continue
            raw, entry = _rewritten(archive, member, data)
        else:
            raw, entry = archive.raw(member), member.entry
        entries[member.name] = _moved(entry, at)
        at += len(raw)
        yield raw
    listed = [entries[member.name] for member in archive.members if member.name in entries]
    for name, data in (added or {}).items():
        raw, entry = _made(name, data)
        listed.append(_moved(entry, at))
        at += len(raw)
        yield raw
    yield from listed
    yield _ending(archive, len(listed), sum(map(len, listed)), at)


def unplaced(entry: bytes) -> bytes:
    """Return an entry of the directory without what it says of its place."""
    return _moved(entry, 0)


def _moved(entry: bytes, at: int) -> bytes:
    if _ENTRY.unpack_from(entry)[16] != _WIDE_VALUE:
        return entry[:_OFFSET_AT] + struct.pack("<I", at) + entry[_OFFSET_AT + 4 :]
    place = _wide_offset_at(entry)
    return entry[:place] + struct.pack("<Q", at) + entry[place + 8 :]


def _rewritten(archive: Archive, member: Member, data: bytes) -> tuple[bytes, bytes]:
    """Return the bytes of a member with other data, and its entry of the directory."""
    packed = data if member.stored else _deflated(data)
    local = list(_LOCAL.unpack_from(archive.content, member.start))
    entry = list(_ENTRY.unpack_from(member.entry))
    name_at = member.start + _LOCAL.size
    name, extra = (
        archive.content[name_at : name_at + local[9]],
        archive.content[name_at + local[9] :],
    )
    extra = _narrow(extra[: local[10]])
    local[2] &= ~_COMPUTED
    local[6:11] = zlib.crc32(data), len(packed), len(data), len(name), len(extra)
    about = member.entry[_ENTRY.size :]
    title, comment = about[: entry[10]], about[entry[10] + entry[11] :]
    more = _narrow(about[entry[10] : entry[10] + entry[11]])
    entry[3] &= ~_COMPUTED
    entry[7:12] = zlib.crc32(data), len(packed), len(data), len(title), len(more)
    entry[16] = 0
    return (
        b"".join((_LOCAL.pack(*local), name, extra, packed)),
        b"".join((_ENTRY.pack(*entry), title, more, comment)),
    )


def _made(name: str, data: bytes) -> tuple[bytes, bytes]:
    """Return the bytes of a new member, and its entry of the directory."""
    title, packed = name.encode(), _deflated(data)
    flags = 0 if name.isascii() else _UTF_8
    common = (_VERSION, flags, zipfile.ZIP_DEFLATED, 0, _NO_DAY, zlib.crc32(data))
    sizes = len(packed), len(data), len(title), 0
    return (
        _LOCAL.pack(b"PK\x03\x04", *common, *sizes) + title + packed,
        _ENTRY.pack(b"PK\x01\x02", _VERSION, *common, *sizes, 0, 0, 0, 0, 0) + title,
    )


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _narrow(extra: bytes) -> bytes:
    """Leave out the field of wide sizes: the new data needs none."""
    kept, at = [], 0
    while at + _FIELD.size <= len(extra):
        kind, length = _FIELD.unpack_from(extra, at)
        field = extra[at : at + _FIELD.size + length]
        at += len(field)
        if kind != _WIDE:
            kept.append(field)
    return b"".join((*kept, extra[at:]))


def _ending(archive: Archive, count: int, size: int, start: int) -> bytes:
    """Return what follows the entries, with the new count, size and place of the directory."""
    end = list(_END.unpack_from(archive.content, archive.end))
    narrow = {3: count, 4: count, 5: size, 6: start}
    for place, value in narrow.items():
        if end[place] not in {_MOST, _WIDE_VALUE}:
            end[place] = value
    before = archive.content[archive.directory_end : archive.end]
    if before.startswith(b"PK\x06\x06"):
        wide = list(_WIDE_END.unpack_from(before))
        wide[6:10] = count, count, size, start
        locator_at = len(before) - _LOCATOR.size
        locator = list(_LOCATOR.unpack_from(before, locator_at))
        locator[2] = start + size
        middle = before[_WIDE_END.size : locator_at]
        before = b"".join((_WIDE_END.pack(*wide), middle, _LOCATOR.pack(*locator)))
    return b"".join((before, _END.pack(*end), archive.content[archive.end + _END.size :]))
