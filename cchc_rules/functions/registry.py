"""The functions with their Vietnamese help: what every host shows and calls."""

from typing import TYPE_CHECKING

from cchc_rules.functions import form, standing, table, version
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.functions.cells import GridIn, GridOut

_PREFIX = "CCHC_"


@record()
class Argument:
    """One argument: an ASCII name and what it takes, at most 255 characters."""

    name: str
    help: str
    optional: bool = False
    figures: bool = False
    """A range in which cells may show errors: a host must hand over the others all the same."""


@record()
class Function:
    """One function: how it is called and what a host shows about it.

    `call` takes a grid of cells for each argument in order, None for an optional one that was
    left out, and never raises for what a user did. `summary` has at most 255 characters, `help`
    is the long text for a page; both show `;` between arguments.
    """

    name: str
    arguments: tuple[Argument, ...]
    summary: str
    help: str
    call: "Callable[..., GridOut]"

    @property
    def short(self) -> str:
        """Return the name without `CCHC_`, for hosts with a name space of their own."""
        return self.name.removeprefix(_PREFIX)

    @property
    def usage(self) -> str:
        """Return `CCHC_DIEM(khoa; gia_tri; luat; [loai]; [vong])`."""
        names = (f"[{one.name}]" if one.optional else one.name for one in self.arguments)
        return f"{self.name}({'; '.join(names)})"

    def __call__(self, *grids: "GridIn | None") -> "GridOut":
        """Call the function; arguments that are left out at the end are None."""
        return self.call(*grids, *[None] * (len(self.arguments) - len(grids)))


_KEYS = Argument(
    "khoa",
    "Cột khóa, mỗi ô một khóa: mã tiêu chí (1.1.1), tên số liệu (hồ_sơ), số liệu năm trước "
    "(hồ_sơ@2025), điểm hội đồng chấm (1.1.1!điểm). Ô trống được bỏ qua.",
    figures=True,
)
_VALUES = Argument(
    "gia_tri",
    "Cột giá trị, cao bằng cột khóa. Tỷ lệ là số trong ô (0,85 hay 85%); ô trống là thiếu số "
    "liệu; dấu - là không áp dụng.",
    figures=True,
)
_RULES = Argument(
    "luat",
    "Vùng một cột chứa bộ luật, mỗi ô một dòng (tên CCHC_LUAT trong phiếu), hoặc mã bộ luật tin "
    'cậy trên máy, ví dụ "CCHC-XA@2026".',
)
_KIND = Argument(
    "loai", "Loại đơn vị, ví dụ xã. Bỏ qua nếu bộ luật chỉ có một loại.", optional=True
)
_ROUND = Argument("vong", 'Vòng chấm: "thẩm định" (nếu bỏ qua) hoặc "tự chấm".', optional=True)
_FORM = (_KEYS, _VALUES, _RULES, _KIND, _ROUND)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "CCHC_DIEM",
        _FORM,
        "Điểm của từng dòng: dòng có mã tiêu chí được điểm, dòng số liệu để trống. Chưa đủ số liệu "
        "thì báo #N/A, số liệu sai thì báo lỗi; lý do xem CCHC_GIAI_THICH.",
        "Trả về một cột cao bằng cột khóa. Dòng có mã tiêu chí hoặc lĩnh vực được điểm chưa cộng "
        "vào đâu; điểm mỗi dòng làm tròn để xem, vì vậy tổng điểm lấy ở CCHC_TONG, không dùng SUM. "
        "Tiêu chí không áp dụng để trống.",
        form.scores,
    ),
    Function(
        "CCHC_GIAI_THICH",
        _FORM,
        "Vì sao dòng này được số điểm đó: số liệu đã dùng, dòng luật được áp dụng, điều kiện bị 0 "
        "điểm, còn thiếu bao nhiêu để được mức cao hơn.",
        "Trả về một cột chữ cao bằng cột khóa. Dòng nào CCHC_DIEM báo lỗi thì ở đây có câu nói rõ "
        "lỗi và cách sửa.",
        form.reasons,
    ),
    Function(
        "CCHC_TONG",
        _FORM,
        "Một dòng bốn ô: tổng điểm; tỷ lệ (0,85 là 85%); xếp loại; ghi chú. Tổng làm tròn một lần "
        "theo bộ luật, không cộng từ điểm đã làm tròn.",
        "Nhập thành công thức mảng trên bốn ô liền nhau của một dòng. Chưa đủ số liệu thì tổng "
        "điểm báo #N/A và ô ghi chú cho biết tổng nằm trong khoảng nào, thiếu số liệu gì. Vòng tự "
        "chấm không có xếp loại.",
        form.total,
    ),
    Function(
        "CCHC_KIEM_TRA",
        _FORM,
        "Điều cần sửa hoặc cần biết ở từng dòng, để trống nếu không có gì: khóa lạ, khóa ghi hai "
        "lần, số liệu sai kiểu, chữ được đọc là số, bộ luật có lỗi ở dòng nào.",
        "Trả về một cột chữ cao bằng cột khóa. Mỗi câu có mã (E: lỗi, W: cảnh báo, N: lưu ý), điều "
        "sai và cách sửa.",
        form.findings,
    ),
    Function(
        "CCHC_BANG",
        (
            Argument(
                "tieu_de",
                "Một dòng tiêu đề của bảng, mỗi ô một khóa (hồ_sơ, hồ_sơ@2025, 1.1.1!điểm) hoặc "
                "tiêu đề số liệu; cột tên đơn vị và cột Loại được nhận ra.",
                figures=True,
            ),
            Argument(
                "bang", "Bảng số liệu, mỗi đơn vị một dòng, rộng bằng dòng tiêu đề.", figures=True
            ),
            _RULES,
            Argument(
                "loai",
                "Loại đơn vị dùng cho cả bảng, hoặc một cột cao bằng bảng; bỏ qua nếu bảng có cột "
                "Loại hoặc bộ luật chỉ có một loại.",
                optional=True,
            ),
        ),
        "Mỗi đơn vị một dòng năm ô: tổng điểm; tỷ lệ; xếp loại; xếp hạng; ghi chú. Dòng sai không "
        "làm hỏng dòng khác.",
        "Nhập thành công thức mảng rộng năm cột, cao bằng bảng. Xếp hạng chỉ so các đơn vị có "
        "trong bảng. Dòng trống để trống.",
        table.units,
    ),
    Function(
        "CCHC_XEP_HANG",
        (
            Argument("diem", "Cột điểm. Ô trống hoặc ô lỗi không có hạng.", figures=True),
            Argument(
                "kieu",
                'Cách xếp khi bằng điểm: "1-2-2-4" (nếu bỏ qua) hoặc "1-2-2-3".',
                optional=True,
            ),
        ),
        "Hạng của từng điểm trong cột, điểm cao nhất là hạng 1; bằng điểm thì cùng hạng.",
        "Trả về một cột cao bằng cột điểm. Nên xếp trên điểm chưa làm tròn; muốn xếp đúng theo bộ "
        "luật thì dùng CCHC_BANG.",
        standing.places,
    ),
    Function(
        "CCHC_XEP_LOAI",
        (
            Argument("ty_le", "Cột tỷ lệ so với tổng điểm, ví dụ 0,85 hay 85%.", figures=True),
            _RULES,
            _KIND,
        ),
        "Xếp loại của từng tỷ lệ theo bảng xếp loại của bộ luật.",
        "Trả về một cột chữ cao bằng cột tỷ lệ. Chỉ dùng được khi bộ luật xếp loại theo tỷ lệ, "
        "không kèm điều kiện; nếu có điều kiện thì dùng CCHC_TONG hoặc CCHC_BANG.",
        standing.classes,
    ),
    Function(
        "CCHC_PHIEN_BAN",
        (
            Argument(
                "luat", "Bộ luật, như ở CCHC_DIEM. Bỏ qua thì chỉ cho biết phiên bản phần mềm.",
                optional=True,
            ),
        ),
        "Phiên bản của phần mềm và, nếu có luat, mã, năm và dấu SHA-256 của bộ luật.",
        "Hai máy cho cùng một dòng thì chấm như nhau.",
        version.version,
    ),
)  # fmt: skip
