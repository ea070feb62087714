"""The parts of an opened workbook's zip: bytes and relations out, a broken part as a refusal."""

import posixpath
from typing import TYPE_CHECKING
from xml.parsers import expat

from cchc_rules.excel.guard import broken_as_refusal, damaged, excessive
from cchc_rules.excel.limits import MEBIBYTE
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cchc_rules.excel.guard import Opened

CHUNK = 1 << 20
Attributes = dict[str, str]


@record()
class Relation:
    """A link from one part to another, or to something outside of the file."""

    id: str
    type: str
    target: str
    external: bool


def read_part(opened: "Opened", name: str) -> bytes:
    """Return a small part as a whole; b"" if the workbook has none."""
    member = opened.member(name)
    if member is None:
        return b""
    if opened.zip.getinfo(member).file_size > opened.limits.small_bytes:
        raise excessive(f"{name} bung ra hơn {opened.limits.small_bytes // MEBIBYTE} MiB")
    return b"".join(stream_part(opened, name))


def stream_part(opened: "Opened", name: str, size: int = CHUNK) -> "Iterator[bytes]":
    """Yield a part piece by piece; the zip library stops at the size that its directory says."""
    member = opened.member(name)
    if member is None:
        raise damaged(f"thiếu {posixpath.basename(name)}")
    with broken_as_refusal(), opened.zip.open(member) as part:
        while chunk := part.read(size):
            yield chunk


def relations(opened: "Opened", name: str) -> list[Relation]:
    """Return the relations of a part; targets inside of the file as names of parts."""
    folder, base = posixpath.split(name)
    found: list[Relation] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            external = attributes.get("TargetMode") == "External"
            target = attributes.get("Target", "")
            if not external:
                inside = target.removeprefix("/") if target.startswith("/") else ""
                target = inside or posixpath.normpath(posixpath.join(folder, target))
            kind = posixpath.basename(attributes.get("Type", ""))
            found.append(Relation(attributes.get("Id", ""), kind, target, external))

    parse_xml(read_part(opened, f"{folder}/_rels/{base}.rels".removeprefix("/")), start)
    return found


def parse_xml(
    data: bytes,
    start: "Callable[[str, Attributes], None]",
    end: "Callable[[str], None] | None" = None,
    text: "Callable[[str], None] | None" = None,
) -> None:
    """Parse a whole small part; see `new_parser`."""
    if not data:
        return
    parser = new_parser(start, end, text)
    feed(parser, data, last=True)


def new_parser(
    start: "Callable[[str, Attributes], None]",
    end: "Callable[[str], None] | None" = None,
    text: "Callable[[str], None] | None" = None,
) -> expat.XMLParserType:
    """Return a parser that refuses any DTD.

    Tags come without their namespace; an attribute of a foreign one keeps it ("uri id").
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd

    local = _LocalNames()
    parser.StartElementHandler = lambda tag, attributes: start(local[tag], attributes)
    if end is not None:
        parser.EndElementHandler = lambda tag: end(local[tag])
    if text is not None:
        parser.CharacterDataHandler = text
    return parser


class _LocalNames(dict[str, str]):
    """Tags without their namespaces."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = tag.rpartition(" ")[2]
        return name


def feed(parser: expat.XMLParserType, data: bytes, *, last: bool) -> None:
    """Give the parser more; what is not well formed is a refusal."""
    try:
        parser.Parse(data, last)
    except expat.ExpatError as error:
        raise damaged(f"XML sai ở dòng {error.lineno}") from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise damaged("bảng mã lạ") from error


def _refuse_dtd(*_: object) -> None:
    from cchc_rules.excel.guard import RefusalError

    raise RefusalError(
        "E504",
        "Tệp chứa khai báo DTD, thứ mà bảng tính bình thường không có; có thể là tệp tấn công.",
        "Không mở tệp này; yêu cầu nơi gửi lưu lại từ Excel hoặc LibreOffice.",
    )
