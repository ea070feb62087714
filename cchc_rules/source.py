"""A rule file in, its clean text out: UTF-8, NFC, LF; whatever cannot be read is said kindly."""

import hashlib
import stat
import unicodedata
from pathlib import Path

from cchc_rules.diagnostics import Diagnostic, Span
from cchc_rules.records import record

MAX_BYTES = 1_000_000
MAX_LINES = 10_000
MAX_LINE = 4_000
MAX_DEPTH = 40
"""Parentheses and conditions inside one another."""

_TCVN3_MARKS = frozenset("µ¸¶·¹¨»¾¼½©®ª«¬\u00ad§")
_TCVN3_SHARE = 0.02
_FEW_MARKS = 3


@record()
class Source:
    """The clean text of one rule file; `file` is the name that findings show."""

    file: str
    text: str
    path: Path | None = None

    @property
    def lines(self) -> list[str]:
        """Return the lines without their ends."""
        return self.text.split("\n")

    @property
    def canonical(self) -> str:
        """Return the text that is hashed: no trailing blanks, one final newline."""
        return "\n".join(line.rstrip() for line in self.lines).rstrip("\n") + "\n"


def digest(sources: list[Source]) -> str:
    """Return the SHA-256 of the canonical texts, imported files first."""
    return hashlib.sha256("".join(source.canonical for source in sources).encode()).hexdigest()


def clean_source(text: str) -> str:
    """Return `text` in NFC with LF, plain blanks, no wide and no invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _UNUSUAL.isdisjoint(text):
        text = text.translate(_BLANKS)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


_BLANKS = {
    **dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2003\u2002\u2009\u3000\t\x0b\x0c"), " "),
    **{wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u2028\u2029\x85"), "\n"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad")),
}
_UNUSUAL = frozenset(map(chr, _BLANKS))


def source_from_text(text: str, file: str = "luật") -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Take a rule text that is already decoded (a cell range, a Markdown case)."""
    if problem := _unreadable_text(text):
        return None, (_finding(file, *problem),)
    return Source(file, clean_source(text)), ()


def read_source(
    path: Path, file: str | None = None
) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Read a rule file; what stops it is one finding (E100)."""
    name = file or str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return None, (_finding(name, "Đây là một thư mục, không phải tệp luật.", _WANTED),)
        if not stat.S_ISREG(mode):  # reading a pipe or a device may never end
            return None, (_finding(name, "Đây là một thiết bị hoặc đường ống.", _WANTED),)
        with path.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None, (_finding(name, "Không tìm thấy tệp này.", "Kiểm tra lại đường dẫn."),)
    except (OSError, ValueError):
        remedy = "Kiểm tra quyền đọc tệp, hoặc chép tệp sang thư mục khác rồi thử lại."
        return None, (_finding(name, "Không đọc được tệp này.", remedy),)
    if problem := _unreadable_bytes(raw):
        return None, (_finding(name, *problem),)
    source, found = source_from_text(raw.decode("utf-8-sig"), name)
    return (Source(name, source.text, path) if source else None), found


_WANTED = "Chọn một tệp luật có đuôi .cchc."
_AS_UTF8 = "Mở tệp trong Notepad, chọn Lưu thành (Save as), mục Mã hóa (Encoding) chọn UTF-8."


def _finding(file: str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic("E100", Span(file, 1), message, remedy)


def _unreadable_bytes(raw: bytes) -> tuple[str, str] | None:
    if len(raw) > MAX_BYTES:
        return _too_large(f"Tệp lớn hơn {MAX_BYTES // 1_000_000} MB")
    if wide := _wide_encoding(raw):
        return f"Tệp lưu ở mã {wide}, chương trình chỉ đọc UTF-8.", _AS_UTF8
    for start, kind in _OTHER_FILES.items():
        if raw.startswith(start):
            return f"Đây là tệp {kind}, không phải tệp luật dạng chữ.", _WANTED
    if b"\0" in raw:
        return "Tệp có ký tự rỗng (NUL), không phải tệp chữ.", _WANTED
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not _is_mostly_utf8(raw) and _looks_like_tcvn3(raw.decode("cp1252", errors="ignore")):
            return _TCVN3
        line = raw[: error.start].count(b"\n") + 1
        return f"Tệp không ở mã UTF-8 (byte lạ ở dòng {line}).", _AS_UTF8
    return None


_OTHER_FILES = {
    b"PK\x03\x04": "Word hoặc Excel",
    b"\xd0\xcf\x11\xe0": "Word hoặc Excel",
    b"{\\rtf": "Word (RTF)",
    b"%PDF": "PDF",
    b"\x89PNG": "ảnh",
    b"\xff\xd8\xff": "ảnh",
    b"\x1f\x8b": "nén",
    b"Rar!": "nén",
    b"7z\xbc\xaf": "nén",
}
_SAMPLE = 1_000
_NULS: dict[tuple[bool, ...], str] = {
    (False, True, False, True): "UTF-16",
    (True, False, True, False): "UTF-16",
    (False, True, True, True): "UTF-32",
    (True, True, True, False): "UTF-32",
}
"""Which of four bytes are mostly NUL."""


def _wide_encoding(raw: bytes) -> str | None:
    """Return the encoding of two or four bytes to a letter, with its mark or without."""
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    sample = raw[:_SAMPLE]
    mostly = tuple(sample[start::4].count(0) * 8 > len(sample) for start in range(4))
    return _NULS.get(mostly)


def _is_mostly_utf8(raw: bytes) -> bool:
    text = raw.decode("utf-8", errors="replace")
    strange = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(letter > "\x7f" for letter in text) > 2 * strange


def _unreadable_text(text: str) -> tuple[str, str] | None:
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        return _too_large(f"Tệp có {len(lines)} dòng, nhiều hơn {MAX_LINES}")
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            return _too_large(f"Dòng {number} dài {len(line)} ký tự, nhiều hơn {MAX_LINE}")
    if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
        return "Tệp trống: chưa có dòng luật nào.", _BEGIN
    if not _CONTROLS.isdisjoint(text):
        return "Tệp có ký tự điều khiển, không phải tệp chữ.", _WANTED
    return _TCVN3 if _looks_like_tcvn3(text) else None


_CONTROLS = frozenset(map(chr, range(ord(" ")))) - frozenset("\n\r\t\x0b\x0c")
_BEGIN = 'Viết dòng đầu, ví dụ: BỘ CHỈ SỐ CCHC-XA "Tên bộ chỉ số"; hoặc chọn đúng tệp.'
_TCVN3 = (
    "Chữ trong tệp gõ bằng bảng mã cũ TCVN3 (ABC), không phải Unicode.",
    "Chuyển mã sang Unicode (ví dụ bằng công cụ của UniKey: Ctrl+Shift+F9) rồi lưu dạng UTF-8.",
)


def _too_large(what: str) -> tuple[str, str]:
    remedy = "Tách bộ luật thành nhiều tệp rồi dùng “nhập từ”, hoặc kiểm tra xem có chọn nhầm tệp."
    return f"{what}: quá giới hạn của một tệp luật.", remedy


def _looks_like_tcvn3(text: str) -> bool:
    marks = sum(map(text.count, _TCVN3_MARKS))
    if marks <= _FEW_MARKS:
        return False
    letters = sum(1 for letter in text if letter.isalpha() or letter in _TCVN3_MARKS)
    return marks > _TCVN3_SHARE * letters
