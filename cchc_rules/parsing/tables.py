"""The grammar in, its parse tables out; `python -m cchc_rules.parsing` writes them anew.

Building the tables takes longer than everything else that `cchc check` does, so they are kept
beside the grammar (`grammar/cchc.tables`) and made anew only where they are stale.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from typing import TYPE_CHECKING, Any

import lark

from cchc_rules import bundled
from cchc_rules.keywords import KEYWORDS

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = (
    "_COLON", "_SEMICOLON", "_COMMA", "_OPEN", "_CLOSE", "_EQUALS", "PLUS", "MINUS", "STAR",
    "SLASH", "BULLET", "TEXT", "DATE", "DAY", "NUMBER", "INT", "CODE", "PERCENT", "NAME",
)  # fmt: skip
OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "lexer": "basic",
    "start": "line",
    "maybe_placeholders": True,
}


def grammar_text() -> str:
    """Return the grammar with every terminal declared."""
    terminals = (*(keyword.terminal for keyword in KEYWORDS), *PLAIN)
    text = (bundled.folder("grammar") / "cchc.lark").read_text(encoding="utf-8")
    return text + "\n%declare " + " ".join(terminals) + "\n"


def tables_path() -> Path:
    """Return where the parse tables are kept."""
    return bundled.folder("grammar") / "cchc.tables"


def stamp(grammar: str) -> bytes:
    """Return what the tables of this grammar begin with."""
    return f"{lark.__version__} {hashlib.sha256(grammar.encode()).hexdigest()}".encode()


def make_tables() -> bytes:
    """Return the parse tables behind the stamp of the grammar that they are made from."""
    grammar = grammar_text()
    buffer = io.BytesIO()
    lark.Lark(grammar, **OPTIONS).save(buffer)
    return stamp(grammar) + b"\n" + buffer.getvalue()


def saved_tables() -> dict[str, Any]:
    """Return the tables as kept, or as made where those are stale or absent."""
    try:
        begin, _, tables = tables_path().read_bytes().partition(b"\n")
    except OSError:
        begin, tables = b"", b""
    if begin != stamp(grammar_text()):
        tables = make_tables().partition(b"\n")[2]
    saved: dict[str, Any] = pickle.loads(tables)  # noqa: S301 - our own file, shipped along
    return saved
