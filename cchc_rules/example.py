"""The sample rule set in, the pages of a worked example out: figures, scores, reasons, ranking."""

from datetime import date
from typing import TYPE_CHECKING

from cchc_rules.bundled import folder
from cchc_rules.excel.macros import ArrayFormula, Page
from cchc_rules.functions import FUNCTIONS, Blank, CellOut, HostError, Number, Text
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.excel.macros import Value
    from cchc_rules.functions import CellIn, Function, GridIn

FORM = "Phiếu"
TABLE = "Xếp hạng"
HELP = "Hướng dẫn"
RULES = "CCHC_LUAT"

_RULE_FILE = ("mau", "2026", "xa.cchc")
_BALLOTS = "; ".join(["4"] * 15 + ["3"] * 15)
_LINES: "tuple[tuple[str, str, CellIn], ...]" = (
    ("1", "Công tác chỉ đạo, điều hành", None),
    ("có_kỷ_luật", "Có cán bộ bị kỷ luật", "không"),
    ("đã_khắc_phục", "Đã khắc phục xong trong năm", "không"),
    ("1.1.1", "Ban hành kế hoạch kịp thời", None),
    ("ngày_ban_hành", "Ngày ban hành kế hoạch CCHC", date(2026, 1, 31)),
    ("1.1.2", "Chất lượng kế hoạch", None),
    ("có_phân_công", "Kế hoạch có phân công trách nhiệm", "có"),
    ("có_kinh_phí", "Kế hoạch có bố trí kinh phí", "không"),
    ("1.1.3", "Mức độ hoàn thành kế hoạch", None),
    ("nhiệm_vụ_giao", "Số nhiệm vụ được giao", 40),
    ("nhiệm_vụ_xong", "Số nhiệm vụ hoàn thành", 34),
    ("1.2", "Báo cáo định kỳ", None),
    ("ngày_báo_cáo", "Ngày gửi báo cáo năm", date(2026, 12, 9)),
    ("lần_chậm_báo_cáo", "Số lần chậm báo cáo", 3),
    ("2", "Cải cách thủ tục hành chính", None),
    ("2.1", "Tỷ lệ hồ sơ đúng hạn", None),
    ("hồ_sơ", "Số hồ sơ đã giải quyết", 1000),
    ("hồ_sơ_đúng_hạn", "Số hồ sơ đúng hạn", 965),
    ("2.2", "Cập nhật đất công ích", None),
    ("có_đất_công", "Có quản lý đất công ích", "có"),
    ("tỷ_lệ_đất", "Tỷ lệ đất công ích đã cập nhật", 0.7),
    ("2.3", "Mức độ hài lòng của người dân", None),
    ("phiếu_hài_lòng", "Điểm hài lòng của người dân (1-5)", _BALLOTS),
    ("số_sáng_kiến", "Số sáng kiến CCHC được công nhận", 1),
)
_UNITS: "tuple[tuple[str, dict[str, CellIn]], ...]" = (
    ("Xã Mẫu A", {}),
    (
        "Xã Mẫu B",
        {"hồ_sơ_đúng_hạn": 985, "tỷ_lệ_đất": 1, "ngày_ban_hành": date(2025, 12, 31)},
    ),
    (
        "Xã Mẫu C",
        {"hồ_sơ_đúng_hạn": 940, "tỷ_lệ_đất": 0.5, "ngày_ban_hành": date(2026, 2, 15)},
    ),
)
"""What differs from the form's figures."""

_RESULTS = ("Tổng điểm", "Tỷ lệ", "Xếp loại", "Xếp hạng", "Ghi chú")
_SCORE, _PERCENT = "0.00", "0.00%"
_FIRST = 5
"""Where the lines of the form begin; rows count from 0."""
_CALLS = {one.name: one for one in FUNCTIONS}


@record()
class Example:
    """The pages, and the names that their formulas use."""

    pages: tuple[Page, ...]
    names: dict[str, str]


def example_pages() -> Example:
    """Return the form, the ranking and the rule text."""
    rules = _rule_lines()
    names = {RULES: f"={RULES}!$A$1:$A${len(rules)}"}
    law = Page(RULES, [[line] for line in rules], widths=(110,))
    return Example((_form(rules), _table(rules), law), names)


def _rule_lines() -> list[str]:
    path = folder("rules").joinpath(*_RULE_FILE)
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _form(rules: "Sequence[str]") -> Page:
    keys = [[key] for key, _, _ in _LINES]
    values = [[value] for _, _, value in _LINES]
    last = _FIRST + len(_LINES)
    given: list[GridIn] = [keys, values, [[line] for line in rules], [["xã"]]]
    area = f"A{_FIRST + 1}:A{last},C{_FIRST + 1}:C{last},{RULES},B2"
    rows: list[list[Value]] = [
        ["Ví dụ: phiếu của một xã. Sửa một số liệu ở cột C, điểm và lý do đổi theo."],
        ["Loại đơn vị", "xã"],
        [None, *_RESULTS[:3], _RESULTS[-1]],
        ["Kết quả"],
        ["Khóa", "Nội dung", "Số liệu", "Điểm", "Vì sao", "Cần sửa"],
        *[[key, title, _shown(value)] for key, title, value in _LINES],
    ]
    formulas = (
        _formula("CCHC_TONG", (3, 1), area, given, (_SCORE, _PERCENT, "", "")),
        _formula("CCHC_DIEM", (_FIRST, 3), area, given, (_SCORE,)),
        _formula("CCHC_GIAI_THICH", (_FIRST, 4), area, given),
        _formula("CCHC_KIEM_TRA", (_FIRST, 5), area, given),
    )
    widths = (22, 34, 16, 14, 70, 50)
    return Page(FORM, rows, formulas, widths=widths, heads=(2, 4), entries=(2,))


def _table(rules: "Sequence[str]") -> Page:
    keys = [key for key, _, value in _LINES if value is not None]
    head: list[CellIn] = ["Tên đơn vị", *keys]
    known = {key: value for key, _, value in _LINES}
    lines: list[list[CellIn]] = []
    for name, changed in _UNITS:
        figures = known | changed
        lines.append([name, *[figures[key] for key in keys]])
    right = chr(ord("A") + len(keys))
    area = f"A3:{right}3,A4:{right}{3 + len(lines)},{RULES},B2"
    given: list[GridIn] = [[head], lines, [[line] for line in rules], [["xã"]]]
    rows: list[list[Value]] = [
        ["Ví dụ: mỗi đơn vị một dòng. Sửa một số liệu, kết quả ở năm cột cuối đổi theo."],
        ["Loại đơn vị", "xã"],
        [*map(_shown, head), *_RESULTS],
        *[list(map(_shown, line)) for line in lines],
    ]
    formats = (_SCORE, _PERCENT, "", "", "")
    formula = _formula("CCHC_BANG", (3, len(head)), area, given, formats)
    widths = (22, *[12] * len(keys), 12, 10, 14, 10, 60)
    entries = tuple(range(1, len(head)))
    return Page(TABLE, rows, (formula,), widths=widths, heads=(2,), entries=entries)


def help_page() -> Page:
    """Return the page that tells of every function, with `;` as in a Vietnamese Excel."""
    rows: list[list[Value]] = [["Các hàm CCHC trong ô (dấu ; giữa các đối số)"], []]
    for function in FUNCTIONS:
        rows.append([f"={function.usage}", function.summary])
        rows.append([None, function.help])
        rows.extend([f"  {one.name}", one.help] for one in function.arguments)
        rows.append([])
    return Page(HELP, rows, widths=(52, 100), heads=(0,))


def _formula(
    name: str,
    at: tuple[int, int],
    area: str,
    given: "Sequence[GridIn]",
    formats: tuple[str, ...] = ("",),
) -> ArrayFormula:
    function: Function = _CALLS[name]
    values = tuple(tuple(map(_value, row)) for row in function(*given))
    return ArrayFormula(*at, f"{{={name}({area})}}", values, formats)


def _value(cell: CellOut) -> "Value":
    match cell:
        case Number(value):
            return float(value)
        case Text(value):
            return value
        case HostError():
            return cell.native
        case Blank():
            return ""


def _shown(cell: "CellIn") -> "Value":
    return cell if isinstance(cell, str | int | float | date) else None
