"""The reference page in; its examples, data files, transcripts and tables out.

The info string of a fenced block says what it is:

    cchc                 a whole rule file: no finding but W330, and every KIỂM THỬ passes
    cchc trong-bo        the same for headings that stand under the frame (the block `cchc khung`)
    … tu-do              not laid out as `cchc fmt` would, to show that it may be so
    cchc loi E312 …      exactly these findings; headings alone stand under the frame
    … tep=NAME           the block is also a file that transcripts and `nhập từ` may use
    console              `$ cchc …` with what it prints; `pytest --accept` writes it anew

A Markdown table below `<!-- tep=NAME.xlsx -->` is a workbook.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import xlsxwriter

from cchc_rules import bundled
from cchc_rules.model import Level
from cchc_rules.numeric import plain
from cchc_rules.parsing import parse
from cchc_rules.source import source_from_text
from cchc_rules.syntax import GroupHead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = bundled.folder("grammar") / "README.md"
FRAME = """\
BỘ CHỈ SỐ VÍ-DỤ "Ví dụ"
  năm: 2026
  đối tượng: xã; phường
  tổng điểm: {}
  quy đổi: có
"""
_FENCE = re.compile(r"^```(.*)$")
_FILE = re.compile(r"^<!-- tep=(\S+) -->$")
_CODE = re.compile(r"^[EWN]\d{3}$")
_NUMBER = re.compile(r"-?\d+(,\d+)?")
_PERCENT = re.compile(r"-?\d+(,\d+)?%")
_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
_OUTSIDE = {Level.BONUS, Level.PENALTY}


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the words of its info string, its text, its first line (from 0) and last."""

    info: tuple[str, ...]
    text: str
    start: int
    end: int

    @property
    def language(self) -> str:
        """Return the first word of the info string."""
        return self.info[0] if self.info else ""

    @property
    def file(self) -> str:
        """Return the name of the file that the block is, or nothing."""
        named = (word.removeprefix("tep=") for word in self.info if word.startswith("tep="))
        return next(named, "")

    @property
    def codes(self) -> list[str]:
        """Return the findings that the block must give."""
        return [word for word in self.info if _CODE.match(word)]


def blocks(text: str) -> Iterator[Block]:
    """Yield every fenced block of a page."""
    info: tuple[str, ...] | None = None
    start = 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence is None:
            continue
        if info is None:
            info, start = tuple(fence[1].split()), index + 1
        else:
            yield Block(info, "\n".join((*lines[start:index], "")), start, index)
            info = None
    assert info is None, f"{PAGE}: block at line {start} is not closed"


def examples(text: str) -> list[Block]:
    """Return the blocks of rule text that stand by themselves."""
    left_out = {"khung", "dung-chung"}
    return [
        block for block in blocks(text) if block.language == "cchc" and not left_out & {*block.info}
    ]


def whole(block: Block) -> tuple[str, int]:
    """Return the rule file that an example is, and how many lines were put before it."""
    if re.search(r"^BỘ CHỈ SỐ", block.text, re.MULTILINE):
        return block.text, 0
    frame = FRAME.format(_total(block.text))
    return frame + block.text, frame.count("\n")


def _total(text: str) -> str:
    """Return what the headings of the highest level add up to."""
    source, _ = source_from_text(text)
    assert source is not None
    file, _ = parse(source)
    heads = [block.head for block in file.blocks if isinstance(block.head, GroupHead)]
    heads = [head for head in heads if head.level not in _OUTSIDE]
    total = sum(head.maximum for head in heads if head.level is heads[0].level)
    return plain(total).replace(".", ",") if total else "0"


def files(text: str) -> dict[str, str]:
    """Return the text files of a page by name."""
    return {block.file: block.text for block in blocks(text) if block.file}


Cells = list[list[str]]


def tables(text: str) -> dict[str, Cells]:
    """Return the tables of a page that are workbooks, by name."""
    found: dict[str, Cells] = {}
    name = ""
    for line in text.split("\n"):
        if named := _FILE.match(line):
            name = named[1]
            found[name] = []
        elif name and line.startswith("|"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not set("".join(cells)) <= {"-"}:
                found[name].append(cells)
        elif line and name:
            name = ""
    return found


def lay_out(text: str, folder: Path) -> None:
    """Write every file and workbook of a page into a folder."""
    for name, content in files(text).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for name, rows in tables(text).items():
        _write_workbook(folder / name, rows)


def _write_workbook(path: Path, rows: Cells) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        as_percent = book.add_format({"num_format": "0.00%"})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                number = cell.rstrip("%").replace(",", ".")
                if row and _NUMBER.fullmatch(cell):
                    sheet.write_number(row, column, float(number))
                elif row and _PERCENT.fullmatch(cell):
                    sheet.write_number(row, column, float(number) / 100, as_percent)
                elif _DATE.fullmatch(cell):
                    day = datetime.strptime(cell, "%d/%m/%Y")  # noqa: DTZ007 - a day without a time
                    sheet.write_datetime(row, column, day, as_date)
                elif cell:
                    sheet.write_string(row, column, cell)


def between(text: str, name: str) -> str:
    """Return what stands between the markers of `name`."""
    first, last = markers(name)
    return text.partition(first)[2].partition(last)[0].strip("\n")


def with_between(text: str, name: str, new: str) -> str:
    """Return the page with `new` between the markers of `name`."""
    first, last = markers(name)
    before, _, rest = text.partition(first)
    return f"{before}{first}\n{new}\n{last}{rest.partition(last)[2]}"


def markers(name: str) -> tuple[str, str]:
    """Return the comments around a generated part."""
    return f"<!-- {name}: bắt đầu -->", f"<!-- {name}: hết -->"
