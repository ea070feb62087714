"""Vietnamese text survives a module that has only plain letters."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.classic.doctor.machine import this_machine
from cchc_rules.classic.vba import READER, told

interpreter = pytest.importorskip("pyopenvba.interpreter", reason="pyOpenVBA chưa cài")


def read(text: str) -> str:
    """Let VBA make the text."""
    made = interpreter.Interpreter()
    made.add_module(f"{READER}\nFunction T()\n    T = {told(text)}\nEnd Function\n", name="M")
    found: str = made.run("T", [])
    return found.encode("utf-16", "surrogatepass").decode("utf-16")


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_every_text_comes_back(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    "text",
    ["", 'nói "có"', "Điểm hội đồng chấm\n", r"C:\u0041", "🙂", "ngưỡng đúng hạn " * 40],
)
def test_these_too(text: str) -> None:
    assert read(text) == text
    assert told(text).isascii()
    assert max(map(len, told(text).split("\n"))) < 1000


def test_the_registry_of_windows_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(_: object, key: str) -> object:
        if "Options" not in key:
            raise FileNotFoundError(key)
        return nullcontext(key)

    values = [("OPEN", r"C:\a.xlam", 1), ("OPEN1", "b", 1)]
    winreg = SimpleNamespace(
        HKEY_CURRENT_USER=1,
        OpenKey=opened,
        QueryInfoKey=lambda _: (0, len(values), 0),
        EnumValue=lambda _, at: values[at],
    )
    monkeypatch.setitem(sys.modules, "winreg", winreg)
    machine = this_machine()
    assert machine.registry("Options") == {"OPEN": r"C:\a.xlam", "OPEN1": "b"}
    assert machine.registry("Elsewhere") is None


def test_a_package_and_its_files() -> None:
    machine = this_machine()
    assert machine.version_of("no-such-package") is None
    assert machine.files_of("no-such-package") == ()
    assert any(one.endswith("__init__.py") for one in machine.files_of("pyopenvba"))
