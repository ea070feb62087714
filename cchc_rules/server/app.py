"""Settings in, the web application out: pages for everyone, calls for who knows the token."""

import asyncio
import hmac
import logging
import mimetypes
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import xlwings
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cchc_rules import __version__, udf
from cchc_rules.server import pages
from cchc_rules.server.calling import MalformedError, answered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from cchc_rules.server.settings import Settings

_log = logging.getLogger(__name__)
_JAVASCRIPT = "text/javascript"
_WAITING = 8
"""How many calls wait with their text in memory for each that runs; others are not yet read."""
_HEARD = 4
"""How many times too big what is refused may be and still be heard out."""
_PATIENCE = 2.0
"""Seconds for that."""
_SENTENCES = {
    404: "Không có trang này.",
    405: "Không dùng được cách gọi này.",
    500: "Máy chủ gặp lỗi của chính nó. Xin báo người quản trị máy chủ xem nhật ký.",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cross-Origin-Resource-Policy": "cross-origin",  # Excel on the web shows us in a frame
}
_NOT_KEPT = {"Cache-Control": "no-store"}
_ANYWHERE = {"Access-Control-Allow-Origin": "*"}
"""Excel on the web reads the description of the functions from a page of its own."""


class RefusedError(Exception):
    """A request that is not answered: the status and one Vietnamese sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def application(settings: "Settings") -> "ASGIApp":
    """Return the application, ready for a server of ASGI."""
    mimetypes.add_type(_JAVASCRIPT, ".js")  # the registry of a Windows may say something else
    mimetypes.add_type("text/css", ".css")
    handlers = {RefusedError: _refused, HTTPException: _not_there, Exception: _broken}
    routes = [*_pages(settings), *Calls(settings).routes()]
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Guard(app, settings.hosts)


def _pages(settings: "Settings") -> list[Route | Mount]:
    """Return what everyone may read: Excel asks for it without any token."""
    version = xlwings.__version__
    meta = xlwings.server.custom_functions_meta(udf)  # type: ignore[no-untyped-call]
    home = (
        f"Máy chủ CCHC {__version__} đang chạy. "
        f"Tệp khai báo để nạp vào Excel: {settings.address}/manifest.xml\n"
    )
    static = pages.scripts()
    return [
        _page("/", PlainTextResponse(home)),
        Route("/taskpane.html", lambda _: HTMLResponse(pages.taskpane(settings, version))),
        _page("/manifest.xml", Response(pages.manifest(settings.address), media_type="text/xml")),
        _page("/xlwings/custom-functions-meta.json", JSONResponse(meta, headers=_ANYWHERE)),
        _page(
            "/xlwings/custom-functions-code.js",
            Response(pages.functions_code(version), headers=_ANYWHERE, media_type=_JAVASCRIPT),
        ),
        Mount("/pane", StaticFiles(directory=pages.PANE)),
        Mount("/static/js", StaticFiles(directory=static / "js")),
        Mount("/static/vendor/office-js", StaticFiles(directory=static / "vendor/office-js")),
    ]


def _page(path: str, response: Response) -> Route:
    async def show(_: Request) -> Response:
        return response

    return Route(path, show)


class Calls:
    """What needs the token: the calls of cells, and the question whether the token is right."""

    def __init__(self, settings: "Settings") -> None:
        self._settings = settings
        self._pool = ThreadPoolExecutor(settings.most_calls, "cchc")
        self._places = asyncio.Semaphore(settings.most_calls * _WAITING)

    def routes(self) -> list[Route]:
        """Return where it is asked."""
        return [
            Route(pages.CALL_PATH, self.call, methods=["POST"]),
            Route("/status", self.status),
        ]

    async def status(self, request: Request) -> Response:
        """Say who answers, to who knows the token."""
        self._admit(request)
        told = {
            "version": __version__,
            "xlwings": xlwings.__version__,
            "token": bool(self._settings.token),
        }
        return JSONResponse(told, headers=_NOT_KEPT)

    async def call(self, request: Request) -> Response:
        """Answer a call: waiting, reading and counting share one time limit."""
        try:
            self._admit(request)
            _expect_json(request)
        except RefusedError:
            with suppress(TimeoutError, ClientDisconnect):
                async with asyncio.timeout(_PATIENCE):
                    await _heard(request, 0, self._settings.most_bytes * _HEARD)
            raise
        until = asyncio.get_running_loop().time() + self._settings.most_seconds
        async with _within(until, 503, "Máy chủ đang bận. Tính lại sau ít phút."):
            await self._places.acquire()
        try:
            async with _within(until, 408, "Số liệu gửi tới quá chậm. Xem lại đường mạng."):
                body = await self._body(request)
        except BaseException:
            self._places.release()
            raise
        told = await self._count(body, until)
        return Response(told, media_type="application/json", headers=_NOT_KEPT)

    async def _count(self, body: bytes, until: float) -> bytes:
        """Count in a thread. It cannot be stopped: its place is free when it really ends."""
        loop = asyncio.get_running_loop()
        work = self._pool.submit(answered, body)
        work.add_done_callback(lambda _: self._leave(loop))
        seconds = f"{self._settings.most_seconds:g}".replace(".", ",")
        late = f"Tính lâu quá {seconds} giây. Chia nhỏ vùng ô, hoặc xem lại bộ luật."
        try:
            async with _within(until, 504, late):
                return await asyncio.wrap_future(work)
        except MalformedError as error:
            raise RefusedError(400, str(error)) from error
        except xlwings.XlwingsError as error:
            _log.exception(pages.CALL_PATH)
            raise RefusedError(500, str(error)) from error

    def _leave(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the server has stopped
            loop.call_soon_threadsafe(self._places.release)

    def _admit(self, request: Request) -> None:
        wanted = f"Bearer {self._settings.token}".encode()
        given = request.headers.get("Authorization", "").encode("latin-1")
        if self._settings.token and not hmac.compare_digest(given, wanted):
            raise RefusedError(
                401,
                "Chưa có mã truy cập, hoặc mã sai. Mở ngăn CCHC trong Excel, dán lại mã truy cập.",
            )

    async def _body(self, request: Request) -> bytes:
        most = self._settings.most_bytes
        try:
            body = await _heard(request, most, most * _HEARD)
        except ClientDisconnect:
            raise RefusedError(400, "Lời gọi bị ngắt giữa chừng.") from None
        if body is None:
            told = f"Vùng ô quá lớn: quá {most >> 20} MB. Chia nhỏ vùng ô rồi gọi từng phần."
            raise RefusedError(413, told)
        return body


def _expect_json(request: Request) -> None:
    if request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError(415, "Lời gọi hàm phải là JSON.")


async def _heard(request: Request, keep: int, most: int) -> bytes | None:
    """Return the body if it has at most `keep` bytes.

    A longer one is heard out all the same, up to `most`, but not kept: who is cut off while
    speaking may not hear the refusal.
    """
    body = bytearray()
    size = int(request.headers.get("Content-Length", "0"))
    if size > most:
        return None
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= keep:
            body += part
        elif size > most:
            break
    return bytes(body) if size <= keep else None


@asynccontextmanager
async def _within(until: float, status: int, sentence: str) -> "AsyncIterator[None]":
    """Refuse with this status what is not done in time."""
    try:
        async with asyncio.timeout_at(until):
            yield
    except TimeoutError:
        raise RefusedError(status, sentence) from None


class Guard:
    """Refuses who asks for another host, and adds the headers that hold for every answer."""

    def __init__(self, app: "ASGIApp", hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request."""

        async def send_with_headers(message: "Message") -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if not headers.get("Content-Type", "").startswith("image/"):
                    # Excel on Windows shows no icon that it may not keep.
                    headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        app = self._app
        if _hostname(Headers(scope=scope).get("Host", "")) not in self._hosts:
            app = _plain(421, "Máy chủ không phục vụ dưới tên này. Xem tùy chọn --url.")
        await app(scope, receive, send_with_headers)


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _plain(status: int, sentence: str) -> Response:
    bearer = {"WWW-Authenticate": "Bearer"} if status == 401 else {}  # noqa: PLR2004
    return PlainTextResponse(sentence, status, headers=_NOT_KEPT | bearer)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)  # noqa: S101 - what it is registered for
    _log.warning("%s %s: %d %s", request.method, request.url.path, error.status, error)
    return _plain(error.status, str(error))


def _not_there(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    return _plain(error.status_code, _SENTENCES.get(error.status_code, _SENTENCES[404]))


def _broken(_: Request, __: Exception) -> Response:
    return _plain(500, _SENTENCES[500])
