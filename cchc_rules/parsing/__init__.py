"""A source in, a rule file and its syntax findings out: every mistake of the file in one run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.diagnostics import Diagnostic, Span, in_order
from cchc_rules.parsing.assembly import Assembler
from cchc_rules.parsing.lexer import STARTERS
from cchc_rules.parsing.lines import LogicalLine, logical_lines
from cchc_rules.parsing.lost import lost_line, lost_node
from cchc_rules.parsing.mistakes import Reader, Reading
from cchc_rules.parsing.mistakes.lines import joined
from cchc_rules.parsing.names import names_of

if TYPE_CHECKING:
    from cchc_rules.parsing.standing import Standing
    from cchc_rules.source import Source

MOST_FINDINGS = 200
"""After so many the file is not read on: it is probably no rule file."""


def parse(source: Source) -> tuple[s.RuleFile, tuple[Diagnostic, ...]]:
    """Read a whole source; lines that cannot be read are lost, the others stay."""
    logical, comments = logical_lines(source)
    parser = _Parser(Reader(names_of(logical), source.lines))
    for index, line in enumerate(logical):
        parser.take(line)
        if len(parser.found) >= MOST_FINDINGS:
            parser.found.append(_too_many(line, len(logical) - index - 1))
            break
    parser.settle()
    if _is_no_rule_file(parser.lines):
        return s.RuleFile(source.file, ()), (_no_rule_file(source.file),)
    blocks = parser.assembler.blocks
    file = s.RuleFile(source.file, blocks, tuple(comments), tuple(parser.lines))
    return file, in_order([*parser.found, *parser.assembler.found])


@dataclass(slots=True)
class _Held:
    """A line that was read and not put in its place yet: the next one may be its other half."""

    line: LogicalLine
    standing: Standing
    reading: Reading
    broken: Diagnostic | None = None


@dataclass(slots=True)
class _Parser:
    """Takes logical lines one after the other."""

    reader: Reader
    assembler: Assembler = field(default_factory=Assembler)
    lines: list[s.Line] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    _held: _Held | None = None

    def take(self, line: LogicalLine) -> None:
        """Read one more line."""
        if self._held is not None and self._completes(self._held, line):
            return
        self.settle(line)
        standing = self.assembler.standing
        self._held = _Held(line, standing, self._read(line, standing))

    def settle(self, below: LogicalLine | None = None) -> None:
        """Put the line that is held back in its place."""
        held, self._held = self._held, None
        if held is None:
            return
        names = self.reader.names
        self.found += [held.broken] if held.broken else held.reading.found
        place = held.line.place
        nodes: list[s.Line] = [replace(node, place=place) for node in held.reading.nodes]
        if held.reading.guess is not None:
            nodes.insert(0, lost_node(held.reading.guess, held.line, names))
        elif not nodes:
            opens = held.standing.head is None or _opens_block(held.line, below)
            nodes.append(lost_line(held.line, names, opens=opens))
        for node in nodes:
            self.lines.append(node)
            self.assembler.add(node)

    def _read(self, line: LogicalLine, standing: Standing) -> Reading:
        if line.too_long:
            message = "Dòng này quá dài hoặc có quá nhiều dấu ngoặc lồng nhau."
            remedy = "Tách thành nhiều dòng TÍNH, mỗi dòng một bước."
            return Reading((), (Diagnostic("E114", line.place, message, remedy),))
        return self.reader.read(line.lexemes, standing)

    def _completes(self, held: _Held, line: LogicalLine) -> bool:
        """Take the line as the second half of the one before, if only together they make sense."""
        if line.lexemes[0].type in STARTERS or line.too_long or held.line.too_long:
            return False
        if not self.reader.is_half(line.lexemes):
            return False
        both = joined(held.line.lexemes, line.lexemes, self.reader.raw)
        if not self.reader.is_line(both, held.standing):
            return False
        message = "Dòng này bị ngắt giữa chừng: phần sau nằm ở dòng dưới."
        broken = Diagnostic("E116", held.line.place, message, "Nối hai dòng lại thành một dòng.")
        whole = LogicalLine(both)
        self._held = _Held(whole, held.standing, self._read(whole, held.standing), broken)
        return True


def _opens_block(line: LogicalLine, below: LogicalLine | None) -> bool:
    """Say whether a lost line was probably a heading: the one below is indented, it is not."""
    return line.place.column == 1 and below is not None and below.place.column > 1


def _is_no_rule_file(lines: list[s.Line]) -> bool:
    lost = sum(isinstance(line, s.LostLine | s.LostHead) for line in lines)
    headed = any(isinstance(line, s.RuleSetHead | s.ParameterHead) for line in lines)
    return not headed and lost > len(lines) / 2


def _no_rule_file(file: str) -> Diagnostic:
    message = "Tệp này không giống một tệp luật: không có dòng BỘ CHỈ SỐ hay THAM SỐ nào."
    remedy = "Chọn đúng tệp .cchc, hoặc xem trang hướng dẫn ngôn ngữ để bắt đầu một tệp mới."
    return Diagnostic("E100", Span(file, 1), message, remedy)


def _too_many(line: LogicalLine, left: int) -> Diagnostic:
    message = f"Đã có {MOST_FINDINGS} lỗi, dừng đọc ở đây (còn {left} dòng chưa xem)."
    return Diagnostic("E100", line.place, message, "Sửa các lỗi trên rồi kiểm tra lại.")
