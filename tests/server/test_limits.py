"""The application in this process, with functions that take longer than they may."""

from __future__ import annotations

import asyncio
import importlib
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules.server.settings import Settings
from tests.server import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from types import ModuleType

httpx = pytest.importorskip("httpx", reason="httpx chưa cài")
pytestmark = pytest.mark.skipif(bool(serving.missing()), reason=serving.missing())

CALL = "/xlwings/custom-functions-call"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def web() -> Iterator[ModuleType]:
    with serving.on_server():
        yield importlib.import_module("cchc_rules.server.app")


@pytest.fixture
def gate(web: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Have the body `wait` take until this is set, and every other be answered at once."""
    opened = threading.Event()

    def answered(body: bytes) -> bytes:
        if body == b"wait":
            assert opened.wait(30)
        return b'{"result":[[1]]}'

    monkeypatch.setattr(web, "answered", answered)
    yield opened
    opened.set()


@asynccontextmanager
async def posting(web: ModuleType, calls: int = 1) -> AsyncIterator[Callable[..., Any]]:
    """Yield what posts bodies together and returns the answers."""
    app = web.application(Settings(most_seconds=0.2, most_calls=calls))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost", headers=JSON
    ) as client:

        async def post(*bodies: bytes) -> list[Any]:
            return await asyncio.gather(*(client.post(CALL, content=body) for body in bodies))

        yield post


@pytest.mark.usefixtures("gate")
def test_what_takes_too_long_is_told_so_while_others_are_answered(web: ModuleType) -> None:
    async def ask() -> None:
        async with posting(web, calls=2) as post:
            late, *others = await post(b"wait", b"1", b"2")
            assert (late.status_code, [one.status_code for one in others]) == (504, [200, 200])
            assert late.text.startswith("Tính lâu quá 0,2 giây.")
            assert [one.status_code for one in await post(b"3")] == [200]

    asyncio.run(ask())


def test_who_finds_no_place_is_told_so_until_one_ends(
    web: ModuleType, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "_WAITING", 1)

    async def ask() -> None:
        async with posting(web) as post:
            assert [one.status_code for one in await post(b"wait")] == [504]
            busy = await post(b"1", b"2")
            assert [one.status_code for one in busy] == [503, 503]
            assert busy[0].text.startswith("Máy chủ đang bận.")
            gate.set()
            for _ in range(3):
                assert [one.status_code for one in await post(b"3", b"4")] == [200, 200]

    asyncio.run(ask())


def test_a_fault_of_ours_is_a_sentence_without_its_cause(
    web: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: bytes) -> bytes:
        raise RuntimeError("a secret")

    monkeypatch.setattr(web, "answered", breaks)

    async def ask() -> None:
        async with posting(web) as post:
            (reply,) = await post(b"{}")
            assert reply.status_code == 500
            assert reply.text.startswith("Máy chủ gặp lỗi của chính nó.")
            assert "secret" not in reply.text
            assert reply.headers["x-content-type-options"] == "nosniff"

    asyncio.run(ask())
