"""An exception that nobody expected in, one Vietnamese sentence out; the rest goes into a log."""

import errno
import os
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from cchc_rules import __version__

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def report(error: BaseException) -> str:
    """Write the traceback into a log and return what to tell the user."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:  # where standard output goes
        return (
            "Đĩa hết chỗ trống, nên kết quả chưa được ghi hết; số liệu và tệp của bạn không bị"
            " thay đổi.\nDọn bớt đĩa rồi chạy lại."
        )
    told = (
        f"Chương trình gặp lỗi của chính nó ({type(error).__name__}); số liệu và tệp của bạn không"
        " bị thay đổi."
    )
    log = _write_log(error)
    if log is None:
        return told
    return f"{told}\nChi tiết nằm trong tệp {log}; xin gửi tệp này cho người phát triển."


def _write_log(error: BaseException) -> Path | None:
    text = "".join(traceback.format_exception(error))
    now = datetime.now(UTC)
    head = f"cchc {__version__} · Python {sys.version.split()[0]} · {sys.platform} · {now}\n\n"
    for folder in (_state_folder(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            log = folder / f"cchc-loi-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
            log.write_text(head + text, encoding="utf-8", errors="replace")
        except OSError:
            continue
        return log
    return None


def _state_folder() -> Path:
    if os.name == "nt" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "cchc"
    if state := os.environ.get("XDG_STATE_HOME"):
        return Path(state) / "cchc"
    return Path(os.environ.get("HOME", tempfile.gettempdir())) / ".local" / "state" / "cchc"
