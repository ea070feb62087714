"""A path in, an opened zip of a workbook out, or the one finding that says what the file is.

Nothing else touches a file before it came through here: a foreign format is named, a zip bomb is
refused by its directory, and what a workbook should not bring along is told.
"""

import contextlib
import struct
import zipfile
import zlib
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel import sniffing
from cchc_rules.excel.limits import DEFAULT, MEBIBYTE, VARIABLE, Limits
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_END = b"PK\x05\x06"
_END_SIZE = 22
_WIDE_END = b"PK\x06\x06"
_WIDE_END_SIZE = 48
_MANY = 0xFFFF
"""What the count, or half of the size, says when the true one stands in the wide record."""
_LONGEST_COMMENT = 65_535
_DIRECTORY_ENTRY = 46
_LONG_ENTRY = 400
_RATIO_FROM = 4 * MEBIBYTE
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MACROS = "xl/vbaProject.bin"


class RefusalError(Exception):
    """The file is not read further: carries the finding; never leaves this package."""

    def __init__(self, code: str, message: str, remedy: str, ref: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.ref = ref

    def found(self, file: str, sheet: str = "") -> Diagnostic:
        """Return the finding, placed."""
        return Diagnostic(self.code, Cell(file, sheet, self.ref), self.message, self.remedy)


def damaged(what: str = "") -> RefusalError:
    """Return the refusal of a workbook that is cut off or broken inside."""
    inside = f" ({what})" if what else ""
    return RefusalError(
        "E502",
        f"Tệp bảng tính bị hỏng hoặc tải về chưa trọn vẹn{inside}.",
        "Tải hoặc chép lại tệp; nếu vẫn lỗi, mở bằng Excel/LibreOffice, sửa rồi lưu lại.",
    )


def excessive(what: str, ref: str = "") -> RefusalError:
    """Return the refusal of a workbook that is beyond a limit."""
    return RefusalError(
        "E503",
        f"Tệp vượt giới hạn an toàn: {what}.",
        "Xóa phần thừa (ô, trang, hình không dùng) rồi lưu lại; tệp lớn thật thì đặt biến môi "
        f"trường {VARIABLE}=4 (giới hạn gấp bốn) rồi chạy lại.",
        ref,
    )


@record()
class Opened:
    """A workbook's zip that keeps to the limits; whoever got it closes it."""

    file: str
    source: IO[bytes]
    zip: zipfile.ZipFile
    names: frozenset[str]
    limits: Limits
    diagnostics: tuple[Diagnostic, ...]
    members: "Mapping[str, str]"
    """The name that the zip has for each part, by its folded name."""

    def member(self, name: str) -> str | None:
        """Return what the zip calls a part, whatever the case of its letters and its slashes."""
        return self.members.get(name.casefold())

    def close(self) -> None:
        """Close the file."""
        self.zip.close()
        self.source.close()

    @property
    def signed(self) -> bool:
        """Say whether the file carries a digital signature, which any change would break."""
        return any(name.casefold().startswith("_xmlsignatures/") for name in self.names)


def open_zip(path: Path, file: str = "", limits: Limits = DEFAULT) -> Opened | Diagnostic:
    """Open a workbook; `file` is the name that findings show."""
    shown = file or str(path)
    try:
        return _opened(path, shown, limits)
    except RefusalError as refusal:
        return refusal.found(shown)


def _opened(path: Path, file: str, limits: Limits) -> Opened:
    source = _source(path, limits)
    try:
        with broken_as_refusal():
            archive = zipfile.ZipFile(source)
        _check_members(archive.infolist(), limits)
        members = _parts(archive.namelist())
        names = frozenset(members)
        _check_kind(archive, names)
        folded = {part.casefold(): name for part, name in members.items()}
        oddities = tuple(_oddities(file, names))
        return Opened(file, source, archive, names, limits, oddities, folded)
    except BaseException:
        source.close()
        raise


def _parts(names: "Iterable[str]") -> dict[str, str]:
    """Return the name of each part with the name that the zip has for it.

    Some programs write backslashes; names that differ in case only are one part.
    """
    found: dict[str, str] = {}
    seen: set[str] = set()
    for name in names:
        part = name.replace("\\", "/").removeprefix("/")
        if part.casefold() in seen:
            raise damaged(f"có hai thành phần cùng tên {PurePosixPath(part).name}")
        seen.add(part.casefold())
        found[part] = name
    return found


def _source(path: Path, limits: Limits) -> IO[bytes]:
    """Open the file itself, after its first bytes have said that it is a zip."""
    if path.name.startswith("~$"):
        raise RefusalError(
            "E501",
            "Đây là tệp tạm mà Excel tạo khi bảng tính đang mở, không phải bảng tính.",
            "Chọn tệp cùng tên không có “~$” ở đầu.",
        )
    try:
        if path.is_dir():
            raise RefusalError("E500", "Đây là thư mục, không phải tệp.", "Chọn một tệp .xlsx.")
        if path.exists() and not path.is_file():
            raise RefusalError("E500", "Đây không phải là tệp thường.", "Chọn một tệp .xlsx.")
        size = path.stat().st_size
        source = path.open("rb")
    except OSError as error:
        raise _unreadable(error) from error
    except ValueError as error:  # a NUL in the name
        raise _unreadable(OSError(str(error))) from error
    try:
        _check_start(source, size, limits)
    except BaseException:
        source.close()
        raise
    return source


def _unreadable(error: OSError) -> RefusalError:
    if isinstance(error, FileNotFoundError):
        return RefusalError("E500", "Không có tệp này.", "Kiểm tra lại tên tệp và thư mục.")
    if isinstance(error, PermissionError):
        return RefusalError(
            "E500",
            "Không có quyền đọc tệp này.",
            "Đóng tệp nếu đang mở ở nơi khác, hoặc xin quyền đọc.",
        )
    why = error.strerror or type(error).__name__
    return RefusalError("E500", f"Không đọc được tệp này ({why}).", "Chép tệp về máy rồi thử lại.")


def _check_start(source: IO[bytes], size: int, limits: Limits) -> None:
    try:
        start = source.read(sniffing.ENOUGH)
        if not start.startswith(b"PK"):
            source.seek(sniffing.directory_at(start, size))
            message, remedy = sniffing.name_of(start, start + source.read(sniffing.ENOUGH))
            raise RefusalError("E501", message, remedy)
        if size > limits.file_bytes:
            found, most = size // MEBIBYTE, limits.file_bytes // MEBIBYTE
            raise excessive(f"tệp nặng {found} MiB, nhiều nhất {most} MiB")
        source.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
        _check_directory(source.read(), limits)
        source.seek(0)
    except OSError as error:
        raise _unreadable(error) from error


def _check_directory(tail: bytes, limits: Limits) -> None:
    """Read the size of the zip's directory before the library builds an object of each entry."""
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise damaged("phần cuối của tệp bị mất")
    count, size = struct.unpack("<HI", tail[at + 10 : at + 16])
    wide = tail.rfind(_WIDE_END, 0, at)
    if _MANY in (count, size >> 16) and 0 <= wide <= len(tail) - _WIDE_END_SIZE:
        count, size = struct.unpack("<QQ", tail[wide + 32 : wide + _WIDE_END_SIZE])
    if count > limits.members or size > limits.members * (_DIRECTORY_ENTRY + _LONG_ENTRY):
        raise excessive(f"tệp có quá nhiều thành phần bên trong (hơn {limits.members})")


@contextlib.contextmanager
def broken_as_refusal() -> "Iterator[None]":
    """Turn whatever a broken zip makes the library raise into one refusal."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError) as error:
        raise damaged() from error
    except (NotImplementedError, RuntimeError) as error:  # an unknown method, a late password
        raise damaged("cách nén lạ") from error


def _check_members(members: "Iterable[zipfile.ZipInfo]", limits: Limits) -> None:
    members = list(members)
    counts = Counter(one.filename for one in members)
    repeated = [name for name, count in counts.items() if count > 1]
    if repeated:
        raise damaged(f"có hai thành phần cùng tên {PurePosixPath(repeated[0]).name}")
    if len(members) > limits.members:
        raise excessive(f"tệp có {len(members)} thành phần, nhiều nhất {limits.members}")
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise RefusalError("E501", "Tệp bị khóa bằng mật khẩu.", sniffing.UNLOCK)
        if member.compress_type not in _METHODS:
            raise damaged("cách nén lạ")
        if member.file_size > limits.member_bytes:
            most = limits.member_bytes // MEBIBYTE
            raise excessive(f"một thành phần bung ra hơn {most} MiB")
        if member.file_size > max(_RATIO_FROM, limits.ratio * member.compress_size):
            raise excessive(f"một thành phần nén quá {limits.ratio} lần (bom nén)")
    if sum(member.file_size for member in members) > limits.total_bytes:
        raise excessive(f"cả tệp bung ra hơn {limits.total_bytes // MEBIBYTE} MiB")


def _check_kind(archive: zipfile.ZipFile, names: frozenset[str]) -> None:
    """Refuse a zip that is no Excel workbook, and say what it is."""
    folded = {name.casefold() for name in names}
    mentioned = any(name.startswith("xl/") or name == "workbook.xml" for name in folded)
    if "[content_types].xml" in folded and mentioned:
        if "xl/workbook.bin" in folded:
            raise RefusalError("E501", "Đây là bảng tính nhị phân .xlsb.", sniffing.SAVE_AS)
        return
    mimetype = b""
    if "mimetype" in names:
        with broken_as_refusal(), archive.open("mimetype") as opened:
            mimetype = opened.read(200)
    raise RefusalError("E501", *sniffing.zip_name(names, mimetype))


def _oddities(file: str, names: frozenset[str]) -> "Iterable[Diagnostic]":
    """Tell what an opened workbook brings along that is never used."""
    suffix = PurePosixPath(file.replace("\\", "/")).suffix.casefold()
    if _MACROS in names:
        renamed = suffix != ".xlsm"
        yield Diagnostic(
            "W505" if renamed else "N505",
            Cell(file),
            f"Tệp chứa macro nhưng mang đuôi {suffix or 'khác'}; macro không được chạy."
            if renamed
            else "Tệp chứa macro; macro không được chạy.",
            "Hỏi lại nơi gửi vì sao có macro; nên lưu lại thành .xlsx.",
        )
    if any(name.startswith("_xmlsignatures/") for name in names):
        yield Diagnostic(
            "N508",
            Cell(file),
            "Tệp có chữ ký số; tệp chỉ được đọc, không bị sửa.",
            "Kiểm tra chữ ký trong Excel nếu cần.",
        )
