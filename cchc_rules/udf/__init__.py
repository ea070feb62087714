"""The functions as xlwings calls them: what Excel hands over in, what Excel takes out.

Each function of the registry is bound under its own name with the decorators of xlwings, which
are chosen when it is imported: those of COM in the Excel of a Windows desktop, those of Office.js
where XLWINGS_ON_SERVER says so (xlwings Server; xlwings Lite, under Pyodide). Elsewhere they do
nothing, and what stands here are plain functions on the values that COM would hand over.
"""

import sys
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

import xlwings as xw
from xlwings.conversion import Converter, RawValueAccessor

from cchc_rules.functions import FUNCTIONS
from cchc_rules.udf import com, officejs

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.functions import Argument, CellOut, Function, GridIn

__all__ = [one.name for one in FUNCTIONS]

NAMESPACE = "CCHC"
"""What stands before the short name in Office.js, and the category of the desktop."""

_FAULT = (
    "Chương trình gặp lỗi của chính nó ({}). Số liệu của bạn không bị thay đổi. "
    "Xin gửi công thức, số liệu và bộ luật này cho nơi hỗ trợ."
)

_OFFICE_JS = getattr(xw, "on_server", False)
"""What xlwings decided; an older one knows of no server."""

grid_in: "Callable[[object], GridIn]"
cell_out: "Callable[[CellOut], object]"
told: "Callable[[str], str]"
if _OFFICE_JS:
    grid_in, cell_out, told = officejs.grid_in, officejs.cell_out, officejs.typed
else:
    grid_in, cell_out, told = com.grid_in, com.cell_out, str


def bound(function: "Function") -> "Callable[..., list[list[object]]]":
    """Return a function of the registry as xlwings takes one: named, described, positional."""

    def call(*given: object) -> list[list[object]]:
        try:
            grids = (None if one is None else grid_in(one) for one in given)
            return [list(map(cell_out, row)) for row in function(*grids)]
        except Exception as error:
            if _OFFICE_JS:  # Office.js shows a cell what an `XlwingsError` says, nothing else
                raise xw.XlwingsError(_FAULT.format(type(error).__name__)) from error
            raise

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = told(function.summary)
    call.__annotations__ = {}
    call.__signature__ = Signature(list(map(_parameter, function.arguments)))  # type: ignore[attr-defined]
    decorated = xw.ret(_Rows if _OFFICE_JS else "raw")(call)
    for argument in function.arguments:
        decorated = xw.arg(argument.name, "raw", doc=told(argument.help))(decorated)
    # The last: each of the others forgets a name.
    named: Callable[..., list[list[object]]] = xw.func(**_options(function))(decorated)
    return named


class _Rows(Converter):
    """What a function gives Office.js, for the version of its runtime."""

    base = RawValueAccessor  # type: ignore[assignment]

    @classmethod
    def write_value(cls, value: Any, options: dict[str, Any]) -> object:  # noqa: ANN401
        """Return the rows as that runtime takes them."""
        return officejs.for_runtime(value, options["runtime"])


def _options(function: "Function") -> dict[str, Any]:
    """Return the name in Excel: the manifest of a server puts `CCHC.` before it, Lite does not."""
    if not _OFFICE_JS:
        return {"category": NAMESPACE}
    lite = sys.platform == "emscripten"
    return {"name": function.short} | ({"namespace": NAMESPACE} if lite else {})


def _parameter(argument: "Argument") -> Parameter:
    default = None if argument.optional else Parameter.empty
    return Parameter(argument.name, Parameter.POSITIONAL_OR_KEYWORD, default=default)


globals().update({function.name: bound(function) for function in FUNCTIONS})
