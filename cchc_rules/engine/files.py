"""A path and a text in, the file replaced in one step out: nothing is ever half written."""

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic

if TYPE_CHECKING:
    from pathlib import Path


def replace_text(path: "Path", text: str) -> tuple[Diagnostic, ...]:
    """Write `text` beside `path` and move it into place; what prevents it is a finding (E600)."""
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        return (_cannot_write(path, error),)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return ()


def _cannot_write(path: "Path", error: OSError) -> Diagnostic:
    why = error.strerror or type(error).__name__
    return Diagnostic(
        "E600",
        Cell(str(path)),
        f"Không ghi được tệp này ({why}); tệp cũ, nếu có, vẫn còn nguyên.",
        "Đóng tệp nếu đang mở ở chương trình khác, kiểm tra quyền ghi và chỗ trống trên đĩa.",
    )
