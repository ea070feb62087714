"""`cchc template`: a rule set in, blank forms out, for one unit or for every unit of a roster.

JSON: {"rules": {"code", "year", "sha256"} | null, "written": [path …],
"diagnostics": [finding …]}.
"""

from typing import TYPE_CHECKING

from cchc_rules.cli.arguments import UsageError
from cchc_rules.cli.options import declare_json, declare_year
from cchc_rules.cli.output import Progress, say, screen_of_errors, write
from cchc_rules.diagnostics import has_errors
from cchc_rules.engine.templates import Issued, Order, issue
from cchc_rules.report.documents import compact, rules_json
from cchc_rules.report.findings import json_of, summary_of, texts_of
from cchc_rules.report.rules_text import rules_line

if TYPE_CHECKING:
    from argparse import Namespace

    from cchc_rules.cli.arguments import Parser

_MOST_NAMED = 10


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    parser.add_argument("rules", metavar="LUẬT", help="tệp luật .cchc, hoặc MÃ@NĂM")
    parser.add_argument(
        "-o", "--output", metavar="TỆP", required=True,
        help="tệp .xlsx để ghi phiếu; với --units là thư mục, mỗi đơn vị một tệp",
    )  # fmt: skip
    declare_year(parser)
    parser.add_argument("--unit", metavar="ĐƠN_VỊ", default="", help="tên đơn vị ghi sẵn ở phiếu")
    parser.add_argument("--kind", metavar="LOẠI", default="", help="loại đơn vị, ví dụ phường")
    parser.add_argument("--units", metavar="TỆP", help="danh sách đơn vị: mã, tên, loại, xếp hạng")
    parser.add_argument(
        "--previous", metavar="TỆP", help="số liệu năm trước (bảng hoặc JSON), ghi sẵn và khóa"
    )
    parser.add_argument(
        "--force", action="store_true", help="thay tệp đã có (tệp cũ giữ lại với đuôi .bak)"
    )
    declare_json(parser)


def run(arguments: "Namespace") -> int:
    """Write the forms."""
    issued = _issued(arguments)
    if arguments.json:
        write(compact(_json(issued)))
    else:
        _show(issued)
    return int(has_errors(issued.found))


def _issued(arguments: "Namespace") -> Issued:
    if arguments.units and (arguments.unit or arguments.kind):
        raise UsageError("--units đã có tên và loại của từng đơn vị; bỏ --unit và --kind.")
    if arguments.previous and not (arguments.units or arguments.unit):
        raise UsageError("--previous cần biết đơn vị nào: thêm --unit TÊN hoặc --units TỆP.")
    if not arguments.units and not arguments.output.casefold().endswith(".xlsx"):
        raise UsageError(f"Tệp phiếu phải có đuôi .xlsx, ví dụ: -o {arguments.output}.xlsx")
    order = Order(
        rules=arguments.rules,
        output=arguments.output,
        year=arguments.year,
        unit=arguments.unit,
        kind=arguments.kind,
        units=arguments.units,
        previous=arguments.previous,
        force=arguments.force,
    )
    with Progress() as progress:
        return issue(order, progress.show)


def _show(issued: Issued) -> None:
    if issued.loaded.usable is not None:
        write(rules_line(issued.loaded.usable))
    for text in texts_of(issued.found, issued.loaded.lines, screen_of_errors()):
        say(text)
    for path in issued.written[:_MOST_NAMED]:
        write(f"Đã ghi {path}")
    if len(issued.written) > _MOST_NAMED:
        write(f"… tất cả {len(issued.written)} phiếu.")
    if issued.found:
        say(f"Tổng cộng: {summary_of(issued.found)}.")


def _json(issued: Issued) -> dict[str, object]:
    return {
        "rules": rules_json(issued.loaded.usable),
        "written": list(issued.written),
        "diagnostics": [json_of(found) for found in issued.found],
    }
