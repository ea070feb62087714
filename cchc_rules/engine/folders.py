"""Files and folders as somebody types them in, the files that hold figures out, in order."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

RESULT = "-ket-qua"
"""How the names of result files end that we write beside the figures."""

_ENDINGS = frozenset({".xlsx", ".xlsm", ".json"})
_OURS = re.compile(r"-(?:ket-qua|co-ghi-chu)(?:-\d+)?$")
_NUMBERS = re.compile(r"(\d+)")


def is_many(names: "Sequence[str]") -> bool:
    """Say whether these are several files or a folder."""
    return len(names) != 1 or Path(names[0]).is_dir()


def files_in(
    names: "Sequence[str]", besides: "Collection[str]" = ()
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Return the files of figures in `names`, without `besides` and without what we wrote.

    A file that is named counts whatever its name; a folder is searched with all below it.
    """
    left_out = {os.path.realpath(name) for name in besides}
    found: dict[str, None] = {}
    told: list[Diagnostic] = []
    for name in names:
        if not Path(name).is_dir():
            found[name] = None
            continue
        closed: list[OSError] = []
        inside = [one for one in _below(name, closed) if os.path.realpath(one) not in left_out]
        told += [_closed(error, name) for error in closed]
        if not inside and not closed:
            message = "Trong thư mục không có tệp .xlsx, .xlsm hay .json nào."
            remedy = "Kiểm tra lại thư mục; tệp .xls, .ods thì lưu lại thành .xlsx."
            told.append(Diagnostic("E500", Cell(name), message, remedy))
        found |= dict.fromkeys(inside)
    return tuple(found), tuple(told)


def _closed(error: OSError, folder: str) -> Diagnostic:
    message = "Không đọc được thư mục này, nên các tệp trong đó chưa được tính."
    where = Cell(str(error.filename or folder))
    return Diagnostic("E500", where, message, "Kiểm tra quyền đọc thư mục rồi chạy lại.")


def _below(folder: str, closed: list[OSError]) -> "Iterator[str]":
    for where, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted((one for one in folders if not one.startswith(".")), key=_natural)
        for file in sorted(files, key=_natural):
            path = Path(where, file)
            hidden = file.startswith((".", "~$"))
            if path.suffix.casefold() in _ENDINGS and not hidden and not _OURS.search(path.stem):
                yield str(path)


def _natural(name: str) -> list[tuple[int, str]]:
    """Order "xã 2" before "xã 10"."""
    parts = _NUMBERS.split(Path(name.casefold()).stem)
    return [(int(part), "") if at % 2 else (0, part) for at, part in enumerate(parts)]
