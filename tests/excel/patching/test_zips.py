"""Zips as other programs write them: only the exchanged members differ."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.patching.zips import exchanged, read_archive

NEW = "mới ".encode() * 100


def streamed() -> bytes:
    """Make a zip as to a pipe: sizes follow the data."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a", "b", "c"):
            archive.writestr(name, name.encode() * 99)
    return pipe.getvalue()


def plain(method: int, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name in ("a", "b", "c"):
            info = zipfile.ZipInfo(f"{name}", (1999, 12, 31, 1, 2, 4))
            info.comment, info.extra = b"?" * 9, struct.pack("<HHI", 0xCAFE, 4, 7)
            info.compress_type, info.external_attr = method, 0o644 << 16
            archive.writestr(info, name.encode() * 99)
        archive.comment = comment
    return buffer.getvalue()


def wide() -> bytes:
    """Make a zip whose every size and offset stands in a wide field, with a wide directory."""
    body, entries = b"", b""
    for name in (b"a", b"b", b"c"):
        data = name * 99
        crc, most = zlib.crc32(data), 0xFFFFFFFF
        extra = struct.pack("<2H2Q", 1, 16, len(data), len(data))
        more = struct.pack("<2HI2H3Q", 0xCAFE, 4, 7, 1, 24, len(data), len(data), len(body))
        head = (45, 0, 0, 0, 33, crc, most, most, 1)
        entries += struct.pack("<4s6H3I5H2I", b"PK\1\2", 45, *head, len(more), 0, 0, 0, 0, most)
        entries += name + more
        body += struct.pack("<4s5H3I2H", b"PK\3\4", *head, len(extra)) + name + extra + data
    end = len(body) + len(entries)
    record = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, 3, 3, len(entries), len(body))
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, end, 1)
    closing = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, *[0xFFFFFFFF] * 2, 0)
    return body + entries + record + locator + closing


def stored() -> bytes:
    return plain(zipfile.ZIP_STORED)


def commented() -> bytes:
    return plain(zipfile.ZIP_DEFLATED, "chú thích".encode())


MAKERS = [streamed, stored, commented, wide]


def infos(data: bytes) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return [
            (i.filename, i.date_time, i.comment, i.external_attr, i.compress_type, archive.read(i))
            for i in archive.infolist()
        ]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("name", ["a", "b", "c"])
@pytest.mark.parametrize("new", [NEW, b"", None])
def test_one_member_is_exchanged_and_the_others_are_copied(
    make: Callable[[], bytes], name: str, new: bytes | None
) -> None:
    old = make()
    data = b"".join(exchanged(read_archive(old), {name: new}))
    before, after = read_archive(old), read_archive(data)
    raw = {member.name: before.raw(member) for member in before.members}
    for member in after.members:
        assert (member.name == name) != (after.raw(member) == raw[member.name])
    expected = [info for info in infos(old) if new is not None or info[0] != name]
    known = [(*info[:5], new if info[0] == name else info[5]) for info in expected]
    assert infos(data) == known
    with zipfile.ZipFile(io.BytesIO(old)) as one, zipfile.ZipFile(io.BytesIO(data)) as two:
        assert one.comment == two.comment


@pytest.mark.parametrize("make", MAKERS)
def test_nothing_exchanged_is_the_same_file(make: Callable[[], bytes]) -> None:
    assert b"".join(exchanged(read_archive(make()), {})) == make()


@pytest.mark.parametrize("make", MAKERS)
def test_what_is_added_comes_last(make: Callable[[], bytes]) -> None:
    old, added = make(), {"xl/mới.xml": NEW, "d": b""}
    data = b"".join(exchanged(read_archive(old), {"b": None}, added))
    kept = [info for info in infos(old) if info[0] != "b"]
    now = infos(data)
    assert now[:2] == kept
    assert {info[0]: info[5] for info in now[2:]} == added
    assert b"".join(exchanged(read_archive(data), {})) == data


def test_something_before_the_zip_is_refused() -> None:
    with pytest.raises(RefusalError, match="nén lạ"):
        read_archive(b"MZ" + plain(zipfile.ZIP_STORED))


def test_members_that_overlap_are_refused() -> None:
    data = bytearray(plain(zipfile.ZIP_STORED))
    at = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4)
    data[at + 42 : at + 46] = struct.pack("<I", 0)
    with pytest.raises(RefusalError):
        read_archive(bytes(data))


def test_something_behind_the_directory_is_refused() -> None:
    with pytest.raises(RefusalError):
        read_archive(plain(zipfile.ZIP_STORED) + b"\0" * 9)
