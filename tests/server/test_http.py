"""`cchc serve` in a process of its own, asked over HTTP as Excel asks, and as nobody should."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING

import pytest

from cchc_rules import __version__
from cchc_rules.functions import FUNCTIONS
from tests.server import serving
from tests.server.serving import TOKEN, Reply, Server, posted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(bool(serving.missing()), reason=serving.missing())

CALL = "/xlwings/custom-functions-call"
BEARER = f"Bearer {TOKEN}"
JSON = "application/json"
LIMIT = 1 << 20
RANKS = ("CCHC_XEP_HANG", [[7], [9], [None]], None)
ENGLISH = re.compile(r"Traceback|File \"|\b(error|invalid|found|allowed|failed)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server behind a proxy: a token, small limits."""
    limits = ("--max-mb", "1", "--max-seconds", "3", "--max-calls", "2")
    with serving.running("--url", "https://cchc.example/", *limits, token=TOKEN) as started:
        yield started


@pytest.fixture(scope="module")
def alone() -> Iterator[Server]:
    """A server for this machine only, without a token."""
    with serving.running() as started:
        yield started


def refused(reply: Reply, status: int) -> str:
    """Return the sentence of an answer that is a refusal, as a person may read it."""
    assert reply.status == status
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    assert not ENGLISH.search(reply.text)
    assert reply.text.endswith(".")
    return reply.text


def test_a_call_gives_what_its_cells_show(server: Server) -> None:
    reply = server.call(*RANKS, Authorization=BEARER)
    assert reply.status == 200
    assert reply.headers["content-type"] == JSON
    assert json.loads(reply.body) == {"result": [[2.0], [1.0], [""]]}
    assert "access-control-allow-origin" not in reply.headers


def test_letters_travel_as_they_are(server: Server) -> None:
    reply = server.call("CCHC_KIEM_TRA", [["hồ_sơ"]], [[1]], [["ư"]], Authorization=BEARER)
    assert "Bộ luật" in reply.text


def test_on_this_machine_no_token_is_needed(alone: Server) -> None:
    assert json.loads(alone.call(*RANKS).body) == {"result": [[2.0], [1.0], [""]]}
    assert json.loads(alone.ask("/status").body)["token"] is False


@pytest.mark.parametrize("given", ["", "Bearer", TOKEN, f"{BEARER}x", BEARER.lower(), "Bearer é"])
def test_without_the_token_nothing_is_answered(server: Server, given: str) -> None:
    given = given.encode().decode("latin-1")
    sentence = refused(server.call(*RANKS, Authorization=given), 401)
    assert "mã truy cập" in sentence
    reply = server.ask(f"/status?token={TOKEN}", Authorization=given)
    refused(reply, 401)
    assert reply.headers["www-authenticate"] == "Bearer"


def test_the_pane_can_ask_whether_the_token_is_right(server: Server) -> None:
    told = json.loads(server.ask("/status", Authorization=BEARER).body)
    assert (told["version"], told["token"]) == (__version__, True)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/plain; charset=utf-8"),
        ("/taskpane.html", "text/html; charset=utf-8"),
        ("/manifest.xml", "text/xml; charset=utf-8"),
        ("/xlwings/custom-functions-meta.json", JSON),
        ("/xlwings/custom-functions-code.js", "text/javascript; charset=utf-8"),
        ("/static/js/utils.js", "text/javascript; charset=utf-8"),
        ("/pane/pane.css", "text/css; charset=utf-8"),
        ("/pane/icon-32.png", "image/png"),
    ],
)
def test_excel_reads_the_pages_without_a_token(server: Server, path: str, kind: str) -> None:
    reply = server.ask(path)
    assert reply.status == 200
    assert reply.headers["content-type"] == kind
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers.get("cache-control") == (None if "image" in kind else "no-cache")
    assert "server" not in reply.headers
    if not kind.startswith("image"):
        assert TOKEN not in reply.text
        assert not re.search(r"@[A-Z_]+@|placeholder_[a-z_]+", reply.text.partition("*/")[2])


def test_the_manifest_names_the_address_of_the_proxy(server: Server) -> None:
    text = server.ask("/manifest.xml").text
    assert "https://cchc.example/xlwings/custom-functions-code.js" in text
    assert "127.0.0.1" not in text
    assert 'DefaultValue="CCHC"' in text


def test_the_script_binds_every_function_and_may_be_read_from_anywhere(server: Server) -> None:
    reply = server.ask("/xlwings/custom-functions-code.js", Origin="https://excel.example")
    assert reply.headers["access-control-allow-origin"] == "*"
    named = set(re.findall(r'CustomFunctions\.associate\("(\w+)"', reply.text))
    assert named == {one.name for one in FUNCTIONS}
    assert f'"{CALL}"' in reply.text
    meta = server.ask("/xlwings/custom-functions-meta.json")
    assert meta.headers["access-control-allow-origin"] == "*"
    assert {one["id"] for one in json.loads(meta.body)["functions"]} == named


def test_the_page_loads_scripts_that_are_there(server: Server) -> None:
    page = server.ask("/taskpane.html").text
    sources = re.findall(r'(?:src|href)="(/[^"]+)"', page)
    assert any("office.js" in one for one in sources)
    assert [one for one in sources if server.ask(one).status != 200] == []


@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/docs",
        "/openapi.json",
        "/static",
        "/static/",
        "/static/js",
        "/static/js/",
        "/static/css/core.css",
        "/static/vendor/htmx.org/LICENSE",
        "/static/js/../../main.py",
        "/static/js/%2e%2e/%2e%2e/main.py",
        "/static/js/..%5c..%5cmain.py",
        "/pane/../app.py",
        "/pane/%2e%2e/app.py",
        "/xlwings/alert",
        "/xlwings/custom-scripts-meta",
        "/manifest/download",
    ],
)
def test_nothing_else_is_there(server: Server, path: str) -> None:
    refused(server.ask(path), 404)


@pytest.mark.parametrize(
    ("path", "method"),
    [(CALL, "GET"), (CALL, "PUT"), (CALL, "OPTIONS"), ("/status", "POST"), ("/", "DELETE")],
)
def test_other_methods(server: Server, path: str, method: str) -> None:
    refused(server.ask(path, method=method, Authorization=BEARER), 405)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"func_name": "os", "args": []}', 400),
        (b'{"func_name": "CCHC_XEP_HANG", "args": [[[1], [2, 3]]]}', 400),
        (b" " * (LIMIT + 1), 413),
    ],
)
def test_what_excel_never_sends(server: Server, body: bytes, status: int) -> None:
    refused(server.ask(CALL, body, Content_Type=JSON, Authorization=BEARER), status)


def test_only_json(server: Server) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        reply = server.ask(CALL, posted(*RANKS), Content_Type=kind, Authorization=BEARER)
        refused(reply, 415)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "cchc"])
def test_no_other_name(server: Server, host: str) -> None:
    refused(server.ask("/taskpane.html", Host=host), 421)


def test_the_names_it_has(server: Server) -> None:
    for host in ("cchc.example", "CCHC.example:443", "localhost:1", "[::1]:80", "127.0.0.1"):
        assert server.ask("/status", Host=host, Authorization=BEARER).status == 200


def raw(server: Server, head: str, *parts: bytes) -> Reply:
    """Send a request byte by byte as nobody's library would, and read the answer."""
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=30)) as line:
        line.sendall(f"POST {CALL} HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode())
        for part in parts:
            line.sendall(part)
        answer = HTTPResponse(line)
        answer.begin()
        return Reply(
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            answer.read(),
        )


HEAD = f"Content-Type: {JSON}\r\nAuthorization: {BEARER}\r\n"


PIECE = b"%x\r\n%s\r\n" % (1 << 16, b" " * (1 << 16))


def test_too_big_in_pieces_of_unknown_number(server: Server) -> None:
    reply = raw(server, f"{HEAD}Transfer-Encoding: chunked", *[PIECE] * 17, b"0\r\n\r\n")
    assert "1 MB" in refused(reply, 413)


def test_far_too_big_is_told_before_it_is_sent(server: Server) -> None:
    refused(raw(server, f"{HEAD}Content-Length: {5 * LIMIT}"), 413)


def test_far_too_big_in_pieces_is_told_before_its_end(server: Server) -> None:
    refused(raw(server, f"{HEAD}Transfer-Encoding: chunked", *[PIECE] * 65), 413)


def test_who_has_sent_too_much_hears_of_it(server: Server) -> None:
    body = b" " * (3 * LIMIT)
    for headers, status in (({"Authorization": BEARER}, 413), ({}, 401)):
        refused(server.ask(CALL, body, Content_Type=JSON, **headers), status)


def test_a_body_that_does_not_come(server: Server) -> None:
    refused(raw(server, f"{HEAD}Content-Length: 100", b"{"), 408)


def test_a_caller_who_hangs_up_leaves_the_server_as_it_was(server: Server) -> None:
    for _ in range(20):  # more than there are places
        with closing(socket.create_connection(("127.0.0.1", server.port), timeout=30)) as line:
            head = f"POST {CALL} HTTP/1.1\r\nHost: localhost\r\n{HEAD}Content-Length: 100"
            line.sendall(f"{head}\r\n\r\n{{".encode())
    assert server.call(*RANKS, Authorization=BEARER).status == 200


def test_many_calls_at_once(server: Server) -> None:
    def ranks(shift: int) -> object:
        reply = server.call("CCHC_XEP_HANG", [[shift], [5], [5]], None, Authorization=BEARER)
        return json.loads(reply.body)["result"]

    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(ranks, range(40)))
    assert told == [[[3.0 if n < 5 else 1.0], *[[1.0 if n <= 5 else 2.0]] * 2] for n in range(40)]


def test_one_connection_serves_many_calls(server: Server) -> None:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as line:
        for _ in range(3):
            line.request(
                "POST", CALL, posted(*RANKS), {"Content-Type": JSON, "Authorization": BEARER}
            )
            answer = line.getresponse()
            assert (answer.status, answer.read()[:10]) == (200, b'{"result":')


@pytest.mark.skipif(sys.platform != "linux", reason="chỉ Linux trả lời ở mọi địa chỉ 127.*")
def test_it_listens_at_one_address(alone: Server) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", alone.port), 5)


def test_without_a_key_it_says_what_to_do_and_stops(tmp_path: Path) -> None:
    process = serving.start(key="", folder=tmp_path)
    told, why = process.communicate(timeout=60)
    assert (process.returncode, told) == (1, "")
    assert "XLWINGS_LICENSE_KEY" in why
    assert "noncommercial" in why
    assert "Traceback" not in why


def test_nothing_of_the_folder_that_it_starts_in_is_run(tmp_path: Path) -> None:
    """As the application of xlwings Server would do."""
    for name in ("config", "lifespan", "custom_functions", "custom_scripts"):
        tmp_path.joinpath(f"{name}.py").write_text(
            "from pathlib import Path\nPath('ran').touch()\n", encoding="utf-8"
        )
    tmp_path.joinpath(".env").write_text("XLWINGS_FUNCTIONS_NAMESPACE=EVIL\n", encoding="utf-8")
    with serving.running(folder=tmp_path) as started:
        assert started.call(*RANKS).status == 200
        assert "EVIL" not in started.ask("/manifest.xml").text
    assert not (tmp_path / "ran").exists()


def test_a_port_that_is_taken(alone: Server) -> None:
    process = serving.start("--port", str(alone.port))
    _, why = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"cổng {alone.port}" in why


@pytest.mark.skipif(sys.platform == "win32", reason="Windows không gửi SIGINT cho một tiến trình")
def test_ctrl_c_stops_it_and_nothing_went_wrong_on_the_way() -> None:
    with serving.running(token=TOKEN) as started:
        refused(started.call(*RANKS), 401)
        started.process.send_signal(signal.SIGINT)
        log = started.process.communicate(timeout=60)[1]
        assert started.process.returncode == 130
        assert f"POST {CALL}: 401" in log
        assert "Traceback" not in log
        assert TOKEN not in log


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl chưa cài")
def test_https_by_itself(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    options = ("--cert", str(certificate), "--key", str(key), "--host", "localhost")
    with serving.running(*options) as started:
        assert started.address.startswith("https://localhost:")
        trust = ssl.create_default_context(cafile=str(certificate))
        with urllib.request.urlopen(f"{started.address}/manifest.xml", context=trust) as reply:
            assert f"{started.address}/taskpane.html" in reply.read().decode()
    process = serving.start("--cert", str(certificate), "--key", str(certificate))
    assert "chứng thư" in process.communicate(timeout=60)[1]
    assert process.returncode == 1
