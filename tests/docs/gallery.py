"""The slips and golden cases that run as tests in, the page of known mistakes out."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from cchc_rules import bundled
from cchc_rules.diagnostics import Span
from cchc_rules.parsing import parse
from cchc_rules.source import source_from_text
from cchc_rules.text import shortened
from tests.golden import cases_in, findings_text
from tests.mistakes.measuring import sound_files
from tests.mistakes.seeding import Doc, Slip, seeded
from tests.mistakes.slips.every import SLIPS

PAGE = bundled.folder("grammar") / "mistakes.md"
CASES = Path(__file__).parents[1] / "cases" / "checks"
INTRODUCTION = """\
# Các lỗi hay gặp

Mỗi dòng dưới đây là một chỗ viết sai được đưa cho chương trình: cột đầu là dòng viết sai, hai cột
sau là nguyên văn câu chương trình báo và cách sửa nó đề nghị. Mỗi mã lỗi được giải thích ở
[bảng mã](README.md#18-bảng-mã-báo). Một chỗ sai chỉ được báo một lần, ở đúng dòng của nó; một tệp
có nhiều chỗ sai thì được báo hết trong một lần chạy `cchc check`.

Trang này do `pytest tests/docs --accept` viết ra từ các ví dụ được kiểm thử; đừng sửa tay.
"""
_FOUND = re.compile(r"^(?P<code>[EW]\d{3}) (?:dòng (?P<line>\d+)|phần đầu): (?P<message>.*)$")
_MASKED = re.compile(r"“[^”]*”|\d[\d.,/]*%?")
_VALUES = re.compile(r'"[^"]*"|\d[\d.,/]*%?|\w+_\w+')
_LONGEST = 90


class Entry(NamedTuple):
    """One mistake: how it was written, what is said of it, and how to mend it."""

    code: str
    wrong: str
    message: str
    remedy: str

    @property
    def kind(self) -> tuple[str, str, str]:
        """Return what entries of the same sort have in common: they differ in texts and numbers."""
        return self.code, _MASKED.sub("…", self.message), _VALUES.sub("…", self.remedy)


def page() -> str:
    """Return the page: a table for each code, one row for each sort of message."""
    kept: dict[tuple[str, str, str], Entry] = {}
    for entry in (*_of_slips(), *_of_cases()):
        kept.setdefault(entry.kind, entry)
    sections: dict[str, list[str]] = defaultdict(list)
    for entry in kept.values():
        cells = (_quoted(entry.wrong), _escaped(entry.message), _escaped(entry.remedy))
        sections[entry.code].append(f"| {' | '.join(cells)} |")
    meanings = _meanings()
    text = INTRODUCTION
    for code in sorted(sections, key=lambda code: (code[1:], code)):
        head = ["| viết sai | chương trình báo | cách sửa |", "| --- | --- | --- |"]
        rows = "\n".join([*head, *sections[code]])
        text += f"\n## {code}: {meanings[code]}\n\n{rows}\n"
    return text


def _meanings() -> dict[str, str]:
    reference = (bundled.folder("grammar") / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| ([EW]\d{3}) \| (.*) \|$", reference, re.MULTILINE))


def _of_slips() -> list[Entry]:
    """Return the mistakes of wording (E1xx), each seeded where it first can be."""
    wording = [s for s in SLIPS if s.codes and any(code.startswith("E1") for code in s.codes)]
    return [entry for slip in wording for entry in _of_slip(slip)]


def _of_slip(slip: Slip) -> list[Entry]:
    for doc, _ in reversed(sound_files()):
        at = next(slip.sites(doc), None)
        spoiled = seeded(doc, slip, at) if at is not None else None
        if spoiled is not None:
            return _told(spoiled)
    return []


def _told(spoiled: Doc) -> list[Entry]:
    source, _ = source_from_text(spoiled.text)
    assert source is not None
    _, found = parse(source)
    lines = spoiled.seeded[-1].lines
    wrong = " ⏎ ".join(dict.fromkeys(line.text.strip() for line in lines))
    numbers = {number for number, line in enumerate(spoiled.lines, 1) if line in lines}
    return [
        Entry(one.code, wrong, one.message, one.remedy)
        for one in found
        if isinstance(one.place, Span) and one.place.line in numbers
    ]


def _of_cases() -> list[Entry]:
    """Return what the golden case of each code of meaning (E2xx and up) is about."""
    entries = []
    for path in sorted(CASES.glob("[EW][23]??.md")):
        for case in cases_in(path):
            told = findings_text(case.rules.text, uncovered_too=case.uncovered_too).split("\n")
            entries += _of_case(path.stem, case.rules.text.split("\n"), told)
    return entries


def _of_case(code: str, rules: list[str], told: list[str]) -> list[Entry]:
    entries = []
    for line, remedy in zip(told[::2], told[1::2], strict=False):
        match = _FOUND.match(line)
        if match and match["code"] == code and match["line"]:
            wrong = rules[int(match["line"]) - 1].strip()
            entries.append(Entry(code, wrong, match["message"], remedy.removeprefix("  → ")))
    return entries


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_")


def _quoted(text: str) -> str:
    shown = shortened(text.replace("\t", " ⇥ ").replace("|", "\\|"), _LONGEST)
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"
