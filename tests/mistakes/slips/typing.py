"""Slips of Vietnamese typing, of Word and of copied tables: Telex, VNI, autocorrect, tabs."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tests.mistakes.slips.making import ANY_ROW, GROUP, edited, sub

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from tests.mistakes.seeding import Doc, Line

_ROW = r"^(    (?:từ|trên|đến|dưới|còn lại)[^:]*)"
_CRITERION = r"^TIÊU CHÍ(?= \d)"


def _second_statement(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    """Join a figure and the line below it."""
    if not doc.lines[at + 1 : at + 2] or not doc.lines[at + 1].text.startswith("  "):
        return None
    below = doc.lines.pop(at + 1)
    doc.lines[at].text += " " + below.text.strip()
    return [doc.lines[at]]


def _heading_twice(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line]:
    line = type(doc.lines[at])(doc.lines[at].text)
    doc.lines.insert(at + 1, line)
    return [doc.lines[at], line]


def _decomposed(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line]:
    doc.lines[at].text = unicodedata.normalize("NFD", doc.lines[at].text)
    return []


TELEX = (
    sub("TIEEU CHIS (Telex)", "E101", _CRITERION, "TIEEU CHIS"),
    sub("Tieeu chis (Telex)", "E101", _CRITERION, "Tieeu chis"),
    sub("TIE6U CHI1 (VNI)", "E101", _CRITERION, "TIE6U CHI1"),
    sub("LIX4NH VUWCJ (Telex)", "E101", r"^LĨNH VỰC", "LIXNH VUWCJ"),
    sub("SOOS LIEEUJ (Telex)", "E101", r"^  SỐ LIỆU", "  SOOS LIEEUJ"),
    sub("SO61 LIE65U (VNI)", "E101", r"^  SỐ LIỆU", "  SO61 LIE65U"),
    sub("chaams theo (Telex)", "E101", r"^  chấm theo(?= \w+_)", "  chaams theo"),
    sub("ddieemr (Telex) ở tiêu đề", "E107", rf"({GROUP}.*: [\d,]+) điểm$", r"\1 ddieemr"),
    sub("d9ie6m3 (VNI) ở tiêu đề", "E107", rf"({GROUP}.*: [\d,]+) điểm$", r"\1 d9ie6m3"),
    sub("tuwf (Telex)", "E107 E101", r"^    từ (?=\d)", "    tuwf "),
    sub("dduowis (Telex)", "E107 E101", r"^    dưới (?=\d)", "    duwowsi "),
    sub("neeus (Telex)", "E107 E101", r" nếu (?=\w+_|không)", " neeus "),
    sub("nội suy thành nooij suy", "E107", r"nội suy", "nooij suy"),
    sub("phaafn trawm (Telex)", "E107", r": phần trăm", ": phaanf trawm"),
    sub("soos ddeems (Telex)", "E107", r": số đếm", ": soos ddeems"),
    sub("keets quar (Telex)", "E101 E107", r"^  kết quả(?= \d)", "  keets quar"),
    sub("cofn laij (Telex)", "E101 E107", r"^    còn lại", "    conf laij"),
    sub("không dấu là đúng", "", r"^  chấm theo(?= \w+_)", "  cham theo"),
    sub("chữ hoa đầu từ là đúng", "", r"^  chấm theo(?= \w+_)", "  Chấm Theo"),
    sub("diem không dấu là đúng", "", rf"({GROUP}.*: [\d,]+) điểm$", r"\1 diem"),
    edited("bảng mã tổ hợp là đúng", "", r"^  SỐ LIỆU", _decomposed),
)

WORD = (
    sub("gạch nối dài thay đến", "E106 E107", r"^(    từ \d+)% đến (?:dưới )?(?=\d)", r"\1%–"),
    sub("khoảng 80-90%", "E106 E107 E203", r"^    từ (\d+)% đến (?:dưới )?(\d+%)", r"    \1-\2"),
    sub("khoảng 80% - 90%", "E106 E107", r"^    từ (\d+%) đến (?:dưới )?(\d+%)", r"    \1 - \2"),
    sub("từ 80 đến dưới 90%", "E203", r"^(    từ [1-9]\d*)%( đến dưới \d+%)", r"\1\2"),
    sub("≥ là đúng", "", r"^    từ (?=\d+%:)", "    ≥ "),
    sub(">= dính liền là đúng", "", r"^    từ (?=\d+%:)", "    >="),
    sub("> là đúng", "", r"^    trên (?=\d)", "    >"),
    sub("80 % là đúng", "", r"^(    từ \d+)%(?=:)", r"\1 %"),
    sub("ký hiệu 80 o/o", "E103 E106 E107 E113", r"^(    từ \d+)%(?=:)", r"\1 o/o"),
    sub("ba chấm ở cuối dòng", "E106 E113", rf"({ANY_ROW}.*: [\d,]+)$", r"\1…"),
    sub("ba dấu chấm ở cuối dòng", "E106", rf"({ANY_ROW}.*: [\d,]+)$", r"\1..."),
    sub("đánh số a) trước chấm", "E109", r"^  (?=chấm theo \w+_)", "  a) "),
    sub("đánh số 1. trước số liệu", "E109", r"^  (?=SỐ LIỆU)", "  1. "),
    sub("đánh số 1.1. trước số liệu", "E109", r"^  (?=SỐ LIỆU)", "  1.1. "),
    sub("đánh số (i) trước bậc", "E109", r"^    (?=từ|dưới)", "    (i) "),
    sub("đánh số - 1) trước tiêu đề", "E109", r"^(?=TIÊU CHÍ \d)", "+ "),
    sub("ô vuông trước bậc", "E109", r"^    (?=từ|dưới)", "    □ "),
    sub("dấu kiểm trước bậc", "E109", r"^    (?=từ|dưới)", "    ✓ "),
    sub("sao trước bậc", "E109", r"^    (?=từ|dưới)", "    * "),
    sub("tab trong tiêu đề là đúng", "", rf'({GROUP}[^"]*"): ', "\\1:\t"),
    sub("tab thay hai chấm ở dòng điểm", "E106", _ROW + r": (?=\d)", "\\1\t"),
    sub("tab thay hai chấm ở tiêu đề", "E106", rf'({GROUP}[^"]*"): ', "\\1\t"),
    sub("gạch đứng thay hai chấm", "E106 E113", _ROW + r": (?=\d)", r"\1 | "),
    sub("gạch đứng ở cuối dòng", "E106 E113", rf"({ANY_ROW}.*: [\d,]+)$", r"\1 |"),
    sub("dấu hai chấm toàn khổ là đúng", "", rf'({GROUP}[^"]*"): ', r"\1： "),
    sub("chữ số toàn khổ là đúng", "", r": 5 điểm$", ": ５ điểm"),
    sub("nháy cong mở hai lần", "", r'^(TIÊU CHÍ[^"]*)"([^"]*)"', r"\1“\2“"),
    sub("nháy cong lẫn nháy thẳng là đúng", "", r'^(TIÊU CHÍ[^"]*)"([^"]*)"', r'\1“\2"'),
    sub("hai dấu hai chấm", "E106", rf'({GROUP}[^"]*"):', r"\1::"),
    sub("chấm phẩy thay hai chấm ở dòng điểm", "E106", _ROW + r": (?=\d)", r"\1; "),
    sub("thì ở dòng điểm", "E107 E106", _ROW + r": (?=\d)", r"\1 thì "),
    sub("được ở dòng điểm", "E107 E106", _ROW + r": (?=\d)", r"\1 được "),
    sub("= ở cuối dòng điểm", "E106", _ROW + r": (?=\d)", r"\1 = "),
    sub("đạt … điểm", "E107", _ROW + r": (\d+)$", r"\1: đạt \2 điểm"),
)

FIGURES = (
    sub("1,5đ dính liền ở dòng điểm", "E103 E105 E107", rf"({ANY_ROW}.*: \d+,\d+)$", r"\1đ"),
    sub("2 đ ở dòng điểm", "E107", r"^(    từ [^:]*: \d+)$", r"\1 đ"),
    sub("2đ ở dòng điểm", "E103 E105 E107", r"^(    từ [^:]*: \d+)$", r"\1đ"),
    sub("2 điểm ở dòng điểm là đúng", "", r"^(    từ [^:]*: \d+)$", r"\1 điểm"),
    sub("2điểm dính liền là đúng", "", rf"({GROUP}.*: [\d,]+) điểm$", r"\1điểm"),
    sub("0,5 điểm/lần", "E106 E107", r"^(  (?:trừ|thưởng) [\d,]+ điểm) mỗi (?=\w+)", r"\1/"),
    sub("(5 điểm)", "E110 E106 E107", rf'({GROUP}[^"]*"): ([\d,]+ điểm)$', r"\1 (\2)"),
    sub("điểm: 5", "E105 E106 E107", rf'({GROUP}[^"]*"): ([\d,]+) điểm$', r"\1 điểm: \2"),
    sub("tối đa 5 điểm", "E107", rf'({GROUP}[^"]*"): ([\d,]+ điểm)$', r"\1: tối đa \2"),
    sub("05 điểm là đúng", "", rf'({GROUP}[^"]*"): (\d) điểm$', r"\1: 0\2 điểm"),
    sub("dấu cộng trước điểm", "E106", r"^(    từ [^:]*: )(\d+)$", r"\1+\2"),
    sub("điểm trong ngoặc ở dòng điểm", "E110", r"^(    từ [^:]*: )(\d+)$", r"\1(\2)"),
    sub("điểm là phân số", "E103 E106 E107", r"^(    từ [^:]*: )2$", r"\g<1>5/2"),
    sub("điểm một khoảng", "E106 E107 E119", r"^(    từ [^:]*: )2$", r"\g<1>1-2"),
    sub("dấu phẩy hàng nghìn trong điều kiện", "E203", r"(= \d)\.(\d{3})$", r"\1,\2"),
    sub("số có đơn vị", "E107", r"^(  \w+ = \d+)$", r"\1 hồ sơ"),
    sub("ngày 31.12.2025", "E104", r"(\d\d)/(\d\d)/(20\d\d)(?=[^\"]*$)", r"\1.\2.\3"),
    sub("ngày 31-12-2025", "E104", r"(\d\d)/(\d\d)/(20\d\d)(?=[^\"]*$)", r"\1-\2-\3"),
    sub("ngày 31 tháng 12 năm nay", "E104", r"(\d\d)/(\d\d)( năm nay)", r"ngày \1 tháng \2\3"),
    sub("ngày có \\", "E104 E106", r"(\d\d)/(\d\d)/(20\d\d)(?=[^\"]*$)", r"\1\\\2\\\3"),
    sub("ngày có giờ", "E107 E104 E119", r"(= \d\d/\d\d/20\d\d)$", r"\1 17:00"),
    sub("trước ngày", "E104 E107", r"^(    )đến (?=\d\d/)", r"\1trước ngày "),
    sub("trong tháng 01", "E104 E107 E101", r"^(    )đến 31/01 năm nay", r"\1trong tháng 01"),
    sub("quý I", "E104 E107 E119", r"^(    đến )\d\d/\d\d năm nay", r"\1quý I"),
)

MEANING = (
    sub("đúng thay có", "E107", r"^(  \w+ = )có$", r"\1đúng"),
    sub("x thay có", "E107 E202 E203 E119", r"^(  \w+ = )có$", r"\1x"),
    sub("yes thay có", "E107 E202 E203 E119", r"^(  \w+ = )có$", r"\1yes"),
    sub("Có hoa là đúng", "", r"^(  \w+ = )có$", r"\1CÓ"),
    sub("or thay hoặc", "E107", r" hoặc (?!giải)", " or "),
    sub("and thay và", "E107", r"(nếu \w+) và ", r"\1 and "),
    sub("if thay nếu", "E107 E101", r" nếu (?=\w+_|không)", " if "),
    sub("not thay không phải", "E107", r"(nếu .*)không phải (?=\w)", r"\1not "),
    sub(
        "kiểu đổi chỗ với tên gọi",
        "E107 E119 E106",
        r'(SỐ LIỆU \w+): (số đếm) ("[^"]*")$',
        r"\1: \3 \2",
    ),
    sub(
        "tên gọi đứng trước hai chấm",
        "E106 E107 E108 E119",
        r'(SỐ LIỆU \w+): (số đếm) ("[^"]*")$',
        r"\1 \3: \2",
    ),
    sub("mã đứng sau tên", "E107 E106 E119 E101", r'^(TIÊU CHÍ) ([\d.]+) ("[^"]*")', r"\1 \3 \2"),
    sub(
        "điểm đứng trước tên",
        "E106 E107 E119 E102",
        r'^(TIÊU CHÍ [\d.]+) ("[^"]*"): (\d+ điểm)$',
        r"\1: \3 \2",
    ),
    sub("số phần trăm cho số đếm", "E203", r"^(  nhiệm_vụ\w* = [1-9]\d*)$", r"\1%"),
    sub("kiểu phần trăm cho tỷ lệ viết số", "E203", r"^(  TÍNH \w+): phần trăm", r"\1: ngày"),
    edited("tiêu đề chép hai lần", "E305", r"^TIÊU CHÍ THÀNH PHẦN [\d.]+ \"", _heading_twice),
    edited(
        "số liệu viết liền dòng dưới",
        "E117 E107 E119 E106",
        r'^  SỐ LIỆU \w+: (?:có/không|số đếm|ngày) "[^"]*"$',
        _second_statement,
    ),
    sub("ràng buộc <= là đúng", "", r"^(  RÀNG BUỘC \w+) không quá", r"\1 <="),
    sub("ràng buộc nhỏ hơn", "E107", r"^(  RÀNG BUỘC \w+) không quá", r"\1 nhỏ hơn"),
    sub("còn lại có từ", "E107 E101", r"^    còn lại", "    từ còn lại"),
    sub("còn lại không có điểm", "E105 E119 E103", r"^(    còn lại): 0$", r"\1: không có điểm"),
    sub("không điểm", "E103 E107", r"^(    còn lại: )0$", r"\1không điểm"),
    sub("không chấm ở còn lại", "E107 E103 E119", r"^(    còn lại: )0$", r"\1không chấm"),
    sub("đối tượng viết hoa là đúng", "", r"^  đối tượng: xã", "  Đối tượng: Xã"),
    sub(
        "căn cứ nhiều số hiệu không nháy",
        "E102",
        r'^  căn cứ: ".*"$',
        "  căn cứ: Quyết định 12/QĐ-UBND, Kế hoạch 5/KH",
    ),
)
