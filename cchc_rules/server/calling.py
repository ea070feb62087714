"""A call as Office.js posts it in, the matrix that its cells take out.

Imports xlwings for a server: XLWINGS_ON_SERVER must be set and a key for xlwings PRO be there.
"""

import asyncio
import json
import sys
from itertools import chain
from typing import Any

# xlwings asks for this module at each argument; that it is not there is found 30 times faster so.
if sys.platform != "emscripten":
    sys.modules.setdefault("pyodide.ffi", None)  # type: ignore[arg-type]

import xlwings
import xlwings.server

from cchc_rules import udf
from cchc_rules.functions import FUNCTIONS

_FUNCTIONS = {one.name: one for one in FUNCTIONS}
_FIXED = {"client": "Office.js", "runtime": "1.4", "version": xlwings.__version__}
"""What the client says of itself changes nothing: errors go out in one form."""


class MalformedError(Exception):
    """The text is not a call of Office.js; says what is wrong."""


def answer(call: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Call a function by `func_name` and `args`; what its cells show, as JSON has it."""
    given = _FIXED | {"func_name": call["func_name"], "args": call["args"]}
    return asyncio.run(xlwings.server.custom_functions_call(given, udf))


def answered(body: bytes) -> bytes:
    """Read the body of a call and return the body of its answer."""
    return json.dumps(
        {"result": answer(read_call(body))},
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
    ).encode(errors="replace")


def read_call(body: bytes) -> dict[str, Any]:
    """Read a call; every number is the double that it was in Excel."""
    try:
        call = json.loads(body, parse_int=float, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise MalformedError("Nội dung gửi tới không phải là JSON.") from None
    if not isinstance(call, dict) or call.get("func_name") not in list(_FUNCTIONS):
        raise MalformedError("Máy chủ không có hàm này. Đóng rồi mở lại Excel để nạp lại các hàm.")
    args = call.get("args")
    if not isinstance(args, list) or len(args) > len(_FUNCTIONS[call["func_name"]].arguments):
        raise MalformedError("Các đối số không đúng dạng mà Excel gửi.")
    if not all(map(_is_argument, args)):
        raise MalformedError("Một đối số không phải là vùng ô hình chữ nhật.")
    return call


def _no_number(text: str) -> None:
    raise ValueError(text)


def _is_argument(given: object) -> bool:
    """Say whether it is one cell, or rows of cells and of equal width."""
    if not isinstance(given, list):
        return True
    widths = {len(row) if isinstance(row, list) else 0 for row in given}
    if len(widths) != 1 or 0 in widths:
        return False
    return list not in set(map(type, chain.from_iterable(given)))
