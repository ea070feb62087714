"""Settings in, a running server out, until it is stopped."""

import os
import socket
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from cchc_rules.records import replace
from cchc_rules.server.pages import NOT_INSTALLED, MissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.server.settings import Settings

LICENCE = "XLWINGS_LICENSE_KEY"

_NO_KEY = f"""\
Chưa có khóa giấy phép của xlwings PRO, nên máy chủ chưa chạy ({{}}).
Phần máy chủ của xlwings không miễn phí cho mọi người: cơ quan nhà nước, trường học dùng không vì \
lợi nhuận thì đặt biến môi trường {LICENCE} là noncommercial; doanh nghiệp mua khóa ở \
xlwings.org. Các phần khác của cchc không cần khóa.
Windows: set {LICENCE}=noncommercial     Linux, Mac: export {LICENCE}=noncommercial
Xem thêm: workbook/addin/server.md"""


class NotStartedError(Exception):
    """The server cannot start on this machine now; the text says what to do."""


def serve(settings: "Settings", told: "Callable[[Settings], None]") -> None:
    """Serve until stopped; `told` is called with what is really listened at once it is."""
    load_xlwings()
    import uvicorn

    with _listening(settings) as listening:
        there = replace(settings, port=listening.getsockname()[1])
        from cchc_rules.server.app import application

        config = uvicorn.Config(
            application(there),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
            ssl_certfile=there.certificate or None,
            ssl_keyfile=there.key or None,
        )
        try:
            config.load()
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            raise NotStartedError(
                f"Không dùng được chứng thư {there.certificate} với khóa {there.key}: {error}"
            ) from error
        told(there)
        uvicorn.Server(config).run(sockets=[listening])


def load_xlwings() -> None:
    """Import xlwings as on a server; say in words what it needs."""
    os.environ["XLWINGS_ON_SERVER"] = "true"
    try:
        import_module("xlwings")
    except ModuleNotFoundError as error:
        raise MissingError(NOT_INSTALLED) from error
    except Exception as error:
        # xlwings refuses a missing, wrong or expired key while it is imported: no class is left.
        raise NotStartedError(_NO_KEY.format(error)) from error


def _listening(settings: "Settings") -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family)
    if sys.platform != "win32":  # there it would let two servers share a port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise NotStartedError(
            f"Không mở được {settings.host}, cổng {settings.port}: {error}. "
            "Có thể một máy chủ khác đang chạy ở cổng ấy; thử --port 8788."
        ) from error
    return listening
