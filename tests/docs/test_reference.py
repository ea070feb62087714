"""The reference page is true: its examples, transcripts, tables and links are tried."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cchc_rules
from cchc_rules.cli import main
from cchc_rules.engine.rules import load_rules
from cchc_rules.engine.trials import try_rules
from cchc_rules.formatting import format_file
from cchc_rules.keywords import KEYWORDS
from cchc_rules.parsing import parse
from cchc_rules.parsing.lexer import lex
from cchc_rules.source import source_from_text
from cchc_rules.text import bare
from tests.docs.page import (
    FRAME,
    PAGE,
    Block,
    between,
    blocks,
    examples,
    lay_out,
    whole,
    with_between,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.diagnostics import Diagnostic

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = examples(TEXT)
_SHAPES = 27
_UNTOLD = {"W330"}
"""KIỂM THỬ of the page show a meaning; they need not reach every row."""


def _name(block: Block) -> str:
    return f"line-{block.start}"


@pytest.mark.parametrize("block", EXAMPLES, ids=_name)
def test_example(block: Block, tmp_path_factory: pytest.TempPathFactory) -> None:
    text, shift = whole(block)
    folder = tmp_path_factory.mktemp("luat")
    for shared in (other for other in blocks(TEXT) if "dung-chung" in other.info):
        path = folder / shared.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shared.text, encoding="utf-8")
    path = folder / "luat.cchc"
    path.write_text(text, encoding="utf-8")
    found = [one for one in load_rules(str(path)).found if one.code not in _UNTOLD]
    assert [one.code for one in found] == block.codes, _shown(found, block, shift)
    if not block.codes:
        failed = try_rules(str(path)).found
        assert not failed, _shown(failed, block, shift)


LAID_OUT = [block for block in EXAMPLES if not block.codes and "tu-do" not in block.info]


@pytest.mark.parametrize("block", LAID_OUT, ids=_name)
def test_example_is_laid_out(block: Block) -> None:
    source, _ = source_from_text(block.text)
    assert source is not None
    assert format_file(parse(source)[0]) == block.text


def _shown(found: Sequence[Diagnostic], block: Block, shift: int) -> str:
    lines = []
    for one in found:
        line = getattr(one.place, "line", 0) - shift + block.start
        lines.append(f"{PAGE.name}:{line}: {one.code} {one.message} → {one.remedy}")
    return "\n".join(lines)


def test_frame_is_shown() -> None:
    (frame,) = [block for block in blocks(TEXT) if "khung" in block.info]
    assert frame.text == FRAME.format(10)


TRANSCRIPTS = [block for block in blocks(TEXT) if block.language == "console"]


@pytest.mark.parametrize("block", TRANSCRIPTS[::-1], ids=_name)
def test_transcript(
    block: Block,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    lay_out(TEXT, tmp_path)
    monkeypatch.chdir(tmp_path)
    command = block.text.split("\n", 1)[0]
    _, program, *arguments = shlex.split(command)
    assert program == "cchc"
    main(arguments)
    printed = "\n".join(line.rstrip() for line in "".join(capsys.readouterr()).split("\n"))
    transcript = f"{command}\n{printed.rstrip()}\n"
    if request.config.getoption("--accept"):
        lines = PAGE.read_text(encoding="utf-8").split("\n")
        lines[block.start : block.end] = transcript.rstrip("\n").split("\n")
        PAGE.write_text("\n".join(lines), encoding="utf-8")
        return
    assert transcript == block.text, "pytest tests/docs --accept"


def keyword_table() -> str:
    rows = ["| từ khóa | không dấu | cũng đọc là | đứng ở đâu |", "| --- | --- | --- | --- |"]
    for keyword in KEYWORDS:
        also = ", ".join(f"`{synonym}`" for synonym in keyword.synonyms)
        rows.append(
            f"| `{keyword.spelling}` | `{bare(keyword.spelling)}` | {also} | {keyword.role.value} |"
        )
    return "\n".join(rows)


def test_keywords(request: pytest.FixtureRequest) -> None:
    table = keyword_table()
    if request.config.getoption("--accept"):
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(with_between(page, "từ khóa", table), encoding="utf-8")
        return
    assert between(TEXT, "từ khóa") == table, "pytest tests/docs --accept"


def test_every_keyword_stands_in_an_example() -> None:
    sound = [block for block in EXAMPLES if not block.codes]
    lines = [line for block in sound for line in block.text.split("\n")]
    used = {lexeme.type for line in lines for lexeme in lex(line, 1)[0]}
    assert {keyword.spelling for keyword in KEYWORDS if keyword.terminal not in used} == set()


def test_codes() -> None:
    package = Path(cchc_rules.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in package.rglob("*.py")]
    used = {code for source in sources for code in re.findall(r'"([EWN]\d{3})"', source)}
    told = set(re.findall(r"^\| ([EWN]\d{3}) \|", TEXT, re.MULTILINE))
    assert told == used


def _anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def test_links() -> None:
    prose = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    anchors = {_anchor(heading) for heading in re.findall(r"^#+ (.+)$", prose, re.MULTILINE)}
    linked = set(re.findall(r"\]\(#([^)]+)\)", prose))
    assert linked <= anchors, linked - anchors


def test_every_shape_is_indexed() -> None:
    index = TEXT.split("## 19.")[1]
    assert [shape for shape in range(1, _SHAPES + 1) if f"| R{shape:02} " not in index] == []
