"""A source in, a rule file and its syntax findings out: every mistake of the file in one run."""

from __future__ import annotations

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
from cchc_rules.records import field, record, replace

if TYPE_CHECKING:
    from cchc_rules.parsing.standing import Standing
    from cchc_rules.source import Source

MOST_FINDINGS = 200
"""After so many the file is not read on."""
MOST_LOST = 50
"""With more lost lines than read ones, and more than these, it is no rule file but for its head."""
MOST_HEADINGS = 2_000
_LONGEST_RUN = 4
"""More lines in a row that no keyword begins are one stretch of something else."""


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
    hopeless = _no_rule_file(parser.lines, source.file) or _too_many_headings(parser.lines)
    if hopeless:
        return s.RuleFile(source.file, ()), (hopeless,)
    blocks = parser.assembler.blocks
    file = s.RuleFile(source.file, blocks, tuple(comments), tuple(parser.lines))
    return file, in_order([*_folded(parser.found, parser.strange), *parser.assembler.found])


@record(frozen=False)
class _Held:
    """A line that was read and not put in its place yet: the next one may be its other half."""

    line: LogicalLine
    standing: Standing
    reading: Reading
    broken: Diagnostic | None = None


@record(frozen=False)
class _Parser:
    """Takes logical lines one after the other."""

    reader: Reader
    assembler: Assembler = field(default_factory=Assembler)
    lines: list[s.Line] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    strange: list[list[Diagnostic]] = field(default_factory=list)
    """What is told of lines in a row that no keyword begins."""
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
        self._note(held)
        self.found += [held.broken] if held.broken else held.reading.found
        place = held.line.place
        nodes: list[s.Line] = [
            node if node.place == place else replace(node, place=place)
            for node in held.reading.nodes
        ]
        if held.reading.guess is not None:
            nodes.insert(0, lost_node(held.reading.guess, held.line, names))
        elif not nodes:
            opens = held.standing.head is None or _opens_block(held.line, below)
            nodes.append(lost_line(held.line, names, opens=opens))
        for node in nodes:
            self.lines.append(node)
            self.assembler.add(node)

    def _note(self, held: _Held) -> None:
        told = held.reading.found
        if [one.code for one in told] == ["E101"] and not held.reading.nodes:
            if not self.strange:
                self.strange.append([])
            self.strange[-1] += told
        elif self.strange and self.strange[-1]:
            self.strange.append([])

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


def _no_rule_file(lines: list[s.Line], file: str) -> Diagnostic | None:
    lost = [line for line in lines if isinstance(line, s.LostLine | s.LostHead)]
    headed = any(isinstance(line, s.RuleSetHead | s.ParameterHead) for line in lines)
    if len(lost) <= len(lines) / 2:
        return None
    if not headed:
        message = "Tệp này không giống một tệp luật: không có dòng BỘ CHỈ SỐ hay THAM SỐ nào."
        remedy = "Chọn đúng tệp .cchc, hoặc xem trang hướng dẫn ngôn ngữ để bắt đầu một tệp mới."
        return Diagnostic("E100", Span(file, 1), message, remedy)
    if len(lost) <= MOST_LOST:
        return None
    message = f"Từ dòng này trở đi tệp không giống một tệp luật: không hiểu {len(lost)} dòng."
    remedy = "Bỏ phần không phải luật, hoặc thêm dấu # ở đầu mỗi dòng ghi chú."
    return Diagnostic("E100", lost[0].place, message, remedy)


def _too_many_headings(lines: list[s.Line]) -> Diagnostic | None:
    headings = [line for line in lines if isinstance(line, s.GroupHead)]
    if len(headings) <= MOST_HEADINGS:
        return None
    message = f"Tệp có {len(headings)} mục, nhiều hơn {MOST_HEADINGS}: quá giới hạn."
    remedy = "Kiểm tra xem có chọn nhầm tệp không; mỗi tệp chỉ chứa một bộ chỉ số."
    return Diagnostic("E100", headings[MOST_HEADINGS].place, message, remedy)


def _folded(found: list[Diagnostic], runs: list[list[Diagnostic]]) -> list[Diagnostic]:
    """Tell a long run of lines that no keyword begins as one: something was pasted there."""
    for run in runs:
        if len(run) <= _LONGEST_RUN:
            continue
        remedy = "Bỏ đoạn này, hoặc thêm dấu # ở đầu mỗi dòng nếu là ghi chú."
        message = f"Từ đây {len(run)} dòng liền nhau không bắt đầu bằng từ khóa nào."
        told = set(map(id, run))
        found = [one for one in found if id(one) not in told]
        found.append(Diagnostic("E101", run[0].place, message, remedy))
    return found


def _too_many(line: LogicalLine, left: int) -> Diagnostic:
    message = f"Đã có {MOST_FINDINGS} lỗi, dừng đọc ở đây (còn {left} dòng chưa xem)."
    return Diagnostic("E100", line.place, message, "Sửa các lỗi trên rồi kiểm tra lại.")
