"""A writer of bytes in, its file in the place that it is for out: whole, or not there at all.

It is written beside the place, read back, and moved into it in one step. A file that has to be kept
gets a second name (`.bak`, else `.bak2` …) just before: whenever the machine stops, the old file or
the new one is there, and no older `.bak` is ever lost.
"""

import contextlib
import errno
import itertools
import os
import re
import secrets
import shutil
import stat
import time
from typing import IO, TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel.guard import RefusalError
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_ACCESS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{8}\.tmp")
_LEFT_BEHIND = 3600
"""Seconds after which a temporary file is that of a run that was killed."""


@record()
class Stamp:
    """Which file stood in a place, and in which state."""

    device: int
    inode: int
    size: int
    changed: int

    @classmethod
    def of(cls, path: "Path") -> "Stamp":
        """Return the stamp of the file that is there now."""
        seen = path.stat()
        return cls(seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns)


def lock_on(path: "Path") -> Diagnostic | None:
    """Return the finding that a spreadsheet program has the file open, if one has (E600)."""
    target = path.resolve()
    for name in (f"~${target.name}", f".~lock.{target.name}#", f".~{target.name}"):
        if target.with_name(name).exists():
            message = f"Tệp này đang mở ở chương trình khác (có tệp khóa {name})."
            remedy = f"Đóng tệp rồi chạy lại; nếu không ai mở, xóa {name}."
            return Diagnostic("E600", Cell(str(path)), message, remedy)
    return None


def put_in_place(
    path: "Path",
    write: "Callable[[IO[bytes]], None]",
    check: "Callable[[Path], None]",
    *,
    replacing: Stamp | None = None,
) -> tuple[Diagnostic, ...]:
    """Write a new file in the place of `path`; what prevents it is a finding (E600, E604).

    `check` reads the temporary file back and raises OSError. `replacing`: the file that is there
    was read in this state, it is kept as `.bak`, and nothing is written if it has changed.
    """
    locked = lock_on(path)
    if locked is not None:
        return (locked,)
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as opened:
            write(opened)
            opened.flush()
            os.fsync(opened.fileno())
        check(temporary)
        if target.exists():
            shutil.copymode(target, temporary)
        _move(temporary, target, replacing)
    except OSError as error:
        return (Diagnostic("E600", Cell(str(path)), *_reason(error)),)
    except RefusalError as refusal:
        return (refusal.found(str(path)),)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return ()


def _move(temporary: "Path", target: "Path", replacing: Stamp | None) -> None:
    if replacing is None:
        temporary.replace(target)
    else:
        if not target.stat().st_mode & stat.S_IWUSR:
            raise PermissionError(errno.EACCES, "tệp đang đặt chế độ chỉ đọc")
        kept = _keep(target)
        try:
            if Stamp.of(target) != replacing:
                raise changed_meanwhile()
            temporary.replace(target)
        except (OSError, RefusalError):
            if target.exists():
                kept.unlink()
            raise
    _sync(target.parent)


def _keep(target: "Path") -> "Path":
    """Give the file that is there a second name, one that no other file has."""
    for number in itertools.count(1):
        name = target.with_name(f"{target.name}.bak{number if number > 1 else ''}")
        try:
            name.hardlink_to(target)
        except FileExistsError:
            if not name.samefile(target):  # else a run was stopped between the two steps
                continue
        except FileNotFoundError:
            raise changed_meanwhile() from None
        except OSError:  # a disk on which a file has one name only
            if name.exists():
                continue
            _copy(target, name)
        return name
    raise AssertionError  # pragma: no cover - the count has no end


def _copy(target: "Path", name: "Path") -> None:
    temporary = name.with_name(f".{name.name}.{secrets.token_hex(4)}.tmp")
    try:
        shutil.copy2(target, temporary)
        with temporary.open("rb+") as opened:
            os.fsync(opened.fileno())
        temporary.rename(name)
    finally:
        temporary.unlink(missing_ok=True)


def _sync(folder: "Path") -> None:
    """Make the new names last through a power cut, where folders can be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: "Path") -> None:
    """Remove the temporary files that killed runs have left in a folder."""
    with contextlib.suppress(OSError):
        for one in folder.iterdir():
            if _TEMPORARY.fullmatch(one.name) and time.time() - one.stat().st_mtime > _LEFT_BEHIND:
                one.unlink()


def changed_meanwhile() -> RefusalError:
    """Return the refusal to replace a file that is not the one that was read."""
    return RefusalError(
        "E604",
        "Tệp đã bị sửa hoặc chuyển đi trong lúc đang chấm, nên không ghi đè.",
        "Chạy lại lệnh để đọc nội dung mới của tệp.",
    )


def _reason(error: OSError) -> tuple[str, str]:
    if error.errno in _NO_ROOM:
        return "Đĩa hết chỗ trống; tệp cũ, nếu có, vẫn còn nguyên.", "Dọn bớt đĩa rồi chạy lại."
    if error.errno in _NO_ACCESS:
        return (
            "Không có quyền ghi tệp này, hoặc tệp đang mở ở chương trình khác.",
            "Đóng tệp, bỏ chế độ chỉ đọc, hoặc ghi vào thư mục khác.",
        )
    if error.errno == errno.ENOENT:
        return "Thư mục để ghi tệp không có.", "Tạo thư mục trước, hoặc chọn thư mục khác."
    if error.errno in {errno.EISDIR, errno.ENOTEMPTY}:
        return "Đã có một thư mục mang tên này.", "Chọn tên tệp khác."
    why = error.strerror or type(error).__name__
    return f"Không ghi được tệp này ({why}).", "Kiểm tra tên tệp, quyền ghi và chỗ trống trên đĩa."
