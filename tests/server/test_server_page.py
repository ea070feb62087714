"""The page for the IT person names what there is: commands, options, files, functions, messages."""

from __future__ import annotations

import re

import pytest

from cchc_rules import cli
from cchc_rules.bundled import folder
from cchc_rules.cli import serve
from cchc_rules.cli.arguments import Parser
from cchc_rules.functions import FUNCTIONS
from cchc_rules.server.pages import BOOK, MANIFEST, PANE
from cchc_rules.server.running import _NO_KEY, LICENCE
from cchc_rules.server.settings import TOKEN, Settings

PAGE = (folder("workbook") / "addin" / "server.md").read_text(encoding="utf-8")


def options() -> set[str]:
    parser = Parser("serve", "thử")
    serve.declare(parser)
    return {name for action in parser._actions for name in action.option_strings}


def test_commands_and_options_exist() -> None:
    commands = set(re.findall(r"\bcchc(?:\.exe)? ([a-z]+)(?![\w-])", PAGE))
    assert commands == {"serve", "addin", "port"}
    assert commands <= set(cli.COMMANDS)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", PAGE)) - {"--upgrade"}
    assert named == options() - {"-h", "--help"}


def test_functions_exist() -> None:
    shorts = {one.short for one in FUNCTIONS}
    assert set(re.findall(r"CCHC\.([A-Z_]+)", PAGE)) <= shorts
    others = {TOKEN, "CCHC_RULES", "CCHC_LUAT"}
    assert set(re.findall(r"(?<!_)CCHC_[A-Z_]+", PAGE)) - others <= {one.name for one in FUNCTIONS}


def test_limits_are_those_of_the_program() -> None:
    limits = Settings()
    assert f"| {limits.most_bytes >> 20} MB" in PAGE
    assert f"| {limits.most_seconds:g} giây |" in PAGE
    assert f"| {limits.most_calls}; gấp tám" in PAGE
    assert f"http://{limits.host}:{limits.port}/" in PAGE
    assert f"client_max_body_size {limits.most_bytes >> 19}m" in PAGE
    assert f"`maxAllowedContentLength` lên {limits.most_bytes * 2}" in PAGE


@pytest.mark.parametrize("text", [BOOK, MANIFEST, LICENCE, TOKEN, "PolyForm Noncommercial 1.0.0"])
def test_it_names(text: str) -> None:
    assert text in PAGE


def test_messages_are_those_of_the_program() -> None:
    """What the table of errors quotes is written somewhere in the program."""
    sources = [*PANE.parent.glob("*.py"), *PANE.glob("*.js"), *PANE.glob("*.html")]
    program = " ".join(path.read_text(encoding="utf-8") for path in sources) + _NO_KEY
    table = PAGE[PAGE.index("## 8.") : PAGE.index("## 9.")]
    quoted = [one.rstrip("…").strip() for one in re.findall("“([^”]+)”", table)]
    own = {one for one in quoted if one not in {"413", "Không mở được 127.0.0.1, cổng 8787"}}
    assert len(own) >= 9
    assert [one for one in own if one not in program and not one.startswith("Bộ luật, dòng")] == []
    assert "Không mở được {settings.host}, cổng {settings.port}" in program
