"""The first bytes of a file in, what it is and how to get a workbook from it out."""

ENOUGH = 65_536
SAVE_AS = "Mở bằng Excel hoặc LibreOffice rồi lưu lại dạng .xlsx (Excel Workbook)."
UNLOCK = "Mở bằng Excel với mật khẩu, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ), rồi lưu lại."
_PICK = "Chọn đúng tệp bảng tính .xlsx."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_HEADER = 512
_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x09\x08", "bảng tính kiểu cũ .xls", SAVE_AS),
    (b"\x09\x04", "bảng tính kiểu cũ .xls", SAVE_AS),
    (b"\x09\x02", "bảng tính kiểu cũ .xls", SAVE_AS),
    (b"%PDF", "tệp PDF", _PICK),
    (b"{\\rtf", "văn bản RTF", _PICK),
    (b"\x89PNG", "tệp hình", _PICK),
    (b"\xff\xd8\xff", "tệp hình", _PICK),
    (b"GIF8", "tệp hình", _PICK),
    (b"\x1f\x8b", "tệp nén gzip", "Giải nén rồi chọn tệp .xlsx bên trong."),
    (b"7z\xbc\xaf", "tệp nén 7z", "Giải nén rồi chọn tệp .xlsx bên trong."),
    (b"Rar!", "tệp nén RAR", "Giải nén rồi chọn tệp .xlsx bên trong."),
    (b"ID;P", "bảng tính kiểu cũ .slk", SAVE_AS),
)
_MARKUP = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "bảng tính XML 2003"),
    ("<office:document", "bảng tính OpenDocument dạng .fods"),
    ("<!doctype html", "trang web HTML mang tên bảng tính"),
    ("<html", "trang web HTML mang tên bảng tính"),
    ("<table", "trang web HTML mang tên bảng tính"),
    ("<?xml", "tệp XML"),
)
_INSIDE = frozenset({_MARKUP[0][0], _MARKUP[1][0]})
"""What stands behind an XML declaration."""
_OLE_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "bảng tính bị khóa bằng mật khẩu", UNLOCK),
    ("Workbook", "bảng tính kiểu cũ .xls", SAVE_AS),
    ("Book", "bảng tính kiểu cũ .xls", SAVE_AS),
    ("WordDocument", "văn bản Word kiểu cũ .doc", _PICK),
    ("PowerPoint Document", "trình chiếu kiểu cũ .ppt", _PICK),
)


def name_of(start: bytes, ends: bytes) -> tuple[str, str]:
    """Return the sentence and the remedy for a file that is no zip.

    `ends` is its beginning and, of an OLE file, the directory that names its streams.
    """
    if not start:
        return "Tệp rỗng (0 byte).", "Tải hoặc chép lại tệp; có thể việc chép bị ngắt giữa chừng."
    if start.startswith(_OLE):
        return _ole(ends)
    for magic, name, remedy in _STARTS:
        if start.startswith(magic):
            return _sentence(name), remedy
    if not start.strip(b"\0"):
        return "Tệp chỉ có byte 0, nội dung đã mất.", "Chép lại tệp từ nơi gửi."
    text = _text(start)
    if text is None:
        return "Không nhận ra đây là tệp gì; không phải bảng tính .xlsx.", _PICK
    return _text_file(text)


def directory_at(start: bytes, size: int) -> int:
    """Return where the directory of an OLE file is, or where the last bytes of any other begin."""
    if start.startswith(_OLE) and len(start) >= _OLE_HEADER:
        shift, sector = start[30], int.from_bytes(start[48:52], "little")
        at = (sector + 1) << min(shift, 12)
        if at < size:
            return at
    return max(0, size - ENOUGH)


def _sentence(name: str) -> str:
    return f"Đây là {name}, không phải bảng tính .xlsx."


def _ole(ends: bytes) -> tuple[str, str]:
    for stream, name, remedy in _OLE_STREAMS:
        if stream.encode("utf-16-le") in ends:
            return _sentence(name), remedy
    return _sentence("tệp Office kiểu cũ hoặc bị khóa"), SAVE_AS


def _text(start: bytes) -> str | None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) // 2 * 2].decode("utf-16", "replace")
    if b"\0" in start:
        return None
    text = start.decode("utf-8", "replace")
    controls = sum(letter < " " and letter not in "\t\r\n\f" for letter in text)
    return text if controls * 50 <= len(text) else None


def _text_file(text: str) -> tuple[str, str]:
    small = text.lstrip("\ufeff \t\r\n").casefold()
    for mark, name in _MARKUP:
        if mark in small[:4096] if mark in _INSIDE else small.startswith(mark):
            return _sentence(name), SAVE_AS
    if "<table" in small or "<html" in small:
        return _sentence("trang web HTML mang tên bảng tính"), SAVE_AS
    if small.startswith(("{", "[")):
        return _sentence("tệp JSON"), "Đặt đuôi tệp là .json nếu đây là tệp số liệu."
    line = small.partition("\n")[0]
    if max(map(line.count, ",;\t")) > 0:
        return _sentence("tệp văn bản ngăn cột (CSV)"), SAVE_AS
    return _sentence("tệp văn bản"), _PICK


def zip_name(names: frozenset[str], mimetype: bytes) -> tuple[str, str]:
    """Return the sentence and the remedy for a zip that is no Excel workbook."""
    if b"opendocument.spreadsheet" in mimetype:
        return _sentence("bảng tính OpenDocument (.ods)"), SAVE_AS
    if b"opendocument" in mimetype:
        return _sentence("tài liệu OpenDocument"), _PICK
    for folder, name in (("word/", "văn bản Word .docx"), ("ppt/", "trình chiếu .pptx")):
        if any(one.startswith(folder) for one in names):
            return _sentence(name), _PICK
    if any(one.casefold().endswith((".xlsx", ".xlsm")) for one in names):
        return _sentence("tệp nén .zip"), "Giải nén rồi chọn tệp .xlsx bên trong."
    return _sentence("tệp nén .zip"), _PICK
