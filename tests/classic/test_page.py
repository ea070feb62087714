"""The page for officials names what there is: commands, files, functions, the five errors."""

from __future__ import annotations

import re

import pytest

from cchc_rules import cli
from cchc_rules.bundled import folder
from cchc_rules.classic.doctor.machine import START
from cchc_rules.classic.files import ADDIN, BOOK, INTERPRETER
from cchc_rules.functions import FUNCTIONS

PAGE = (folder("workbook") / "addin" / "excel.md").read_text(encoding="utf-8")


def test_commands_exist() -> None:
    named = set(re.findall(r"cchc(?:\.exe\")? ([a-z]+)(?![\w-])", PAGE))
    assert named >= {"addin", "doctor", "port"}
    assert named <= set(cli.COMMANDS)


def test_functions_exist() -> None:
    macros = {"CCHC_TRO_GIUP", "CCHC_LUAT"}
    named = set(re.findall(r"CCHC_[A-Z_]+", PAGE)) - macros
    assert named <= {one.name for one in FUNCTIONS}


@pytest.mark.parametrize(
    "text",
    [
        ADDIN,
        BOOK,
        START,
        INTERPRETER.removesuffix(r"\Scripts\pythonw.exe"),
        "Object required",
        "Could not load xlwings64-",
        "phần mềm diệt virus",
        "`#NAME?`",
        "Could not activate Python COM server",
        "không cần quyền quản trị máy",
        "Chưa thử trên Excel và Windows thật",
        "## 1. Cài",
        "## 3. Tin cậy",
        "## 4. Cập nhật, gỡ",
        "## 5. Năm lỗi hay gặp",
    ],
)
def test_it_says(text: str) -> None:
    assert text in PAGE
