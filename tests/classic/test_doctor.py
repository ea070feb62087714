"""The doctor names each of the commonest errors on a machine that has it, and the remedy."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from importlib.metadata import version
from typing import Any

import pytest

from cchc_rules.classic.doctor import Machine, Status, Verdict, examine, this_machine
from cchc_rules.classic.files import ADDIN, build
from cchc_rules.excel.macros import Page, macro_book

pytest.importorskip("pyopenvba", reason="pyOpenVBA chưa cài")
pytest.importorskip("xlwings", reason="xlwings chưa cài")

XLWINGS = version("xlwings")
PYTHON = r"C:\Users\lan\AppData\Local\cchc\python"
ENVIRONMENT = {
    "APPDATA": r"C:\Users\lan\AppData\Roaming",
    "LOCALAPPDATA": r"C:\Users\lan\AppData\Local",
}
PLACE = rf"{ENVIRONMENT['APPDATA']}\Microsoft\Excel\XLSTART\{ADDIN}"
DLLS = [rf"{PYTHON}\xlwings{bits}-{XLWINGS}.dll" for bits in (32, 64)]
OFFICE = r"Software\Microsoft\Office\16.0\Excel"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"


@cache
def addin() -> bytes:
    return build().files[ADDIN]


def machine(
    files: dict[str, bytes | None] | None = None,
    registry: dict[str, dict[str, object]] | None = None,
    **changed: Any,  # noqa: ANN401
) -> Machine:
    """Return a sound Windows, but for what is changed."""
    there: dict[str, bytes | None] = {
        rf"{PYTHON}\Scripts\pythonw.exe": b"MZ",
        PLACE: addin(),
        **dict.fromkeys(DLLS, b"MZ"),
        **(files or {}),
    }
    settings: dict[str, Any] = {
        "windows": True,
        "environment": ENVIRONMENT,
        "executable": rf"{PYTHON}\Scripts\python.exe",
        "bits": 64,
        "addin": PLACE,
        "version_of": {"xlwings": XLWINGS, "pyopenvba": "6.5.0", "pywin32": "310"}.get,
        "files_of": lambda _: tuple(DLLS),
        "importable": lambda _: True,
        "read": there.get,
        "registry": (registry or {}).get,
    }
    return Machine(**settings | changed)


def broken(machine: Machine) -> dict[str, Verdict]:
    return {one.name: one for one in examine(machine) if one.status is Status.BROKEN}


def test_a_sound_machine_has_nothing() -> None:
    assert {one.status for one in examine(machine())} == {Status.FINE}


def test_python_is_not_there() -> None:
    found = broken(machine({rf"{PYTHON}\Scripts\pythonw.exe": None}))
    assert found.keys() == {"python"}
    assert rf"Không có {PYTHON}\Scripts\pythonw.exe" in found["python"].message
    assert "cchc addin excel --install" in found["python"].remedy


def test_python_is_the_store_s_shortcut() -> None:
    found = broken(machine({rf"{PYTHON}\Scripts\pythonw.exe": b""}))
    assert "Microsoft Store" in found["python"].message


def test_python_is_another_one() -> None:
    found = broken(machine(executable=r"C:\Python313\python.exe"))
    assert r"C:\Python313\python.exe" in found["python"].message


@pytest.mark.parametrize("gone", ["xlwings", "pywin32", "pyopenvba"])
def test_a_package_is_not_installed(gone: str) -> None:
    versions = {"xlwings": XLWINGS, "pyopenvba": "6.5.0", "pywin32": "310"}
    del versions[gone]
    found = broken(machine(version_of=versions.get))
    assert found.keys() == {"packages"}
    assert f"Chưa cài {gone}" in found["packages"].message
    assert "pip install" in found["packages"].remedy


def test_pywin32_does_not_load() -> None:
    found = broken(machine(importable=lambda name: name != "win32com"))
    assert "không nạp được" in found["packages"].message


@pytest.mark.parametrize("dll", DLLS)
def test_the_virus_scanner_took_a_dll(dll: str) -> None:
    found = broken(machine({dll: None}))
    assert found.keys() == {"dll"}
    assert "diệt virus đã cách ly" in found["dll"].message
    assert PYTHON in found["dll"].remedy


def test_a_dll_of_another_version() -> None:
    old = [rf"{PYTHON}\xlwings{bits}-0.30.0.dll" for bits in (32, 64)]
    found = broken(
        machine(dict.fromkeys(DLLS) | dict.fromkeys(old, b"MZ"), files_of=lambda _: tuple(old))
    )
    assert "khác phiên bản" in found["dll"].message
    assert f"xlwings64-{XLWINGS}.dll" in found["dll"].message


def test_the_addin_is_not_there() -> None:
    found = broken(machine({PLACE: None}))
    assert found.keys() == {"addin"}
    assert PLACE in found["addin"].message
    assert "cchc addin excel --install" in found["addin"].remedy


def test_the_addin_came_from_the_internet() -> None:
    found = broken(machine({f"{PLACE}:Zone.Identifier": b"[ZoneTransfer]\r\nZoneId=3"}))
    assert found.keys() == {"addin"}
    assert "Unblock" in found["addin"].remedy


@pytest.mark.parametrize("loaded", [r'"D:\cu\cchc.xlam"', r'/R "D:\cu\cchc.xlam"'])
def test_excel_loads_another_copy(loaded: str) -> None:
    found = broken(machine(registry={rf"{OFFICE}\Options": {"OPEN": "a.xlam", "OPEN1": loaded}}))
    assert r"D:\cu\cchc.xlam" in found["addin"].message


def test_an_old_copy_lies_in_the_folder_of_addins() -> None:
    old = rf"{ENVIRONMENT['APPDATA']}\Microsoft\AddIns\{ADDIN}"
    assert old in broken(machine({old: b""}))["addin"].message


def test_the_office_forbids_macros() -> None:
    found = broken(machine(registry={POLICY: {"VBAWarnings": 4}}))
    assert found.keys() == {"macros"}
    assert "bộ phận tin học" in found["macros"].remedy


def test_excel_put_the_addin_aside() -> None:
    found = broken(machine(registry={rf"{OFFICE}\Resiliency\DisabledItems": {"a": b"1"}}))
    assert "Disabled Items" in found["macros"].remedy


def test_object_required() -> None:
    page = Page("xlwings.conf", [["INTERPRETER_WIN", rf"{PYTHON}\Scripts\pythonw.exe"]])
    half = macro_book([page], {"cchc_udfs": "Option Explicit\r\n"}, {}, addin=True)
    found = broken(machine({PLACE: half}))
    assert found.keys() == {"modules"}
    assert "Object required" in found["modules"].message
    assert "xlwings" in found["modules"].message


def test_macros_of_another_version() -> None:
    found = broken(machine(version_of={"xlwings": "0.99.0", "pyopenvba": "6", "pywin32": "1"}.get))
    assert "xlwings 0.99.0" in found["modules"].message
    assert found["modules"].remedy.startswith("Đóng Excel")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_a_file_that_is_no_addin(content: bytes) -> None:
    verdict = examine(machine({PLACE: content}))[-1]
    assert verdict.status is Status.UNKNOWN


def test_a_zip_that_is_no_workbook() -> None:
    odd = io.BytesIO()
    with zipfile.ZipFile(odd, "w") as archive:
        archive.writestr("a.txt", "a")
    assert examine(machine({PLACE: odd.getvalue()}))[-1].status is Status.UNKNOWN


def test_elsewhere_it_says_what_it_cannot_see() -> None:
    found = {one.name: one.status for one in examine(this_machine())}
    assert found["packages"] is Status.FINE
    assert found["python"] is found["dll"] is found["macros"] is Status.UNKNOWN


def test_every_broken_thing_has_a_remedy() -> None:
    nothing = machine(
        dict.fromkeys([PLACE, rf"{PYTHON}\Scripts\pythonw.exe", *DLLS]),
        version_of=lambda _: None,
        files_of=lambda _: (),
    )
    assert broken(nothing).keys() == {"packages", "python", "addin"}
    assert all(one.remedy for one in broken(nothing).values())
