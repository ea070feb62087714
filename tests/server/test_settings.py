"""What the command line may open, to whom, and with which token."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from cchc_rules import cli
from cchc_rules.server.settings import Settings, UnsafeError, checked, is_loopback, tidy, token_of

if TYPE_CHECKING:
    from pathlib import Path

Captured = pytest.CaptureFixture[str]
TOKEN = "0123456789abcdef"
PUBLIC = "https://cchc.tinh.gov.vn"


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CCHC_TOKEN", raising=False)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"host": "localhost"},
        {"host": "::1"},
        {"host": "127.0.0.9"},
        {"url": "http://localhost:9000"},
        {"url": "https://127.0.0.1:8787"},
        {"host": "0.0.0.0", "url": PUBLIC, "token": TOKEN},
        {"host": "::", "url": PUBLIC, "token": TOKEN},
        {"url": PUBLIC, "token": TOKEN},
    ],
)
def test_what_may_be_opened(options: dict[str, str]) -> None:
    assert checked(Settings(**options)).host == options.get("host", "127.0.0.1")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        ({"host": "0.0.0.0"}, "--url"),
        ({"host": "192.168.1.5", "token": TOKEN}, "--url"),
        ({"host": "may-chu", "url": "http://localhost:8787"}, "--token-file"),
        ({"host": "0.0.0.0", "url": PUBLIC}, "--token-file"),
        ({"host": "::", "url": PUBLIC}, "CCHC_TOKEN"),
        ({"url": PUBLIC}, "--token-file"),
        ({"url": "http://cchc.tinh.gov.vn", "token": TOKEN}, "https://"),
        ({"url": "cchc.tinh.gov.vn", "token": TOKEN}, "https://cchc"),
        ({"url": f"{PUBLIC}/cchc", "token": TOKEN}, "thư mục"),
        ({"url": f"{PUBLIC}?x", "token": TOKEN}, "thư mục"),
        ({"url": "https://a@cchc.vn", "token": TOKEN}, "thư mục"),
        ({"url": "https://cchc.vn:port", "token": TOKEN}, "thư mục"),
        ({"certificate": "a.pem"}, "--key"),
        ({"key": "a.pem"}, "--cert"),
    ],
)
def test_what_may_not(options: dict[str, str], remedy: str) -> None:
    with pytest.raises(UnsafeError, match=remedy):
        checked(Settings(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("10.0.0.1", False), ("localhost.evil.vn", False), ("", False)],
)  # fmt: skip
def test_only_this_machine(host: str, own: bool) -> None:
    assert is_loopback(host) is own


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (f"{PUBLIC}/", PUBLIC),
        ("https://CCHC.tinh.gov.vn:8443", f"{PUBLIC}:8443"),
        ("http://[::1]:8787/", "http://[::1]:8787"),
    ],
)
def test_an_address_is_tidied(given: str, kept: str) -> None:
    assert tidy(given) == kept


def test_the_address_for_excel() -> None:
    assert Settings(host="::1", port=9).address == "http://[::1]:9"
    assert Settings(certificate="a", key="b").address == "https://127.0.0.1:8787"
    assert Settings(url=PUBLIC).address == PUBLIC
    assert Settings(url=f"{PUBLIC}:8443").hosts >= {"cchc.tinh.gov.vn", "localhost"}


def test_a_token_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "ma.txt"
    token, made = token_of(str(path))
    assert made
    assert len(token) >= 40
    assert token_of(str(path)) == (token, False)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert token_of(str(tmp_path / "khac.txt"))[0] != token


def test_a_token_of_notepad_and_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ma.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TOKEN.encode() + b"\r\n")
    assert token_of(str(path)) == (TOKEN, False)
    assert token_of("") == ("", False)
    monkeypatch.setenv("CCHC_TOKEN", f" {TOKEN}x ")
    assert token_of("") == (f"{TOKEN}x", False)
    assert token_of(str(path)) == (TOKEN, False)


@pytest.mark.parametrize("text", ["", "short", "mười sáu chữ cái trở lên", "a" * 15, "a b" * 9])
def test_a_weak_token(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ma.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnsafeError, match="ít nhất 16"):
        token_of(str(path))


def test_a_token_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnsafeError, match="Không đọc được"):
        token_of(str(tmp_path))
    with pytest.raises(UnsafeError, match="Không đọc được"):
        token_of(str(tmp_path / "chưa có" / "ma.txt"))


@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        (["--host", "0.0.0.0"], "--url"),
        (["--host", "0.0.0.0", "--url", PUBLIC], "--token-file"),
        (["--url", PUBLIC], "--token-file"),
        (["--port", "99999"], "0 đến 65535"),
        (["--max-mb", "0"], "1 đến 1024"),
        (["--token", TOKEN], "--token"),
    ],
)
def test_the_command_refuses_before_it_starts(
    capsys: Captured, options: list[str], remedy: str
) -> None:
    assert cli.main(["serve", *options]) == 2
    told = capsys.readouterr()
    assert remedy in told.err
    assert not told.out


def test_xlwings_that_is_not_there(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(_: str) -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr("cchc_rules.server.running.import_module", lacking)
    monkeypatch.setenv("XLWINGS_ON_SERVER", "")
    assert cli.main(["serve"]) == 2
    assert "pip install cchc-rules[server]" in capsys.readouterr().err
