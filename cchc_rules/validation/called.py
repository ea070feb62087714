"""A cell that one of our functions fills in, what to say where its host did not know it, out."""

from typing import TYPE_CHECKING

from cchc_rules.excel.calls import UNKNOWN_NAME, calls_ours
from cchc_rules.facts.admit import Remark
from cchc_rules.facts.raw import Failure, Text

if TYPE_CHECKING:
    from cchc_rules.excel.cells import Content

_PORT = "cài phần bổ trợ CCHC rồi tính lại, hoặc đổi tên hàm cho phần mềm đang dùng bằng lệnh"
_COMMAND = "cchc port calc (hay excel, server) TỆP -o TỆP_MỚI"
UNKNOWN_HERE = Remark(
    "W593",
    f"hàm CCHC hiện {UNKNOWN_NAME} vì phần mềm lưu tệp lần cuối không có hàm này",
    f"C{_PORT[1:]} {_COMMAND}. Điểm của hội đồng được tính lại từ số liệu.",
)
MAYBE_UNKNOWN = Remark(
    "W593",
    f"ô kết quả hiện {UNKNOWN_NAME}: phần mềm lưu tệp lần cuối không biết tên hàm trong ô",
    f"Nếu là hàm CCHC thì {_PORT} {_COMMAND}; nếu không thì sửa công thức.",
)
"""Where the formula is not at hand."""


def is_called(content: "Content") -> bool:
    """Say whether one of our functions gives the value of a cell."""
    return bool(content.formula) and calls_ours(content.formula or "")


def is_unknown(content: "Content") -> bool:
    """Say whether the host that stored the value did not have the function."""
    return content.raw in {Failure(UNKNOWN_NAME), Text(UNKNOWN_NAME)}
