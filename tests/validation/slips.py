"""What officials get wrong in a form: one small function per slip, with what must be found.

Each slip is done to the XML of a real form of the template, as a spreadsheet would have saved it.
`SLIPS` has them by name: what was done, and the codes with their cells, in any order.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.forms.layout import Column
from tests.validation.sent import BOOK, FORM, HELPERS, Formula, Sent, at

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.validation.sent import Value

    Slip = tuple[Callable[[Sent], None], list[tuple[str, str]]]

RULES_PART = "xl/worksheets/sheet3.xml"
DONE, ALL, DAY = at("hồ_sơ_đúng_hạn"), at("hồ_sơ"), at("ngày_ban_hành")
LATE, SHARE, MONEY = at("lần_chậm_báo_cáo"), at("tỷ_lệ_đất"), at("có_kinh_phí")
POINTS, GIVEN = at("2.1", Column.SELF_SCORE), at("2.1", Column.SCORE)
PROOF = at("1.1.1", Column.EVIDENCE)
ROW, BELOW = int(ALL[1:]), int(at("!xếp loại")[1:]) + 1
STRAY = (
    f'<c r="B{ROW + 1}" t="inlineStr"><is><t>Số hồ sơ tồn</t></is></c>'
    f'<c r="D{ROW + 1}"><v>12</v></c>'
)


def put(ref: str, value: Value, *, shown: str = "", font: str = "") -> Callable[[Sent], None]:
    """Type something into a cell, perhaps with another number format or font."""

    def slip(form: Sent) -> None:
        form.put(ref, value)
        if shown or font:
            form.style(ref, shown=shown, font=font)

    return slip


def several(*slips: Callable[[Sent], None]) -> Callable[[Sent], None]:
    def slip(form: Sent) -> None:
        for one in slips:
            one(form)

    return slip


def replaced(old: str, new: str, part: str = FORM) -> Callable[[Sent], None]:
    return lambda form: form.replace(old, new, part)


def typed(ref: str, value: Value, code: str, **look: str) -> Slip:
    """Return a slip that is found once, at the cell where it is typed."""
    return put(ref, value, **look), [(code, ref)] if code else []


FIGURES: dict[str, Slip] = {
    "số dạng chữ": typed(ALL, "1000", "N540"),
    "dấu nháy trước số": typed(ALL, "'1000", "E520"),
    "khoảng trắng không ngắt": typed(ALL, "1\u00a0000", "N540"),
    "khoảng trắng vô hình": typed(ALL, "1000\u200b", "N540"),
    "dấu chấm nghìn": typed(ALL, "1.000", "E524"),
    "dấu phẩy nghìn kiểu Anh": typed(ALL, "1,000", "E524"),
    "số kèm đơn vị": typed(ALL, "1000 hồ sơ", "E520"),
    "chữ O thay số 0": typed(ALL, "1OOO", "E520"),
    "khoảng chừng": typed(ALL, "khoảng 1000", "E520"),
    "“không” thay cho 0": typed(LATE, "không", "E520"),
    "“Không có” thay cho 0": typed(LATE, "Không có", "E520"),
    "chưa có số liệu": typed(ALL, "chưa có số liệu", "E520"),
    "gạch ngang": typed(ALL, "-", "E530"),
    "k/c": typed(ALL, "k/c", "E520"),
    "chấm chấm": typed(ALL, "……", "E520"),
    "tích vào ô số": typed(ALL, "x", "E520"),
    "số âm": typed(LATE, -1, "E521"),
    "số đếm lẻ": typed(at("nhiệm_vụ_giao"), 40.5, "E522"),
    "số đếm lẻ dạng chữ": typed(at("nhiệm_vụ_giao"), "40,5", "E522"),
    "số quá dài": typed(ALL, 10**17, "E522"),
    "số định dạng ngày": typed(ALL, 1000, "E520", shown="dd/mm/yyyy"),
    "số định dạng phần trăm": typed(ALL, 1000, "N545", shown="0%"),
    "tỷ lệ dạng chữ": typed(SHARE, "70%", "N541"),
    "tỷ lệ 70 trong ô phần trăm": typed(SHARE, 70, "E521"),
    "tỷ lệ 70 trong ô thường": typed(SHARE, 70, "E523", shown="General"),
    "tỷ lệ 70 dạng chữ": typed(SHARE, "70", "E523"),
    "tỷ lệ hơn 100%": typed(SHARE, 1.2, "E521"),
    "tỷ lệ ghi bằng phân số": typed(SHARE, "965/1000", "E520"),
    "không áp dụng ở ô không cho": typed(SHARE, "Không áp dụng", "E530"),
    "ngày dạng chữ": typed(DAY, "31/12/2025", "N542"),
    "ngày có dấu chấm": typed(DAY, "31.12.2025", "N542"),
    "ngày bằng lời": typed(DAY, "ngày 31 tháng 12 năm 2025", "N542"),
    "tháng trước ngày": typed(DAY, "12/31/2025", "E527"),
    "ngày không có thật": typed(DAY, "31/02/2026", "E527"),
    "năm hai chữ số": typed(DAY, "31/12/25", "E527"),
    "chỉ có tháng": typed(DAY, "12/2025", "E527"),
    "chỉ có năm": typed(DAY, 2025, "E527"),
    "quý": typed(DAY, "Quý IV/2025", "E527"),
    "ngày ở ô định dạng số": typed(DAY, 46022, "N542", shown="General"),
    "nhầm năm": typed(DAY, date(2062, 12, 31), "W588"),
    "tích X": typed(MONEY, "X", "N543"),
    "tích ✓": typed(MONEY, "✓", "N543"),
    "tích v": typed(MONEY, "v", "E528"),
    "co không dấu": typed(MONEY, "co", "N543"),
    "có kèm giải thích": typed(MONEY, "Có (QĐ 5)", "E528"),
    "chọn cả hai": typed(MONEY, "có/không", "E528"),
    "chữ hoa, chữ NFD, TRUE": (
        several(
            put(MONEY, unicodedata.normalize("NFD", "Có")), put(at("có_phân_công"), value=True)
        ),
        [],
    ),
    "phông TCVN3": typed(MONEY, "cã", "N547", font=".VnTime"),
    "phông VNI": (
        put(MONEY, "coù", font="VNI-Times"), [("W547", MONEY), ("E528", MONEY)]
    ),
    "ô lỗi": typed(ALL, "#N/A", "E525"),
    "công thức hỏng": typed(ALL, Formula("#REF!+1", "#REF!"), "E525"),
    "công thức ở ô nhập": typed(ALL, Formula("500+500", 1000), "N585"),
    "liên kết tệp khác": typed(ALL, Formula("[1]Sheet1!$A$1", 1000), "W506"),
    "công thức ra rỗng": typed(ALL, Formula('IF(1,"","")', ""), "N599"),
    "chỉ có dấu cách": typed(ALL, "   ", "N599"),
    "bỏ trống": typed(ALL, None, "N599"),
    "tử số lớn hơn mẫu số": typed(DONE, 1200, "E590"),
    "hai ô đổi chỗ": (several(put(ALL, 965), put(DONE, 1000)), [("E590", DONE)]),
    "ghi ở dòng tiêu chí": typed(at("2.1"), 965, "W587"),
    "ghi ở dòng lĩnh vực": typed(at("2"), "Đã xong", "W587"),
    "ghi lệch sang cột điểm": typed(at("hồ_sơ", Column.SELF_SCORE), 3, "W587"),
    "ghi lệch sang cột điểm tối đa": typed(at("hồ_sơ", Column.MAXIMUM), 1000, "W587"),
    "ghi lệch sang cột STT": typed(at("hồ_sơ", Column.ORDER), 1000, "W587"),
    "ghi vào cột của hội đồng": typed(at("hồ_sơ", Column.OVERRIDE), 3, "E572"),
    "thiếu tài liệu": typed(PROOF, None, "E597"),
    "tài liệu là gạch ngang": typed(PROOF, "-", "E597"),
    "tài liệu là “Không có”": typed(PROOF, "Không có.", "E597"),
    "giải trình thay tài liệu": (
        several(put(PROOF, None), put(at("1.1.1", Column.EXPLANATION), "Chưa kịp ban hành")), []
    ),
}  # fmt: skip
SCORES: dict[str, Slip] = {
    "điểm vượt tối đa": typed(POINTS, 8, "E591"),
    "điểm âm": typed(POINTS, -1, "E592"),
    "điểm khác": typed(POINTS, 3, "E592"),
    "điểm đúng nhưng đè công thức": typed(POINTS, 4, "E593"),
    "điểm dạng chữ": typed(POINTS, "4,0", "E593"),
    "xóa công thức": typed(POINTS, None, "E593"),
    "sửa công thức": typed(POINTS, Formula("2+2", 4), "W595"),
    "công thức điểm lỗi": typed(POINTS, Formula("#REF!", "#REF!"), "E525"),
    "giá trị đã lưu cũ": (
        lambda form: form.put(POINTS, Formula(_formula(form, POINTS), 3)), [("W594", POINTS)]
    ),
    "chép công thức dòng khác": (
        lambda form: form.put(POINTS, Formula(_formula(form, at("2.2", Column.SELF_SCORE)), 1.5)),
        [("W595", POINTS)],
    ),
    "tự chấm tiêu chí hội đồng chấm": typed(at("2.3", Column.SELF_SCORE), 4, "W587"),
    "sửa điểm lĩnh vực": typed(at("2", Column.SELF_SCORE), 9, "E592"),
    "sửa tổng điểm": typed(at("!tổng điểm", Column.SELF_SCORE), 20, "E592"),
    "sửa tỷ lệ": typed(at("!tỷ lệ", Column.SELF_SCORE), 0.99, "E592"),
    "ghi điểm thẩm định": typed(GIVEN, 5, "E593"),
    "ghi xếp loại": typed(at("!xếp loại", Column.SCORE), "Tốt", "E593"),
    "ghi giải trình đè lý do": typed(at("2.1", Column.REASON), "Đã nộp đủ hồ sơ", "W587"),
    "xóa cột lý do một ô": typed(at("2.1", Column.REASON), None, "W595"),
    "sửa điểm tối đa": typed(at("2.1", Column.MAXIMUM), 6, "E578"),
    "điểm tối đa thành chữ": typed(at("2.1", Column.MAXIMUM), "5 điểm", "E578"),
    "xóa điểm tối đa": typed(at("2.1", Column.MAXIMUM), None, "E578"),
    "sửa điểm tối đa lĩnh vực": typed(at("2", Column.MAXIMUM), 14, "E578"),
    "sửa tổng điểm tối đa": typed(at("!tổng điểm", Column.MAXIMUM), 100, "E578"),
}  # fmt: skip


def _formula(form: Sent, ref: str) -> str:
    found = re.search(r"<f>(.*?)</f>", form.cell(ref), re.DOTALL)
    assert found
    return found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def delete_row(number: int, form: Sent) -> None:
    """Delete a row; what referred to it is lost."""
    form.replace(form.row(number), "")
    broken = re.compile(rf"'Phiếu chấm điểm'!\$?[A-Z]\$?{number}\b")
    form.parts[HELPERS] = broken.sub("#REF!", form.text(HELPERS))
    form.move(number + 1, -1)


def insert_row(cells: str, form: Sent) -> None:
    """Insert a row below the first figure of 2.1."""
    form.move(ROW + 1, 1)
    form.replace(f'<row r="{ROW + 2}"', f'<row r="{ROW + 1}">{cells}</row><row r="{ROW + 2}"')


def copy_row(form: Sent) -> None:
    """Insert a copy of a row below it."""
    copied = form.row(ROW).replace(f'r="{ROW}"', f'r="{ROW + 1}"')
    copied = re.sub(rf'(<c r="[A-Z]+){ROW}"', rf'\g<1>{ROW + 1}"', copied)
    form.move(ROW + 1, 1)
    form.replace(f'<row r="{ROW + 2}"', f'{copied}<row r="{ROW + 2}"')


def add_row(form: Sent) -> None:
    """Write a figure below the table, in the empty row there."""
    empty = re.search(rf'<row r="{BELOW}"[^>]*/>', form.text())
    assert empty
    form.replace(empty[0], f'<row r="{BELOW}">{STRAY.replace(str(ROW + 1), str(BELOW))}</row>')


def move_row(form: Sent) -> None:
    """Cut the row below and insert it above: formulas follow."""
    above, below = form.row(ROW), form.row(ROW + 1)
    names = {str(ROW): str(ROW + 1), str(ROW + 1): str(ROW)}

    def other(found: re.Match[str]) -> str:
        return found[1] + names[found[2]] + found[3]

    places = re.compile(rf'(r="[A-Z]*)({ROW}|{ROW + 1})(")')
    form.replace(above + below, places.sub(other, below) + places.sub(other, above))
    figures = re.compile(rf"(!\$?[DE]\$?)({ROW}|{ROW + 1})(\b)")
    for part in (HELPERS, BOOK):
        form.parts[part] = figures.sub(other, form.text(part))


def sort_titles(form: Sent) -> None:
    """Sort the column of titles alone."""
    keys = ["1.1.1", "1.1.2", "1.1.3", "1.2", "2.1", "2.2", "2.3", "hồ_sơ", "hồ_sơ_đúng_hạn"]
    keys += ["có_phân_công", "có_kinh_phí", "nhiệm_vụ_giao", "nhiệm_vụ_xong"]
    cells = [at(key, Column.TITLE) for key in keys]
    texts = [re.search(r"<t[^>]*>(.*?)</t>", form.cell(ref)) for ref in cells]
    for ref, text in zip(cells, texts[1:] + texts[:1], strict=True):
        assert text
        form.put(ref, text[1])


def paste_values(form: Sent) -> None:
    """Paste the whole sheet over itself as values."""
    form.recalculates = False
    form.parts[FORM] = re.sub(r"<f>.*?</f>", "", form.text(), flags=re.DOTALL)


def drop_sheets(*names: str) -> Callable[[Sent], None]:
    """Delete sheets, and what refers to them."""

    def slip(form: Sent) -> None:
        for name in names:
            found = re.search(rf'<sheet name="{name}"[^>]*/>', form.text(BOOK))
            assert found
            form.replace(found[0], "", BOOK)
        if "CCHC_TINH" in names:
            form.recalculates = False
            form.parts[FORM] = re.sub(
                r' t="str"><f>[^<]*CCHC_TINH[^<]*</f><v>[^<]*</v>|><f>[^<]*CCHC_TINH[^<]*</f>'
                r"<v>[^<]*</v>",
                ' t="e"><f>#REF!</f><v>#REF!</v>',
                form.text(),
            )

    return slip


def rename_sheet(form: Sent) -> None:
    """Give the sheet the unit's name; all that refers to it follows."""
    for name, part in form.parts.items():
        if isinstance(part, str):
            form.parts[name] = part.replace("Phiếu chấm điểm", "Xã Mường Nhé")


def copy_sheet(form: Sent) -> None:
    """Copy the sheet within the workbook."""
    form.parts["xl/worksheets/sheet9.xml"] = form.text()
    form.replace("</sheets>", '<sheet name="Phiếu (2)" sheetId="9" r:id="rId99"/></sheets>', BOOK)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="worksheets/sheet9.xml"/>'
    form.replace("</Relationships>", link + "</Relationships>", "xl/_rels/workbook.xml.rels")
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    part = f'<Override PartName="/xl/worksheets/sheet9.xml" ContentType="{main}"/>'
    form.replace("</Types>", part + "</Types>", "[Content_Types].xml")


def merge(area: str) -> Callable[[Sent], None]:
    return replaced("<mergeCell ", f'<mergeCell ref="{area}"/><mergeCell ')


def restamp(old: str, new: str) -> Callable[[Sent], None]:
    """Change what the hidden sheet of rules says."""

    def slip(form: Sent) -> None:
        form.parts[RULES_PART] = re.sub(old, new, form.text(RULES_PART), count=1)

    return slip


def lose_keys(form: Sent) -> None:
    """Delete the hidden column of keys."""
    cells = r'<c r="M\d+"[^>]*?(?:/>|>.*?</c>)'
    form.parts[FORM] = re.sub(cells, "", form.text(), flags=re.DOTALL)


def unprotect(form: Sent) -> None:
    form.parts[FORM] = re.sub(r"<sheetProtection[^>]*/>", "", form.text())


FORMS: dict[str, Slip] = {
    "sửa tên tiêu chí": typed(at("2.1", Column.TITLE), "Tỷ lệ hồ sơ sớm hạn", "W577"),
    "sửa tên số liệu": typed(at("hồ_sơ", Column.TITLE), "Số hồ sơ tiếp nhận", "W577"),
    "xóa tên": typed(at("hồ_sơ", Column.TITLE), None, "W577"),
    "sửa mã": typed(at("2.1", Column.ORDER), "2.9", "E576"),
    "mã thành số": typed(at("2.1", Column.ORDER), 2.1, ""),
    "sửa tiêu đề cột": typed("D10", "Số liệu đơn vị", "W577"),
    "sửa tiêu đề nhóm cột": (put("F9", "Kết quả"), [("W577", "F10")]),
    "xóa dòng số liệu": (
        partial(delete_row, ROW + 1), [("E574", at("hồ_sơ", Column.TITLE))]
    ),
    "xóa dòng tiêu chí": (partial(delete_row, ROW - 1), [("E574", at("2", Column.TITLE))]),
    "chèn dòng trống": (partial(insert_row, ""), []),
    "chèn dòng số liệu": (partial(insert_row, STRAY), [("W575", f"B{ROW + 1}")]),
    "thêm dòng dưới phiếu": (
        add_row, [("W575", f"B{BELOW}")]
    ),
    "chép thêm dòng": (copy_row, [("E511", f"B{ROW + 1}")]),
    "chuyển dòng lên trên": (move_row, []),
    "sắp xếp riêng cột tên": (sort_titles, [("E579", at("1.1.1", Column.TITLE))]),
    "ẩn dòng có số liệu": (
        replaced(f'<row r="{ROW}"', f'<row r="{ROW}" hidden="1"'), [("W583", ALL)]
    ),
    "lọc làm ẩn dòng": (
        several(
            replaced(f'<row r="{ROW}"', f'<row r="{ROW}" hidden="1"'),
            replaced("<mergeCells ", '<autoFilter ref="A11:L39"/><mergeCells '),
        ),
        [("W583", ALL)],
    ),
    "ẩn cột số liệu": (
        replaced('<col min="4" ', '<col hidden="1" min="4" '),
        [("W583", at("có_kỷ_luật"))],
    ),
    "gộp hai ô nhập": (
        several(put(DONE, None), merge(f"{ALL}:{DONE}")), [("E586", ALL)]
    ),
    "gộp ngang": (merge(f"{ALL}:E{ROW}"), [("E586", ALL)]),
    "mất một khóa": typed(at("hồ_sơ", Column.KEY), None, "E511"),
    "khóa chép của dòng khác": typed(at("hồ_sơ_đúng_hạn", Column.KEY), "hồ_sơ", "E511"),
    "xóa cột khóa": (lose_keys, [("N580", "")]),
    "gỡ bảo vệ": (unprotect, [("N584", "")]),
    "đổi tên trang": (rename_sheet, []),
    "chép thêm trang": (copy_sheet, [("W509", "")]),
    "dán giá trị đè cả phiếu": (
        paste_values,
        [
            ("E593", at("1.1.1", Column.SELF_SCORE)),
            ("E593", at("1.1.1", Column.SCORE)),
            ("W587", at("1.1.1", Column.REASON)),
        ],
    ),
    "xóa trang ẩn bộ luật": (drop_sheets("CCHC_LUAT"), [("W582", "")]),
    "xóa trang ẩn công thức": (
        drop_sheets("CCHC_TINH"), [("E525", at("1.1.1", Column.SELF_SCORE))]
    ),
    "bản khác của bộ luật": (restamp("[0-9a-f]{64}", "0" * 64), [("W582", "")]),
    "phiếu năm khác": (restamp("<v>2026</v>", "<v>2025</v>"), [("E582", "")]),
    "phiếu cấp khác": (restamp(">CCHC-XA<", ">CCHC-SO<"), [("E582", "")]),
    "đếm ngày từ 1904": (
        several(
            replaced("<workbookPr ", '<workbookPr date1904="1" ', BOOK),
            put(DAY, 46022 - 1462),
            put(at("ngày_báo_cáo"), 46365 - 1462),
        ),
        [("N548", "")],
    ),
    "tên đơn vị khác": typed("C7", "Xã Nậm Kè", "W573"),
    "xóa tên đơn vị": typed("C7", None, "E573"),
    "tên đơn vị thừa dấu cách, chữ NFD": typed(
        "C7", unicodedata.normalize("NFD", " Xã  Mường Nhé "), ""
    ),
    "loại đơn vị khác": typed("I7", "phường", "W573"),
    "loại đơn vị không có": typed("I7", "thị trấn", "E516"),
    "mã đơn vị khác": typed("K7", "08", "W573"),
}  # fmt: skip
SLIPS = {**FIGURES, **SCORES, **FORMS}
