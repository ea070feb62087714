"""Slips that concern whole lines: rows, headings, sums; and what only the meaning gives away."""

import re
from collections.abc import Sequence

from tests.mistakes.seeding import Doc, Line
from tests.mistakes.slips.making import GROUP, added, edited, sub

_ROW = re.compile(r"^    \S")
_CODE = re.compile(r'^(?:PHẦN|LĨNH VỰC|TIÊU CHÍ(?: THÀNH PHẦN)?|ĐIỂM CỘNG|ĐIỂM TRỪ) ([\w.]+) "')


def _rows_below(doc: Doc, at: int) -> list[int]:
    found = []
    for index in range(at + 1, len(doc.lines)):
        if not _ROW.match(doc.lines[index].text):
            break
        found.append(index)
    return found


def _without_opener(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    rows = _rows_below(doc, at)
    if not rows:
        return None
    first = doc.lines[rows[0]]
    del doc.lines[at]
    return [first]


def _without_first_opener(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    return None if _ROW.match(doc.lines[at - 1].text) else _without_opener(doc, at, match)


def _without_row(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    """Delete a row between two others: the gap stands at one of them."""
    before, after = doc.lines[at - 1], doc.lines[at + 1 : at + 2]
    if not after or not _ROW.match(before.text) or not after[0].text.startswith("    dưới"):
        return None
    del doc.lines[at]
    return [after[0]]


def _without_last_row(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    if at + 1 < len(doc.lines) and _ROW.match(doc.lines[at + 1].text):
        return None
    if not _ROW.match(doc.lines[at - 1].text):
        return None
    del doc.lines[at]
    return [doc.lines[at - 1]]


def _without_rows(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    rows = _rows_below(doc, at)
    if not rows:
        return None
    del doc.lines[rows[0] : rows[-1] + 1]
    return [doc.lines[at]]


def _without_method(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    """Delete a method that is one line: its heading has no method then."""
    if _rows_below(doc, at):
        return None
    names = re.findall(r"\w+_\w+", doc.lines[at].text)
    head = doc.lines[doc.block(at).start]
    others = [line.text for i, line in enumerate(doc.lines) if i != at]
    others = [text for text in others if not text.startswith("  SỐ LIỆU")]
    scenario = next((i for i, t in enumerate(others) if t.startswith("KIỂM THỬ")), len(others))
    if any(not any(name in text for text in others[:scenario]) for name in names):
        return None  # the figure would be unused too: two findings, both true
    del doc.lines[at]
    return [head]


def _same_row_twice(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line]:
    line = Line(doc.lines[at].text)
    doc.lines.insert(at + 1, line)
    return [line]


def _rest_first(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    if not _ROW.match(doc.lines[at - 1].text):
        return None
    doc.lines[at - 1 : at + 1] = [doc.lines[at], doc.lines[at - 1]]
    return [doc.lines[at]]


def _points(text: str) -> re.Match[str] | None:
    return re.match(r'^(.*": )([\d,]+)( điểm)$', text)


def _parent(doc: Doc, at: int) -> Line | None:
    match = _CODE.match(doc.lines[at].text)
    code = match[1].rpartition(".")[0] if match else ""
    for index in range(at - 1, -1, -1):
        above = _CODE.match(doc.lines[index].text)
        if above and code and above[1] == code:
            return doc.lines[index]
    return None


def _sum(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    """Raise the maximum of a leaf: its parent does not add up."""
    text = doc.lines[at].text
    points, parent = _points(text), _parent(doc, at)
    if not points or parent is None or parent.text.startswith(("ĐIỂM", "PHẦN B")):
        return None
    block = "\n".join(doc.lines[i].text for i in doc.block(at))
    if "hội đồng chấm" not in block and "chấm theo tỷ lệ" not in block:
        return None  # a table below its maximum or a checklist would be told too, rightly
    doc.lines[at].text = f"{points[1]}{int(points[2].split(',')[0]) + 7}{points[3]}"
    return [parent]


def _duplicate_code(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    before, _, last = match[2].rpartition(".")
    if not last.isdigit() or int(last) < 2 or _has_children(doc, match[2]):
        return None
    code = f"{before}.{int(last) - 1}"
    doc.lines[at].text = doc.lines[at].text.replace(f" {match[2]} ", f" {code} ", 1)
    return None if _used(doc, match[2], at) else [doc.lines[at]]


def _hole(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    before, _, last = match[2].rpartition(".")
    if not last.isdigit() or _has_children(doc, match[2]) or _used(doc, match[2], at):
        return None
    code = f"{before}.{int(last) + 3}"
    if int(last) == 1 or f" {before}.{int(last) + 1} " in doc.text:
        return None
    doc.lines[at].text = doc.lines[at].text.replace(f" {match[2]} ", f" {code} ", 1)
    return [doc.lines[at]]


def _wrong_family(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    before = match[2].rpartition(".")[0]
    if not before or _has_children(doc, match[2]) or _used(doc, match[2], at):
        return None
    code = f"9{match[2][1:]}"
    doc.lines[at].text = doc.lines[at].text.replace(f" {match[2]} ", f" {code} ", 1)
    return [doc.lines[at]]


def _has_children(doc: Doc, code: str) -> bool:
    return f" {code}." in doc.text


def _used(doc: Doc, code: str, at: int) -> bool:
    """Say whether a KIỂM THỬ or a weight names the code, which would be unknown then, rightly."""
    used = re.compile(
        rf"(?:kết quả|hội đồng chấm|không áp dụng|điểm|thêm|rồi) {re.escape(code)}(?![\d.])"
        rf"|^    {re.escape(code)}:",
        re.MULTILINE,
    )
    return bool(used.search(doc.text))


def _moved_heading(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    """Move a criterion with its lines behind the last heading of another field."""
    code = match[2]
    if code.count(".") != 1 or _has_children(doc, code):
        return None
    block = doc.block(at)
    moved = doc.lines[block.start : block.stop]
    del doc.lines[block.start : block.stop]
    last = next(
        (
            i
            for i in range(len(doc.lines) - 1, block.start, -1)
            if _CODE.match(doc.lines[i].text)
            and not doc.lines[i].text.startswith(f"TIÊU CHÍ {code.split('.')[0]}.")
        ),
        None,
    )
    follows = [
        line
        for line in doc.lines
        if f" {code.rpartition('.')[0]}.{int(code.rpartition('.')[2]) + 1} " in line.text
    ]
    if last is None or follows:
        return None
    end = doc.block(last).stop
    while not doc.lines[end - 1].text.strip():
        end -= 1
    doc.lines[end:end] = moved
    return [moved[0]]


def _overlapping(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    below = doc.lines[at + 1]
    if not below.text.startswith(("    từ", "    dưới")):
        return None
    text = doc.lines[at].text
    doc.lines[at].text = text[: match.start(1)] + "1" + text[match.end(1) :]
    return [below]


def _total(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    doc.lines[at].text = "  tổng điểm: 777"
    return [line for line in doc.lines if line.text.startswith("BỘ CHỈ SỐ")] or None


def _another_year(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line]:
    doc.lines[at].text = doc.lines[at].text.replace("2026", "2031", 1)
    return [doc.lines[doc.block(at).start]]


STRUCTURE = (
    edited("bậc không có chấm theo", "E112", r"^  chấm theo", _without_opener),
    edited("mức không có xếp loại", "E112", r"^  xếp loại", _without_first_opener),
    edited("nội dung không có từng nội dung", "E112", r"^  từng nội dung", _without_opener),
    edited("trọng số không có dòng mở", "E112 E111", r"^  trọng số", _without_opener),
    edited("xóa một bậc ở giữa", "E312", r"^    từ", _without_row),
    edited("xóa bậc cuối", "E312", r"^    dưới", _without_last_row),
    edited("xóa mọi bậc", "E302", r"^  chấm theo (?!tỷ lệ|công thức|khảo sát)", _without_rows),
    edited("xóa mọi nội dung", "E302", r"^  từng nội dung", _without_rows),
    edited(
        "xóa cách chấm",
        "E302",
        r"^  (?:chấm điểm tối đa|chấm theo tỷ lệ|hội đồng chấm từ)",
        _without_method,
    ),
    edited("chép một bậc hai lần", "E310", r"^    (?:từ|dưới) ", _same_row_twice),
    edited("còn lại đứng trước", "E313", r"^    còn lại", _rest_first),
    sub("hai bậc trùng ở cận", "E310", r"^(    từ \d+% đến) dưới (?=\d)", r"\1 "),
    edited("bậc chồng bậc", "E310", r"^    từ ([2-9])\d% đến", _overlapping),
    sub("bậc quá điểm tối đa", "E311", r"^(    từ [^:]*: )\d+$", r"\g<1>90"),
    sub("bậc không bao giờ tới", "E313", r"^(    từ )100(%: \d+)$", r"\g<1>150\2"),
    sub("cận ngược", "E313", r"^(    từ )(\d+)%( đến dưới )(\d+)%", r"\1\4%\3\2%"),
    sub("trần quá điểm tối đa", "E311", r"^(  chấm .*không quá )\d+( điểm)", r"\g<1>99\2"),
    sub("hội đồng quá điểm tối đa", "E311", r"^(  hội đồng chấm từ 0 đến )\d+", r"\g<1>99"),
    sub("hội đồng ngược", "E203", r"^(  hội đồng chấm )từ 0 đến (\d+)", r"\1từ \2 đến 0"),
    edited("tổng không khớp", "E301", rf"{GROUP}.*: [\d,]+ điểm$", _sum),
    edited("tổng điểm không khớp", "E301", r"^  tổng điểm: \d+$", _total),
    edited("mã trùng", "E305", r'^(TIÊU CHÍ(?: THÀNH PHẦN)?) ([\d.]+) "', _duplicate_code),
    edited("mã bị hụt", "E305", r'^(TIÊU CHÍ(?: THÀNH PHẦN)?) ([\d.]+) "', _hole),
    edited(
        "mã của lĩnh vực khác", "E305", r'^(TIÊU CHÍ(?: THÀNH PHẦN)?) ([\d.]+) "', _wrong_family
    ),
    edited("tiêu chí đặt nhầm lĩnh vực", "E305", r'^(TIÊU CHÍ) ([\d.]+) "', _moved_heading),
    sub("thành phần không có tiêu chí", "E305", r"^TIÊU CHÍ (?=\d+\.\d+ )", "TIÊU CHÍ THÀNH PHẦN "),
    sub("lĩnh vực thay tiêu chí", "E305", r"^TIÊU CHÍ (?=\d+\.\d+ )", "LĨNH VỰC "),
    added("hai cách chấm", "E303", r"^  chấm điểm tối đa nếu .*", "  hội đồng chấm từ 0 đến 1"),
    added("dòng đầu tệp ở giữa tệp", "E111", r"^TIÊU CHÍ .*", "  năm: 2026"),
    added("làm tròn ở giữa tệp", "E111", r"^TIÊU CHÍ .*", "  làm tròn: 2 chữ số"),
    added("tổng điểm viết lại", "E201", r"^  tổng điểm: .*", "  tổng điểm: 100"),
    added("cách chấm ở đầu tệp", "E111", r"^  năm: .*", "  chấm theo hồ_sơ"),
    added("kết quả ở tiêu chí", "E111", r"^TIÊU CHÍ [\d.]+ .*", "  kết quả 1.1 = 2"),
    added("chấm ở mục có mục con", "E303", r"^LĨNH VỰC .*", "  hội đồng chấm từ 0 đến 5"),
    added(
        "khoảng không quá tổng điểm sai chỗ",
        "E111",
        r"^TIÊU CHÍ [\d.]+ .*",
        "  không quá tổng điểm",
    ),
    added("bộ chỉ số thứ hai", "E201", r"^  năm: .*", 'BỘ CHỈ SỐ KHAC "Bộ khác"'),
    sub("quên năm của bộ chỉ số", "E230", r"^  năm: \d+$", "", line=-1),
    edited("tham số không có năm nay", "E220", r"^  2026: .*$", _another_year),
    sub("tham số còn dự kiến", "E221", r"^(  2026: ).*$", r"\1dự kiến"),
    sub("kiểu sai: ngày so với phần trăm", "E203", r"^(    đến )\d\d/\d\d năm nay", r"\g<1>80%"),
    sub("kiểu sai: bậc ngày cho số", "E203", r"^(    từ )\d+%", r"\g<1>01/01/2026"),
    sub("kiểu sai: có/không thành bậc", "E203", r"^(    )có: ", r"\1từ 1: "),
    sub("kiểu sai: đếm thành ngày", "E203", r"^(  nhiệm_vụ\w* = )\d+$", r"\g<1>01/01/2026"),
    sub("kiểu sai: có/không thành số", "E203", r"^(  có_\w+ = )có$", r"\g<1>1"),
    sub("kiểu sai: mỗi có/không", "E203", r"^(  (?:trừ|thưởng|chấm) .* mỗi )\w+", r"\1có_kỷ_luật"),
    sub("cộng ngày với số", "E203", r"(= )\w+( / \w+, nếu)", r"\1ngày_báo_cáo\2"),
    sub("khảo sát số thường", "E203", r"(khảo sát )\w+", r"\1số_sáng_kiến"),
    sub("điều kiện không so sánh", "E203", r"^(  0 điểm nếu )không có số liệu ", r"\1"),
    sub(
        "phép chia không nói mẫu bằng 0",
        "W350",
        r"^(  TÍNH (?!tỷ_lệ_giải_quyết).*), nếu mẫu bằng 0: .*$",
        r"\1",
    ),
    sub("tự tính từ chính mình", "E203", r"^(  TÍNH (\w+): [^=]* = )\w+(?= /)", r"\1\2"),
    sub("đồng hạng lạ", "E203", r"1-2-2-4", "1-2-3-4"),
)
