"""The command line `cchc`: arguments in, Vietnamese text or JSON and an exit code out.

Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 a fault of the program, 130 stopped by Ctrl-C.
"""

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from cchc_rules import __version__
from cchc_rules.cli.arguments import Parser, UsageError
from cchc_rules.cli.output import abandon, finish, is_closed_pipe, prepare, say, write

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "check": "kiểm tra tệp luật: mọi lỗi trong một lần, kèm cách sửa",
    "fmt": "viết lại tệp luật theo một kiểu thống nhất",
    "test": "chạy các KIỂM THỬ trong tệp luật",
    "validate": "kiểm tra phiếu, bảng số liệu gửi về: mọi lỗi theo từng ô, kèm cách sửa",
    "template": "lập phiếu chấm điểm trống (Excel) cho các đơn vị",
    "score": "chấm điểm các đơn vị",
    "explain": "giải thích vì sao một đơn vị được số điểm ấy",
    "rank": "xếp hạng, xếp loại các đơn vị; ghi ra Excel hoặc JSON",
    "addin": "lập phần bổ trợ để dùng các hàm CCHC ngay trong ô của bảng tính",
    "serve": "chạy máy chủ cho các hàm CCHC trong Excel trên Windows, Mac, web",
    "port": "chép bảng tính có hàm CCHC sang nơi khác: Excel, xlwings Server, LibreOffice",
    "doctor": "tìm vì sao hàm CCHC không chạy trong Excel của máy này, kèm cách sửa",
    "demo": "tạo thư mục ví dụ với số liệu thật rồi xếp hạng thử",
}

USAGE, FAULT, STOPPED, CLOSED_PIPE = 2, 3, 130, 141


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command and return its exit code; no exception ever leaves it."""
    prepare()
    gc.disable()  # a run is short and keeps what it makes: collecting is a tenth of its time
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        finish()
    except SystemExit as ended:  # argparse has shown its help
        return int(ended.code or 0)
    except UsageError as error:
        say(str(error))
        return USAGE
    except KeyboardInterrupt as stopped:
        told = " ".join(
            ("Đã dừng theo yêu cầu (Ctrl-C). Không có tệp nào bị ghi dở.", *stopped.args)
        )
        say(f"\n{told}")
        return STOPPED
    except Exception as error:  # noqa: BLE001  # the last resort: no traceback reaches a user
        if is_closed_pipe(error):
            abandon()
            return CLOSED_PIPE
        from cchc_rules.cli.crash import report

        say(report(error))
        return FAULT
    finally:
        gc.enable()
        if arguments is None:
            gc.freeze()  # the process ends: its last collections need not look through everything
    return code


def _run(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in COMMANDS:
        command = import_module(f"cchc_rules.cli.{first}")
        parser = Parser(first, COMMANDS[first])
        command.declare(parser)
        code: int = command.run(parser.read(arguments[1:]))
        return code
    if first == "--version":
        write(f"cchc {__version__}")
        return 0
    if first in {"", "-h", "--help", "help"}:
        write(_overview())
        return 0 if first else USAGE
    raise UsageError(_unknown(first))


def _overview() -> str:
    longest = max(map(len, COMMANDS))
    lines = (f"  {name:<{longest}}  {purpose}" for name, purpose in COMMANDS.items())
    return "\n".join(
        (
            f"cchc {__version__} – chấm điểm, giải thích và xếp hạng Chỉ số cải cách hành chính",
            "",
            "Cách dùng: cchc LỆNH [tùy chọn]",
            "",
            "Các lệnh:",
            *lines,
            "",
            "Xem cách dùng một lệnh: cchc LỆNH --help. Xem phiên bản: cchc --version.",
            "Bắt đầu nhanh: cchc demo",
        )
    )


def _unknown(typed: str) -> str:
    from cchc_rules.text import nearest

    meant = nearest(typed, COMMANDS)
    hint = f" Có phải là “{meant}”?" if meant else ""
    return f"Không có lệnh “{typed}”.{hint}\nCác lệnh: {', '.join(COMMANDS)}. Trợ giúp: cchc --help"
