"""`cchc doctor`: this machine in, why our functions do not run in its Excel and what to do out.

JSON: {"checks": [{"name", "title", "status": "fine" | "broken" | "unknown", "message", "remedy"}]}.
"""

from typing import TYPE_CHECKING

from cchc_rules.classic.doctor import Status, Verdict, examine, this_machine
from cchc_rules.cli.options import declare_json
from cchc_rules.cli.output import write, write_all
from cchc_rules.report.documents import compact

if TYPE_CHECKING:
    from argparse import Namespace

    from cchc_rules.cli.arguments import Parser

_WORDS = {Status.FINE: "tốt", Status.BROKEN: "LỖI", Status.UNKNOWN: "chưa rõ"}


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    parser.add_argument(
        "file", nargs="?", default="", metavar="TỆP",
        help="tệp .xlam hoặc .xlsm cần xem (mặc định: cchc.xlam trong thư mục XLSTART)",
    )  # fmt: skip
    declare_json(parser)


def run(arguments: "Namespace") -> int:
    """Examine the machine; 1 where something is broken."""
    verdicts = examine(this_machine(arguments.file))
    if arguments.json:
        write(compact({"checks": [_json(one) for one in verdicts]}))
    else:
        for one in verdicts:
            write_all(_lines(one))
        write(_summary(verdicts))
    return int(any(one.status is Status.BROKEN for one in verdicts))


def _lines(one: Verdict) -> list[str]:
    lines = [f"{_WORDS[one.status]:>7}  {one.title}: {one.message}"]
    return [*lines, f"         Cách sửa: {one.remedy}"] if one.remedy else lines


def _summary(verdicts: tuple[Verdict, ...]) -> str:
    broken = sum(one.status is Status.BROKEN for one in verdicts)
    if broken:
        return f"{broken} điều cần sửa: sửa từ trên xuống, mỗi lần chạy lại cchc doctor."
    if any(one.status is Status.UNKNOWN for one in verdicts):
        return "Chưa thấy lỗi, nhưng có điều không kiểm tra được trên máy này."
    return (
        "Chưa thấy lỗi. Nếu ô vẫn báo lỗi: gõ =CCHC_PHIEN_BAN() rồi gửi nguyên văn cho nơi hỗ trợ."
    )


def _json(one: Verdict) -> dict[str, str]:
    return {
        "name": one.name,
        "title": one.title,
        "status": one.status.value,
        "message": one.message,
        "remedy": one.remedy,
    }
