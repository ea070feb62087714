"""What the command line says in, how to serve out; what would be unsafe is refused in words."""

import ipaddress
import os
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from cchc_rules.records import record, replace

TOKEN = "CCHC_TOKEN"  # noqa: S105 - a name
"""The environment variable with the token; a command line would be kept in its history."""

_SHORTEST = 16
_TOKEN_TEXT = re.compile(r"[!-~]+")


class UnsafeError(Exception):
    """The server must not start like this; the text says what to do."""


@record()
class Settings:
    """How to serve. `url` is where Excel finds the server, "" where it listens itself."""

    host: str = "127.0.0.1"
    port: int = 8787
    url: str = ""
    token: str = ""
    certificate: str = ""
    key: str = ""
    most_bytes: int = 8 << 20
    most_seconds: float = 30.0
    most_calls: int = 4

    @property
    def listens(self) -> str:
        """Return the address that is listened at, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}"

    @property
    def address(self) -> str:
        """Return the address for Excel, without a slash at its end."""
        return self.url or self.listens

    @property
    def hosts(self) -> frozenset[str]:
        """Return the names under which it may be asked: a page elsewhere may not borrow another."""
        named = {"localhost", "127.0.0.1", "::1", self.host, urlsplit(self.url).hostname or ""}
        return frozenset(named - {""})


def checked(settings: Settings) -> Settings:
    """Return the settings with a tidy address; raise `UnsafeError` where they are not safe."""
    url = tidy(settings.url) if settings.url else ""
    if bool(settings.certificate) != bool(settings.key):
        raise UnsafeError("--cert và --key phải đi cùng nhau: tệp chứng thư và tệp khóa riêng.")
    inside = is_loopback(settings.host)
    if not inside and not url:
        raise UnsafeError(
            f"Mở ở {settings.host} thì phải nói địa chỉ mà Excel dùng, ví dụ "
            "--url https://cchc.tinh.gov.vn"
        )
    if not settings.token and not (inside and is_loopback(urlsplit(url).hostname or "localhost")):
        raise UnsafeError(
            "Mở cho máy khác dùng thì phải có mã truy cập. Thêm --token-file TỆP (chưa có tệp thì "
            f"chương trình tạo), hoặc đặt biến môi trường {TOKEN}."
        )
    return replace(settings, url=url)


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def tidy(url: str) -> str:
    """Return an address as Excel takes it, without a slash at its end."""
    try:
        parts = urlsplit(url)
        named = parts.hostname
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        named, port = None, ""
    if not named or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise UnsafeError(
            f"--url {url}: ghi địa chỉ gốc, không có thư mục, ví dụ https://cchc.tinh.gov.vn"
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(named)):
        raise UnsafeError(f"--url {url}: Excel chỉ nhận địa chỉ bắt đầu bằng https://")
    return f"{parts.scheme}://{f'[{named}]' if ':' in named else named}{port}"


def token_of(file: str) -> tuple[str, bool]:
    """Return the token of a file, made if there is none, else of the environment; and if made."""
    made = False
    token = os.environ.get(TOKEN, "")
    if file:
        path = Path(file)
        try:
            made = not path.exists()
            if made:
                _make(path)
            token = path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise UnsafeError(f"Không đọc được mã truy cập ở {file}: {error}") from error
    token = token.strip()
    if (token or file) and (len(token) < _SHORTEST or not _TOKEN_TEXT.fullmatch(token)):
        raise UnsafeError(
            f"Mã truy cập phải có ít nhất {_SHORTEST} chữ cái không dấu, chữ số, dấu câu, không "
            "khoảng trắng. Xóa tệp mã truy cập để chương trình tạo mã mới."
        )
    return token, made


def _make(path: Path) -> None:
    """Write a new token that only this user reads."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
