"""`cchc port`: a workbook with our functions in, a copy for another spreadsheet program out.

JSON: {"host", "file", "written": path | null, "renamed", "diagnostics": [finding …]}.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.cli.arguments import UsageError, one_of
from cchc_rules.cli.options import declare_json
from cchc_rules.cli.output import say, screen_of_errors, write
from cchc_rules.diagnostics import has_errors
from cchc_rules.report.documents import compact
from cchc_rules.report.findings import json_of, texts_of

if TYPE_CHECKING:
    from argparse import Namespace

    from cchc_rules.cli.arguments import Parser

_HOSTS = {"excel": "excel", "server": "server", "calc": "calc", "libreoffice": "calc"}


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    parser.add_argument(
        "host", type=one_of(_HOSTS), metavar="NƠI",
        help="excel (Excel trên Windows có cchc.xlam), server (xlwings Server, Lite: Excel trên "
        "Mac, web), calc (LibreOffice)",
    )  # fmt: skip
    parser.add_argument("file", metavar="TỆP", help="bảng tính .xlsx, .xlsm")
    parser.add_argument(
        "-o", "--output", metavar="TỆP_MỚI", required=True, help="bản chép để ghi ra"
    )
    declare_json(parser)


def run(arguments: "Namespace") -> int:
    """Write the copy; only the names of our functions differ in it."""
    from cchc_rules.porting import port

    source, target = Path(arguments.file), Path(arguments.output)
    if target.exists():
        raise UsageError(f"Đã có tệp {target}; hãy chọn tên khác sau -o.")
    if source.suffix.casefold() != target.suffix.casefold():
        raise UsageError(f"Bản chép phải có đuôi {source.suffix} như tệp gốc.")
    count, found = port(source, target, arguments.host)
    written = target.exists()
    if arguments.json:
        write(compact({"host": arguments.host, "file": str(source),
                       "written": str(target) if written else None, "renamed": count,
                       "diagnostics": [json_of(one) for one in found]}))  # fmt: skip
    else:
        for text in texts_of(found, {}, screen_of_errors()):
            say(text)
        if written:
            write(f"Đã ghi {target}: đổi tên hàm ở {count} chỗ, mọi phần khác giữ nguyên.")
    return int(has_errors(found))
