"""The options that several commands share, declared once."""

from typing import TYPE_CHECKING

from cchc_rules.cli.arguments import one_of, year

if TYPE_CHECKING:
    from cchc_rules.cli.arguments import Parser

ROUNDS = {
    "self": "self",
    "tu-cham": "self",
    "tự chấm": "self",
    "appraised": "appraised",
    "tham-dinh": "appraised",
    "thẩm định": "appraised",
}


def declare_json(parser: "Parser") -> None:
    """Declare --json."""
    parser.add_argument(
        "--json", action="store_true", help="in kết quả dạng JSON cho phần mềm khác"
    )


def declare_year(parser: "Parser") -> None:
    """Declare --year."""
    parser.add_argument(
        "--year", type=year, metavar="NĂM", help="năm đánh giá, thay cho dòng “năm:” của tệp luật"
    )


def declare_strict(parser: "Parser") -> None:
    """Declare --strict."""
    parser.add_argument("--strict", action="store_true", help="coi cảnh báo như lỗi (mã thoát 1)")


def declare_rule_files(parser: "Parser") -> None:
    """Declare the rule files of `check`, `fmt` and `test`."""
    parser.add_argument("files", nargs="+", metavar="LUẬT", help="tệp luật .cchc, hoặc MÃ@NĂM")


def declare_round(parser: "Parser") -> None:
    """Declare the year, the round, whose figures it takes, and the roster."""
    declare_year(parser)
    parser.add_argument(
        "--round",
        type=one_of(ROUNDS),
        metavar="VÒNG",
        help="tu-cham (tự chấm) hoặc tham-dinh (thẩm định); mặc định: vòng nào có số liệu",
    )
    parser.add_argument("--units", metavar="TỆP", help="danh sách đơn vị: mã, tên, loại, xếp hạng")
    parser.add_argument(
        "--close", action="store_true", help="đã chốt số liệu: ô trống là không có số liệu"
    )
    parser.add_argument(
        "--accept-declared",
        action="store_true",
        help="ô thẩm định còn trống thì lấy số liệu tự khai",
    )


def declare_scoring(parser: "Parser") -> None:
    """Declare what `score`, `explain` and `rank` read and how."""
    parser.add_argument(
        "data",
        nargs="+",
        metavar="SỐ_LIỆU",
        help="phiếu .xlsx của từng đơn vị, bảng .xlsx mỗi đơn vị một dòng, .json, hoặc thư mục",
    )
    parser.add_argument(
        "--rules",
        metavar="LUẬT",
        help="tệp luật .cchc, hoặc MÃ@NĂM trong thư mục luật tin cậy (biến CCHC_RULES)",
    )
    declare_round(parser)
    parser.add_argument(
        "--previous",
        action="append",
        default=[],
        metavar="TỆP",
        help="xếp hạng năm trước (ranking.xlsx, JSON của rank, bảng đã công bố), mỗi năm một tệp; "
        "hoặc số liệu năm trước (bảng hoặc JSON)",
    )
    declare_json(parser)
