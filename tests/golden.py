"""Markdown cases in, what the program says about them out: rule text, findings, scores.

`tests/cases/README.md` tells a reader how a case is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_rules.binding import load
from cchc_rules.checks import check
from cchc_rules.diagnostics import Cell, has_errors
from cchc_rules.source import source_from_text
from tests.scoring import scores_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.model import RuleSet

_FENCE = re.compile(r"^```(\w*)\s*$")
_COMPLETE = re.compile(r"^\s*(#.*\n\s*)*(BỘ CHỈ SỐ|nhập từ)", re.IGNORECASE)
_FIELD = re.compile(r"^\s*(#.*\n\s*)*(PHẦN|LĨNH VỰC|ĐIỂM (CỘNG|TRỪ))\b")
HEADER = """\
BỘ CHỈ SỐ VÍ-DỤ "Ví dụ"
  năm: 2026
  đối tượng: xã; phường
  tổng điểm: 10
  quy đổi: có
"""
FIELD = 'LĨNH VỰC 1 "Ví dụ": 10 điểm\n'


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, and its first and last line (counted from 0)."""

    language: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """Rule text with, under it, what it must give: `findings`, or `scores` of `facts`."""

    path: Path
    number: int
    rules: Block
    facts: Block | None
    expected: Block

    @property
    def uncovered_too(self) -> bool:
        """Say whether W330 is what the case is about."""
        return self.path.stem.startswith("W330")


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a Markdown text."""
    language: str | None = None
    start = 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence is None:
            continue
        if language is None:
            language, start = fence[1], index + 1
        else:
            yield Block(language, "\n".join(lines[start:index]), start, index)
            language = None


def cases_in(path: Path) -> Iterator[Case]:
    """Yield the cases of a file: each `findings` or `scores` block with what stands above it."""
    rules: Block | None = None
    facts: Block | None = None
    number = 0
    for block in blocks_of(path.read_text(encoding="utf-8")):
        match block.language:
            case "cchc":
                rules, facts = block, None
            case "facts":
                facts = block
            case "findings" | "scores":
                number += 1
                assert rules is not None, f"{path}: {block.language} without cchc"
                yield Case(path, number, rules, facts, block)
            case _:
                pass


def header_of(text: str) -> str:
    """Return what completes a fragment: nothing, the head of a rule set, or also a field."""
    if _COMPLETE.match(text):
        return ""
    return HEADER if _FIELD.match(text) else HEADER + FIELD


@dataclass(frozen=True, slots=True)
class Read:
    """A rule text with everything that is said of it; places count from the text's own line 1."""

    rules: RuleSet | None
    found: tuple[Diagnostic, ...]
    shift: int

    def line_of(self, found: Diagnostic) -> int:
        """Return the line of the text that a finding stands at."""
        assert not isinstance(found.place, Cell)
        return found.place.line - self.shift


def read(text: str) -> Read:
    """Parse, bind and check a rule text or a fragment of one."""
    header = header_of(text)
    source, unreadable = source_from_text(header + text + "\n", "luật")
    if source is None:
        return Read(None, unreadable, 0)
    loaded = load(source)
    meaning = () if loaded.rules is None else check(loaded.rules)
    return Read(loaded.rules, (*loaded.diagnostics, *meaning), header.count("\n"))


def findings_text(text: str, *, uncovered_too: bool = False) -> str:
    """Write the findings of a rule text as a case expects them."""
    whole = read(text)
    kept = [found for found in whole.found if uncovered_too or found.code != "W330"]
    lines: list[str] = []
    for found in sorted(kept, key=lambda found: (whole.line_of(found), found.code)):
        line = whole.line_of(found)
        where = f"dòng {line}" if line > 0 else "phần đầu"
        lines += [f"{found.code} {where}: {found.message}", f"  → {found.remedy}"]
    return "\n".join(lines) or "không có"


def outcome_of(case: Case) -> str:
    """Return what the program gives for a case."""
    if case.expected.language == "findings":
        return findings_text(case.rules.text, uncovered_too=case.uncovered_too)
    whole = read(case.rules.text)
    if whole.rules is None or has_errors(whole.found):
        return findings_text(case.rules.text)
    header, *_ = case.expected.text.split("\n")
    return scores_text(whole.rules, case.facts.text if case.facts else '{"units": []}', header)


def accept(case: Case, outcome: str) -> None:
    """Write `outcome` into the case's file in place of what it expected."""
    lines = case.path.read_text(encoding="utf-8").split("\n")
    block = list(blocks_of("\n".join(lines)))
    (target,) = [b for b in block if b == case.expected]
    lines[target.start : target.end] = outcome.split("\n")
    case.path.write_text("\n".join(lines), encoding="utf-8")
