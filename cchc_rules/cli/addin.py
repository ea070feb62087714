"""`cchc addin`: a spreadsheet program in, what brings our functions into its cells out.

JSON: {"host", "written": [path …], "note", "diagnostics": [finding …]}.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.cli.arguments import UsageError
from cchc_rules.cli.options import declare_json
from cchc_rules.cli.output import say, screen_of_errors, write
from cchc_rules.diagnostics import Diagnostic, has_errors
from cchc_rules.records import replace
from cchc_rules.report.documents import compact
from cchc_rules.report.findings import json_of, texts_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from typing import IO

    from cchc_rules.cli.arguments import Parser

    Made = tuple[dict[str, bytes], str]
    """Files by name, and what to tell about them."""


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    parser.add_argument(
        "host",
        choices=sorted(_HOSTS),
        metavar="NƠI",
        help="calc (LibreOffice), excel (Excel trên Windows), lite (xlwings Lite: Excel trên "
        "Windows, Mac, web), server (như lite, qua máy chủ của cơ quan)",
    )
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "-o",
        "--output",
        metavar="THƯ_MỤC",
        help="thư mục để ghi các tệp; hoặc tên riêng của một tệp, ví dụ cchc.oxt",
    )
    place.add_argument(
        "--install", action="store_true", help="đặt vào nơi Excel của máy này tự nạp (Windows)"
    )
    parser.add_argument(
        "--python", metavar="TỆP", default="",
        help="pythonw.exe mà Excel gọi (mặc định: với --install là Python này, nếu không thì nơi "
        "hướng dẫn cài đặt dùng)",
    )  # fmt: skip
    parser.add_argument(
        "--url", metavar="URL", default="",
        help="với server: địa chỉ của máy chủ, ví dụ https://cchc.tinh.gov.vn",
    )  # fmt: skip
    declare_json(parser)


def run(arguments: "Namespace") -> int:
    """Write the files of one host."""
    files, note = _HOSTS[arguments.host](arguments)
    output = Path(arguments.output) if arguments.output else _start_folder()
    if arguments.install:
        files = {name: content for name, content in files.items() if name.endswith(".xlam")}
    found: list[Diagnostic] = []
    written: list[str] = []
    named = {name for name in files if output.suffix and name.endswith(output.suffix)}
    for name in named or files:  # one of the files may be named itself, and stands alone then
        path, content = output if named else output / name, files[name]
        trouble = _put(path, content)
        found.extend(trouble)
        if not trouble:
            written.append(str(path))
    if arguments.json:
        write(compact({"host": arguments.host, "written": written, "note": note,
                       "diagnostics": [json_of(one) for one in found]}))  # fmt: skip
    else:
        for text in texts_of(found, {}, screen_of_errors()):
            say(text)
        for one in written:
            write(f"Đã ghi {one}")
        if written:
            write(note)
    return int(has_errors(found))


def _put(path: Path, content: bytes) -> tuple[Diagnostic, ...]:
    import contextlib

    from cchc_rules.excel.placing import put_in_place

    with contextlib.suppress(OSError):  # writing says why
        path.parent.mkdir(parents=True, exist_ok=True)

    def write_all(opened: "IO[bytes]") -> None:
        opened.write(content)

    return put_in_place(path, write_all, lambda _: None)


def _start_folder() -> Path:
    """Return the folder from which Excel loads everything and which it trusts."""
    from cchc_rules.classic.doctor.machine import START, expand

    if "APPDATA" not in os.environ:
        raise UsageError("--install chỉ dùng trên Windows có Excel; ở đây hãy dùng -o THƯ_MỤC.")
    return Path(expand(START, os.environ))


def _excel(arguments: "Namespace") -> "Made":
    from cchc_rules.classic.files import INTERPRETER, MissingError, build

    try:
        built = build(arguments.python or (_own_python() if arguments.install else INTERPRETER))
    except MissingError as missing:
        raise UsageError(str(missing)) from missing
    return built.files, (
        f"Dùng với xlwings {built.xlwings}. Cách cài: workbook/addin/excel.md. "
        "Nếu hàm không chạy: cchc doctor"
    )


def _own_python() -> str:
    """Return the Python without a window that belongs to the one that runs this."""
    return str(Path(sys.executable).with_name("pythonw.exe"))


def _calc(arguments: "Namespace") -> "Made":
    from cchc_rules.calc.extension import NAME, extension
    from cchc_rules.porting import CALC

    _refuse_machine(arguments, "cchc.oxt")
    note = "Cách cài: mở cchc.oxt bằng LibreOffice. Xem workbook/addin/README.md, mục 2."
    return {NAME: extension(), "cchc-vi-du-calc.xlsx": _example(CALC)}, note


def _lite(arguments: "Namespace") -> "Made":
    from cchc_rules.lite import BOOK, CODE, code, with_code
    from cchc_rules.porting import SERVER

    _refuse_machine(arguments, BOOK)
    note = f"Cách dùng: mở {BOOK} bằng Excel có xlwings Lite. Xem workbook/addin/lite.md."
    return {BOOK: with_code(_example(SERVER)), CODE: code().encode()}, note


def _server(arguments: "Namespace") -> "Made":
    from cchc_rules.porting import SERVER
    from cchc_rules.server.pages import BOOK, MANIFEST, manifest
    from cchc_rules.server.settings import Settings, UnsafeError, tidy

    _refuse_machine(arguments, BOOK)
    try:
        address = tidy(arguments.url or Settings().address)
    except UnsafeError as error:
        raise UsageError(str(error)) from error
    note = f"Máy chủ: {address}. Cách chạy máy chủ và nạp tệp khai báo: workbook/addin/server.md."
    return {BOOK: _example(SERVER), MANIFEST: manifest(address).encode()}, note


def _refuse_machine(arguments: "Namespace", name: str) -> None:
    """Refuse the options of Excel on this machine."""
    if arguments.install or arguments.python:
        raise UsageError(
            f"--install và --python chỉ dùng cho excel; với {arguments.host} hãy dùng -o {name}."
        )


def _example(host: str) -> bytes:
    """Return the example workbook with the functions spelled as a host finds them."""
    from cchc_rules.example import example_pages
    from cchc_rules.excel.macros import plain_book
    from cchc_rules.porting import respelled

    example = example_pages()
    pages = []
    for page in example.pages:
        formulas = [replace(one, formula=respelled(one.formula, host)) for one in page.formulas]
        pages.append(replace(page, formulas=tuple(formulas)))
    return plain_book(pages, example.names)


_HOSTS: "dict[str, Callable[[Namespace], Made]]" = {
    "calc": _calc,
    "excel": _excel,
    "lite": _lite,
    "server": _server,
}
