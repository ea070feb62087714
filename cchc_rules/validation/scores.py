"""The score cells of a form and the form scored again in, every difference told by its cell."""

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules import numeric
from cchc_rules.excel.cells import EMPTY, column_letters
from cchc_rules.excel.table.header import label
from cchc_rules.facts import Round
from cchc_rules.facts.admit import Remark, Spec, admit
from cchc_rules.facts.admit.spec import number as written_number
from cchc_rules.facts.admit.spec import percent
from cchc_rules.facts.raw import Blank, Failure, Number, Pending, Shown, Text
from cchc_rules.forms.layout import INPUT, POINTS, Column, RowKind
from cchc_rules.formulas import COUNCIL, ERROR, HELPER_SHEET
from cchc_rules.model import Leaf, ValueType
from cchc_rules.text import fold_title
from cchc_rules.validation.called import UNKNOWN_HERE, is_called, is_unknown
from cchc_rules.validation.expected import Expected
from cchc_rules.validation.formulas import FormulaBook
from cchc_rules.validation.locked import (
    DELETED,
    RETYPE,
    Lost,
    found_in,
    tell_overwritten,
    typed_over,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.evaluation import Program
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.form import Form, Prepared
    from cchc_rules.forms.layout import FormRow
    from cchc_rules.validation.expected import Shown as Wanted

_NUMBER = Spec(ValueType.NUMBER)
_RECALCULATE = (
    "Mở bằng Excel hoặc LibreOffice, tính lại (Ctrl+Alt+F9, Ctrl+Shift+F9) rồi lưu; "
    "nếu vẫn khác, công thức hay trang ẩn đã bị sửa. Điểm của hội đồng được tính lại từ số liệu."
)
_LOWER = "Sửa lại điểm của tiêu chí này."
_RESTORE = "Khôi phục công thức từ phiếu gốc; điểm của hội đồng được tính lại từ số liệu."
_NOT_SCORED = Remark(
    "W587",
    "dòng này không được chấm ở vòng này; giá trị ghi ở đây không được đọc",
    "Xóa ô này.",
)
_MOST = 12
_FEW = 3
"""More stale cells of one column are told together."""


class ScoreComparer:
    """Compares the score cells of forms of one rule set."""

    def __init__(self, prepared: "Prepared", program: "Program") -> None:
        self._prepared = prepared
        self._program = program
        self._formulas = FormulaBook(prepared)

    def compare(
        self,
        form: "Form",
        scored: "Mapping[Round, Assessment]",
        shown: "Mapping[Round, Assessment]",
    ) -> None:
        """Tell what differs in the columns of the rounds that were scored.

        `shown`: scored by the form alone, as its formulas do; they know no `--close` and the like.
        """
        formulas = self._formulas.of(form)
        for round_, assessment in scored.items():
            column = form.head.columns.get(POINTS[round_])
            if column is not None:
                counted = Expected(assessment, self._program)
                alone = shown[round_]
                own = counted if alone is assessment else Expected(alone, self._program)
                one = _Column(form, self._prepared, (column, round_), (counted, own), formulas)
                one.compare()
        tell_overwritten(form, self._prepared, formulas, scored)


class _Column:
    """Compares one column of scores."""

    def __init__(
        self,
        form: "Form",
        prepared: "Prepared",
        at: tuple[int, Round],
        expected: tuple[Expected, Expected],
        formulas: "Mapping[str, str] | None",
    ) -> None:
        self._form = form
        self._prepared = prepared
        self._column, self._round = at
        self._counted, self._shown = expected
        self._formulas = formulas
        self._ours = form.ours
        self._letters = column_letters(self._column)
        self._lost = Lost(form, prepared, self._column)
        self._torn = self._ours and _is_torn(form)
        self._failed: list[tuple[FormRow, int, str]] = []
        self._told = 0
        self._follows = False
        """Whether a criterion was told already: the sums above it differ because of it."""
        self._stale_cells: list[tuple[FormRow, int, str, str]] = []
        self._compared = 0
        self._changed: list[tuple[FormRow, int, Content]] = []
        self._pending: list[str] = []
        self._unknown: list[tuple[FormRow, int]] = []
        self._unproved: list[str] = []

    def compare(self) -> None:
        """Compare every row."""
        rows, bound = self._form.grid.rows, self._form.bound.rows
        for key, row in self._prepared.results:
            number = bound.get(key)
            if number is None:
                continue
            if row.kind is not RowKind.LEAF and not self._follows:
                self._follows = self._told > 0
            self._cell(row, number, rows[number].get(self._column, EMPTY))
        self._tell_all()

    def _cell(self, row: "FormRow", number: int, content: "Content") -> None:
        raw, formula = content.raw, content.formula
        if formula is None and self._ours:
            self._without_formula(row, number, content, self._counted.of(row))
            return
        wanted = (self._shown if self._ours else self._counted).of(row)
        if is_called(content):
            self._called(row, number, content, wanted)
            return
        if formula and not isinstance(raw, Failure) and self._is_changed(number, formula):
            self._changed.append((row, number, content))
        elif isinstance(raw, Pending):
            self._pending.append(f"{self._letters}{number}")
        elif isinstance(raw, Failure):
            self._failure(row, number, raw)
        elif wanted is not None and not isinstance(raw, Blank):
            self._value(row, number, content, wanted)
        elif row.kind is RowKind.LEAF and isinstance(raw, Number):
            self._above(row, number, raw.value)

    def _called(
        self, row: "FormRow", number: int, content: "Content", wanted: "Wanted | None"
    ) -> None:
        """One of our functions stands here: only what it showed last can be wrong."""
        raw = content.raw
        if is_unknown(content):
            self._unknown.append((row, number))
        elif isinstance(raw, Pending):
            self._pending.append(f"{self._letters}{number}")
        elif isinstance(raw, Failure):
            if wanted is not None and wanted.number is not None:
                self._stale(row, number, raw.value, _say(wanted, row))
        elif wanted is not None and not isinstance(raw, Blank):
            self._value(row, number, content, wanted)

    def _is_changed(self, number: int, formula: str) -> bool:
        """Compare the text of a formula with the one that the rules compile to."""
        wanted = self._formulas and self._formulas.get(f"{self._letters}{number}")
        if not wanted:
            return False
        self._compared += 1
        return not FormulaBook.equal(formula, wanted)

    def _without_formula(
        self, row: "FormRow", number: int, content: "Content", wanted: "Wanted | None"
    ) -> None:
        """A formula should stand here: judge what was typed over it, or that it was deleted."""
        expects = self._formulas is None or f"{self._letters}{number}" in self._formulas
        blank = isinstance(content.raw, Blank)
        if blank:
            if self._formulas is not None and expects:
                self._lose(row, number, DELETED)
            return
        if not expects and wanted is None:
            if self._formulas is not None:
                self._remark(row, number, _NOT_SCORED)
            return
        if not self._value(row, number, content, wanted, typed=True) and expects:
            self._lose(row, number, typed_over(content))

    def _lose(self, row: "FormRow", number: int, remark: Remark) -> None:
        self._told += 1
        self._lost.add(row, number, remark)

    def _failure(self, row: "FormRow", number: int, raw: Failure) -> None:
        """Tell an error, but not the sums above it, nor what only comes from a deleted row."""
        if not (self._failed and row.kind is not RowKind.LEAF):
            self._failed.append((row, number, raw.value))

    def _value(
        self,
        row: "FormRow",
        number: int,
        content: "Content",
        wanted: "Wanted | None",
        *,
        typed: bool = False,
    ) -> bool:
        """Judge a value; say whether it was told."""
        raw = content.raw
        if isinstance(raw, Text):
            return self._text(row, number, raw, wanted, content)
        if not isinstance(raw, Number):
            return False
        if self._above(row, number, raw.value):
            return True
        if wanted is None:
            return False
        kept = content.formula is not None and self._ours
        if kept and wanted.text == ERROR:
            return False  # the figure that is wrong is told; its formula may not see why
        if wanted.open and not kept:
            self._unproved.append(f"{self._letters}{number}")
            return False
        written = self._written(row, raw, wanted)
        if wanted.number is not None and self._equal(row, raw, wanted.number):
            return False
        should = _say(wanted, row)
        if kept:
            self._stale(row, number, written, should)
        elif not (self._follows and not self._ours):
            typed_over = " (công thức bị ghi đè)" if typed else ""
            who = "tự chấm" if self._round is Round.SELF else "thẩm định"
            message = f"điểm {who} ghi {written}{typed_over}, tính lại từ số liệu là {should}"
            remedy = RETYPE if self._ours else "Kiểm tra lại số liệu hoặc sửa điểm cho khớp."
            self._remark(row, number, Remark("E592", message, remedy))
        return True

    def _equal(self, row: "FormRow", raw: Number, number: Decimal) -> bool:
        digits = self._prepared.rules.digits
        value = raw.value
        if abs(value) >= numeric.LARGEST:
            return False
        if row.kind is RowKind.PERCENT:
            as_percent = numeric.publish(value * numeric.HUNDRED, digits)
            if raw.shown is Shown.PERCENT or self._ours:
                return as_percent == number
            return number in {as_percent, numeric.publish(value, digits)}
        return numeric.publish(value, digits) == number

    def _written(self, row: "FormRow", raw: Number, wanted: "Wanted") -> str:
        del wanted
        if row.kind is RowKind.PERCENT and (raw.shown is Shown.PERCENT or self._ours):
            return percent(raw.value)
        return written_number(raw.value)

    def _stale(self, row: "FormRow", number: int, written: str, should: str) -> None:
        if self._follows:
            return
        self._told += 1
        self._stale_cells.append((row, number, written, should))

    def _above(self, row: "FormRow", number: int, value: Decimal) -> bool:
        """Tell a score above the maximum of its leaf or heading."""
        if row.node is None or row.kind not in {RowKind.LEAF, RowKind.HEADING, RowKind.TOTAL}:
            return False
        if isinstance(row.node, Leaf) and row.node.allow_above:
            return False
        assert self._form.unit is not None  # noqa: S101 - nothing is scored without it
        maximum = row.node.maximum.of(self._form.unit.kind)
        if value <= maximum or not isinstance(row.node, Leaf):
            return False
        message = f"điểm {written_number(value)} lớn hơn điểm tối đa {written_number(maximum)}"
        self._remark(row, number, Remark("E591", message, RETYPE if self._ours else _LOWER))
        return True

    def _text(
        self, row: "FormRow", number: int, raw: Text, wanted: "Wanted | None", content: "Content"
    ) -> bool:
        """Judge a text in a score cell: a status, a number typed as text, or anything else."""
        text = label(content)
        if not text or fold_title(text) == fold_title(COUNCIL) or wanted is None:
            return False
        if wanted.text and fold_title(text) == fold_title(wanted.text):
            return False
        if content.formula is None and row.kind is not RowKind.CLASS:
            admitted = admit(_NUMBER, raw)
            if isinstance(admitted.datum, Decimal):
                for remark in () if self._ours else admitted.remarks:
                    self._remark(row, number, remark)
                typed = content._replace(raw=Number(admitted.datum))
                return self._value(row, number, typed, wanted)
            if wanted.text:  # a dash and the like beside thiếu, lỗi or không áp dụng
                return False
        should = _say(wanted, row)
        if content.formula is not None and self._ours:
            if text == ERROR and (self._torn or self._form.lenient):
                return False  # a formula cannot know better, and why is told
            self._stale(row, number, f"“{text[:60]}”", should)
            return True
        if self._follows and not self._ours:
            return True
        message = f"tìm thấy “{text[:60]}”, tính lại từ số liệu là {should}"
        self._remark(row, number, Remark("E592", message, "Sửa lại cho khớp với số liệu."))
        return True

    def _remark(self, row: "FormRow", number: int, remark: Remark) -> None:
        self._told += remark.code[0] != "N"
        code = row.node.code if row.node is not None else ""
        heading = self._prepared.headings.get(code, ()) if code else ()
        self._form.findings.remark(number, self._column, remark, row.title, heading)

    def _tell_changed(self) -> None:
        """Tell changed formulas; where most are, another version of the program wrote them."""
        changed = self._changed
        if len(changed) > _FEW and len(changed) * 2 > self._compared:
            message = f"{len(changed)} công thức điểm khác với công thức mà phiên bản này lập."
            remedy = "Không cần làm gì: điểm được tính lại từ số liệu."
            self._form.findings.tell("N595", f"{self._letters}{changed[0][1]}", message, remedy)
            for row, number, content in changed:
                wanted = self._shown.of(row)
                if wanted is not None:
                    self._value(row, number, content, wanted)
            return
        for row, number, content in changed:
            wanted = self._shown.of(row)
            right = f", tính lại là {_say(wanted, row)}" if wanted and not wanted.open else ""
            message = (
                f"công thức đã bị sửa thành “={(content.formula or '')[:80]}”, "
                f"hiện {found_in(content)}{right}"
            )
            self._remark(row, number, Remark("W595", message, _RESTORE))

    def _tell_stale(self) -> None:
        stale = self._stale_cells
        for row, number, written, should in stale if len(stale) <= _FEW else ():
            message = f"giá trị đã lưu là {written}, tính lại từ số liệu là {should}"
            self._remark(row, number, Remark("W594", message, _RECALCULATE))
        if len(stale) > _FEW:
            listed = ", ".join(
                f"{self._letters}{number} ({written}, đúng ra {should})"
                for _, number, written, should in stale[:_MOST]
            )
            more = " …" if len(stale) > _MOST else ""
            message = f"{len(stale)} ô điểm có giá trị đã lưu khác điểm tính lại: {listed}{more}."
            place = f"{self._letters}{stale[0][1]}"
            self._form.findings.tell("W594", place, message, _RECALCULATE)

    def _tell_unknown(self) -> None:
        unknown = sorted(self._unknown, key=lambda one: one[1])
        for row, number in unknown if len(unknown) <= _FEW else ():
            self._remark(row, number, UNKNOWN_HERE)
        if len(unknown) > _FEW:
            refs = ", ".join(f"{self._letters}{number}" for _, number in unknown[:_MOST])
            more = " …" if len(unknown) > _MOST else ""
            message = f"{len(unknown)} ô điểm: {UNKNOWN_HERE.message}: {refs}{more}."
            place = f"{self._letters}{unknown[0][1]}"
            self._form.findings.tell(UNKNOWN_HERE.code, place, message, UNKNOWN_HERE.remedy)

    def _tell_failed(self) -> None:
        failed = self._failed
        for row, number, error in failed if len(failed) <= _FEW else ():
            self._remark(row, number, Remark("E525", f"ô điểm báo lỗi {error}", _RESTORE))
        if len(failed) > _FEW:
            refs = [f"{self._letters}{number}" for _, number, _ in failed]
            message = f"{len(refs)} ô điểm báo lỗi {failed[0][2]}: {', '.join(refs[:_MOST])}."
            remedy = f"Khôi phục công thức và các trang ẩn ({HELPER_SHEET} …) từ phiếu gốc."
            self._form.findings.tell("E525", refs[0], message, remedy)

    def _tell_all(self) -> None:
        tell = self._form.findings.tell
        self._lost.tell()
        self._tell_unknown()
        if not self._torn:
            self._tell_failed()
        self._tell_changed()
        self._tell_stale()
        if self._pending:
            message = f"Chưa có kết quả đã tính của {len(self._pending)} ô công thức điểm."
            remedy = "Không cần làm gì: điểm được tính lại từ số liệu. Muốn thấy, mở tệp rồi lưu."
            tell("N594", self._pending[0], message, remedy)
        if self._unproved and self._column != self._form.head.columns.get(Column.KEY):
            cells = ", ".join(self._unproved[:_MOST])
            more = " …" if len(self._unproved) > _MOST else ""
            message = f"Chưa kiểm tra lại được {len(self._unproved)} ô điểm vì thiếu số liệu: "
            remedy = "Bổ sung số liệu của các tiêu chí này."
            tell("N592", self._unproved[0], f"{message}{cells}{more}.", remedy)


def _is_torn(form: "Form") -> bool:
    """Say whether rows or columns are missing that the formulas need, which is told."""
    columns = {INPUT[Round.SELF], INPUT[Round.APPRAISED]} - form.head.columns.keys()
    return bool(columns) or any(row.key not in form.bound.rows for row in form.layout.rows)


def _say(wanted: "Wanted", row: "FormRow") -> str:
    if wanted.number is None:
        return f"“{wanted.text}”"
    unit = "%" if row.kind is RowKind.PERCENT else ""
    return numeric.vietnamese(wanted.number) + unit
