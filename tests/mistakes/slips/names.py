"""Slips in names: blanks, hyphens, keywords, typos, declared twice or not at all."""

import re
from collections.abc import Sequence

from tests.mistakes.seeding import Doc, Line
from tests.mistakes.slips.making import edited, sub

_DECLARED = r"^  SỐ LIỆU (\w+_\w+):"


def _uses(doc: Doc, name: str, but: int) -> list[int]:
    used = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return [i for i, line in enumerate(doc.lines) if i != but and used.search(line.text)]


def _renamed_declaration(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    """Spoil the declaration: if more than one line uses the name, it is there that it is told."""
    name = match[1]
    uses = _uses(doc, name, at)
    if not uses or len(name) < 6:
        return None
    doc.lines[at].text = doc.lines[at].text.replace(name, name[:3] + name[4:], 1)
    return [doc.lines[at if len(uses) > 1 else uses[0]]]


def _forgotten_declaration(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    uses = _uses(doc, match[1], at)
    if not uses:
        return None
    first = doc.lines[uses[0]]
    del doc.lines[at]
    return [first]


def _twice(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line]:
    line = Line(doc.lines[at].text)
    doc.lines.insert(at + 1, line)
    return [line]


def _twice_elsewhere(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    for later in range(at + 1, len(doc.lines)):
        if doc.lines[later].text.startswith("  SỐ LIỆU") and doc.block(later) != doc.block(at):
            line = Line(doc.lines[at].text)
            doc.lines.insert(later, line)
            return [line]
    return None


def _renamed(doc: Doc, at: int, name: str, new: str) -> Sequence[Line]:
    used = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for line in doc.lines:
        line.text = used.sub(new, line.text)
    return [doc.lines[at]]


def _keyword_as_name(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line]:
    """Give a figure a keyword for a name, wherever it is used."""
    return _renamed(doc, at, match[1], match[1].split("_")[0])


def _blanks(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line]:
    return _renamed(doc, at, match[1], match[1].replace("_", " "))


NAMES = (
    sub("tên khai báo có dấu cách", "E108", r"^(  SỐ LIỆU \w*?)_(\w*?)_(\w+:)", r"\1 \2 \3"),
    sub("tên khai báo có một dấu cách", "E108", r"^(  SỐ LIỆU \w+)_(\w+:)", r"\1 \2"),
    sub(
        "tên dùng có dấu cách ở chấm theo",
        "E108",
        r"^(  chấm theo )([^\W_]+)_([^\W_]+)_(\w+)$",
        r"\1\2 \3 \4",
    ),
    sub(
        "tên dùng có dấu cách ở ràng buộc", "E108", r"^(  RÀNG BUỘC [^\W_]+)_([^\W_]+)_", r"\1 \2 "
    ),
    sub("tên dùng có dấu cách ở tính", "E108", r"(= [^\W_]+)_([^\W_]+)_(\w+) /", r"\1 \2 \3 /"),
    sub("tên dùng có dấu cách ở điều kiện", "E108", r"( nếu [^\W_]+)_([^\W_]+)(\w*)", r"\1 \2\3"),
    sub("tên dùng có dấu cách ở mỗi", "E108", r"( mỗi [^\W_]+)_([^\W_]+)(\w*)", r"\1 \2\3"),
    sub("tên dùng có dấu cách ở kiểm thử", "E108", r"^(  [^\W_]+)_([^\W_]+)(\w* = )", r"\1 \2\3"),
    sub("tên có gạch ngang", "E108 E106", r"^(  SỐ LIỆU [^\W_]+)_([^\W_]+)(\w*:)", r"\1-\2\3"),
    sub("tên có dấu chấm", "E108 E106", r"^(  SỐ LIỆU [^\W_]+)_([^\W_]+)(\w*:)", r"\1.\2\3"),
    sub("tên bắt đầu bằng số", "E108", r"^(  SỐ LIỆU )(\w+:)", r"\g<1>1_\2"),
    sub("tên trong dấu nháy", "E108", r"^(  SỐ LIỆU )(\w+):", r'\1"\2":'),
    sub("tên trong dấu nháy ở chấm theo", "E108", r"^(  chấm theo )(\w+_\w+)$", r'\1"\2"'),
    sub("tên có ngoặc", "E108 E110 E106", r"^(  SỐ LIỆU \w+):", r"\1(a):"),
    edited("từ khóa làm tên: ngày", "E108", r"^  SỐ LIỆU (ngày\w+): ngày ", _keyword_as_name),
    edited("từ khóa làm tên: phiếu", "E108", r"^  SỐ LIỆU (phiếu\w+):", _keyword_as_name),
    edited("tên khai báo và dùng đều có dấu cách", "E108", r"^  SỐ LIỆU (\w+_\w+_\w+):", _blanks),
    sub("quên tên", "E108 E107 E119", r"^(  SỐ LIỆU) \w+:", r"\1:"),
    sub("quên tên của tính", "E108 E107 E119", r"^(  TÍNH) \w+:", r"\1:"),
    sub("quên tên của tham số", "E108 E107 E119", r"^(THAM SỐ) \w+:", r"\1:"),
    sub("tên viết sai ở chấm theo", "E202", r"^(  chấm theo \w{4})\w(\w+)$", r"\1\2"),
    sub(
        "tên viết sai ở điều kiện", "E202", r"^(  0 điểm nếu (?:không phải )?\w{4})\w(?=\w+)", r"\1"
    ),
    sub("tên viết sai ở trừ khi", "E202", r"(trừ khi \w{4})\w(?=\w+)", r"\1"),
    sub("tên viết sai ở tính", "E202", r"(= \w{4})\w(?=\w+ /)", r"\1"),
    sub("tên viết sai ở ràng buộc", "E202", r"^(  RÀNG BUỘC \w{3})\w(?=\w+)", r"\1"),
    sub("tên viết sai ở kiểm thử", "E202", r"^(  (?!kết)\w{4})\w(?=\w+_\w+ = )", r"\1"),
    sub("tên viết sai ở bậc", "E202", r"^(    từ [^\W\d]\w{3})\w(?=\w+)", r"\1"),
    sub("tên viết sai ở mỗi", "E202", r"( mỗi \w{4})\w(?=\w+)", r"\1"),
    sub("tên viết sai ở khảo sát", "E202", r"(khảo sát \w{4})\w(?=\w+)", r"\1"),
    sub("tên thiếu dấu", "E202", r"^(  chấm theo )\w+$", r"\1ty_le_khong_co"),
    sub("tên lạ hoàn toàn", "E202", r"^(  chấm theo )\w+_\w+$", r"\1chỉ_tiêu_bí_mật"),
    sub("loại đơn vị lạ ở chỉ áp dụng cho", "E202", r"^(  chỉ áp dụng cho )\w+", r"\1thị_trấn"),
    sub("loại đơn vị lạ ở kiểm thử", "E202", r'^(KIỂM THỬ "[^"]*" cho )\w+', r"\1thị_trấn"),
    sub("loại đơn vị lạ ở tiêu đề", "E202", r"(điểm \()\w+:", r"\1thị_trấn:"),
    sub("loại đơn vị lạ ở tham số", "E202", r"^(  20\d\d cho )\w+", r"\1thị_trấn"),
    sub("loại đơn vị lạ ở không xếp hạng", "E202", r"^(  không xếp hạng: )\w+", r"\1thị_trấn"),
    sub("loại đơn vị có dấu cách", "E108", r"^(  đối tượng: .*)đặc_khu", r"\1đặc khu"),
    sub("mã lạ ở kết quả", "E202", r"^(  kết quả )[\d.]+", r"\g<1>9.9.9"),
    sub("mã lạ ở hội đồng chấm", "E202", r"^(  hội đồng chấm )[\w.]+ =", r"\g<1>9.9.9 ="),
    sub("mã lạ ở trọng số", "E202", r"^(    )\d\.\d(: \d+%)$", r"\g<1>9.9\2"),
    sub("mã lạ ở xét thêm", "E202", r"(xét thêm )\w+", r"\g<1>99"),
    sub("mã lạ ở tỷ lệ điểm", "E202", r"(tỷ lệ điểm )[\w.]+", r"\g<1>99"),
    sub("lựa chọn lạ ở bảng", "E202", r'^(    "\w+ \w)\w(?=\w*[^"]*": (?:[\d,]+|điểm))', r"\1"),
    sub("lựa chọn lạ ở kiểm thử", "E202", r'^(  mức_\w+ = ")\w', r"\1"),
    sub("mức xếp loại lạ ở hạ xuống", "E202", r'^(  hạ xuống )"[^"]*"', r'\1"Rất kém"'),
    edited("tên khai báo viết sai", "E202", _DECLARED, _renamed_declaration),
    edited("quên khai báo", "E202", _DECLARED, _forgotten_declaration),
    edited("khai báo hai lần liền nhau", "E201", _DECLARED, _twice),
    edited("khai báo hai lần ở hai mục", "E201", _DECLARED, _twice_elsewhere),
    edited("tính hai lần", "E201", r"^  TÍNH (\w+):", _twice),
    edited("tham số một năm hai lần", "E201", r"^  20\d\d(?: cho .*)?: ", _twice),
)
