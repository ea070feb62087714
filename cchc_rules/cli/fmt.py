"""`cchc fmt`: rule files in, the same files in one layout out; a file with mistakes is left alone.

JSON: {"files": [{"file", "changed", "written", "diagnostics": [finding …]}]}.
"""

from typing import TYPE_CHECKING

from cchc_rules.cli.options import declare_json
from cchc_rules.cli.output import screen, write, write_all, write_pieces
from cchc_rules.engine.layout import Layout, lay_out_file, save
from cchc_rules.report.documents import compact
from cchc_rules.report.findings import json_of, texts_of

if TYPE_CHECKING:
    from argparse import Namespace

    from cchc_rules.cli.arguments import Parser


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="+", metavar="LUẬT", help="tệp luật .cchc")
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--check",
        action="store_true",
        help="chỉ báo tệp nào chưa đúng kiểu, không ghi (mã thoát 1)",
    )
    how.add_argument("--stdout", action="store_true", help="in ra màn hình, không ghi vào tệp")
    how.add_argument("-w", "--write", action="store_true", help="ghi đè tệp (mặc định)")
    declare_json(parser)


def run(arguments: "Namespace") -> int:
    """Lay out every file; 1 where one has mistakes, or with --check is not laid out yet."""
    layouts = [lay_out_file(name) for name in arguments.files]
    if not (arguments.check or arguments.stdout):
        layouts = [save(layout) for layout in layouts]
    if arguments.json:
        write(compact({"files": [_json(layout) for layout in layouts]}))
    else:
        for layout in layouts:
            write_all(texts_of(layout.found, layout.lines, screen()))
            if arguments.stdout and layout.text is not None:
                write_pieces([layout.text])
            else:
                write(f"{layout.name}: {_told(layout, only_check=arguments.check)}")
    refused = any(layout.found for layout in layouts)
    return int(refused or (arguments.check and any(layout.changed for layout in layouts)))


def _told(layout: Layout, *, only_check: bool) -> str:
    if layout.found:
        return "có lỗi nên giữ nguyên tệp"
    if not layout.changed:
        return "đã đúng kiểu"
    return "chưa đúng kiểu" if only_check else "đã viết lại"


def _json(layout: Layout) -> dict[str, object]:
    return {
        "file": layout.name,
        "changed": layout.changed,
        "written": layout.written,
        "diagnostics": [json_of(found) for found in layout.found],
    }
