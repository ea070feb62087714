"""`cchc serve`: serves the functions to Excel on Windows, Mac and the web until it is stopped."""

import argparse
import gc
import logging
from typing import TYPE_CHECKING

from cchc_rules.cli.arguments import UsageError
from cchc_rules.cli.output import finish, say, write

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from cchc_rules.cli.arguments import Parser
    from cchc_rules.server.settings import Settings


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ĐỊA_CHỈ",
        help="nơi mở cổng (mặc định 127.0.0.1: chỉ máy này; nơi khác thì phải có mã truy cập)",
    )  # fmt: skip
    parser.add_argument(
        "--port", type=_number(0, 65535), default=8787, metavar="CỔNG", help="mặc định 8787"
    )
    parser.add_argument(
        "--url", default="", metavar="URL",
        help="địa chỉ mà Excel dùng khi có proxy đứng trước, ví dụ https://cchc.tinh.gov.vn",
    )  # fmt: skip
    parser.add_argument(
        "--token-file", default="", metavar="TỆP",
        help="tệp chứa mã truy cập; chưa có thì được tạo. Cũng có thể đặt biến CCHC_TOKEN",
    )  # fmt: skip
    parser.add_argument("--cert", default="", metavar="TỆP", help="chứng thư HTTPS (PEM)")
    parser.add_argument("--key", default="", metavar="TỆP", help="khóa riêng của chứng thư (PEM)")
    parser.add_argument(
        "--max-mb", type=_number(1, 1024), default=8, metavar="N",
        help="lời gọi lớn nhất, tính bằng MB (mặc định 8)",
    )  # fmt: skip
    parser.add_argument(
        "--max-seconds", type=_number(1, 3600), default=30, metavar="N",
        help="một lời gọi lâu nhất bao nhiêu giây (mặc định 30)",
    )  # fmt: skip
    parser.add_argument(
        "--max-calls", type=_number(1, 64), default=4, metavar="N",
        help="số lời gọi được tính cùng lúc (mặc định 4)",
    )  # fmt: skip


def run(arguments: "Namespace") -> int:
    """Serve; 1 where the server cannot start on this machine."""
    from cchc_rules.server.pages import MissingError
    from cchc_rules.server.running import NotStartedError, serve
    from cchc_rules.server.settings import UnsafeError

    gc.enable()  # this run is long
    try:
        settings = _settings(arguments)
        logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%d/%m/%Y %H:%M:%S")
        serve(settings, _told)
    except (MissingError, UnsafeError) as error:
        raise UsageError(str(error)) from error
    except NotStartedError as error:
        say(str(error))
        return 1
    return 0


def _settings(arguments: "Namespace") -> "Settings":
    from cchc_rules.server.settings import Settings, checked, token_of

    token, made = token_of(arguments.token_file)
    settings = checked(
        Settings(
            host=arguments.host,
            port=arguments.port,
            url=arguments.url,
            token=token,
            certificate=arguments.cert,
            key=arguments.key,
            most_bytes=arguments.max_mb << 20,
            most_seconds=arguments.max_seconds,
            most_calls=arguments.max_calls,
        )
    )
    if made:
        say(f"Đã tạo mã truy cập mới trong tệp {arguments.token_file}; gửi riêng cho người dùng.")
    return settings


def _told(settings: "Settings") -> None:
    write(f"Máy chủ CCHC đang chạy ở {settings.listens}/")
    write(f"Tệp khai báo để nạp vào Excel: {settings.address}/manifest.xml")
    write(
        "Mã truy cập: có; người dùng dán mã vào ngăn CCHC của Excel."
        if settings.token
        else "Mã truy cập: không, chỉ máy này gọi được."
    )
    write("Dừng: Ctrl-C")
    finish()


def _number(least: int, most: int) -> "Callable[[str], int]":
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"“{text}” phải là số từ {least} đến {most}.")
        return int(text)

    return read
