"""A form that was scored again in, the evidence and explanations that its rules ask for told."""

from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import LeafStatus
from cchc_rules.excel.sheet import reference
from cchc_rules.excel.table.header import label
from cchc_rules.facts import Round
from cchc_rules.facts.raw import Number
from cchc_rules.forms.layout import Column, RowKind, evidence_asked
from cchc_rules.model import Leaf
from cchc_rules.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.excel.form import Form, Prepared
    from cchc_rules.forms.layout import FormRow

_NOTHING = frozenset(
    {
        "",
        "khong",
        "khong co",
        "chua co",
        "chua",
        "ko",
        "ko co",
        "k co",
        "k c",
        "kc",
        "khong co tai lieu",
    }
)
"""What says that there is none, without its marks and punctuation."""


def tell_evidence(form: "Form", prepared: "Prepared", scored: "Assessment") -> None:
    """Tell each leaf with figures whose obligatory evidence (or explanation) is blank."""
    wanting = [leaf for leaf in scored.rules.root.leaves() if _asks(leaf, form)]
    if not wanting:
        return
    statuses = {one.leaf.code: one.status for one in scored.leaves}
    rows = _rows_of_leaves(form)
    for leaf in wanting:
        if statuses.get(leaf.code) in {None, LeafStatus.NOT_APPLICABLE}:
            continue
        numbers = rows.get(leaf.code)
        if numbers and not _given(form, leaf, numbers):
            _tell(form, prepared, leaf, numbers[0])


def _asks(leaf: Leaf, form: "Form") -> bool:
    """Say whether evidence of a leaf is obligatory, and the unit declared something there."""
    if leaf.evidence is None or not leaf.evidence.required or not leaf.self_scored:
        return False
    values = form.facts[Round.SELF].values
    return any(item.key in values for item in leaf.items) or _claims(form, leaf)


def _claims(form: "Form", leaf: Leaf) -> bool:
    """Say whether an office's own form claims points for a leaf."""
    column, row = form.head.columns.get(Column.SELF_SCORE), form.bound.rows.get(leaf.code)
    if form.stamp.sha256 or column is None or row is None:
        return False
    raw = form.grid.at(row, column).raw
    return isinstance(raw, Number) and raw.value > 0


def _rows_of_leaves(form: "Form") -> dict[str, list[int]]:
    """Return the rows of each leaf, its own first."""
    found: dict[str, list[int]] = {}
    for row in _rows(form):
        if isinstance(row.node, Leaf):
            number = form.bound.rows[row.key]
            own = found.setdefault(row.node.code, [])
            own.insert(0 if row.kind is RowKind.LEAF else len(own), number)
    return found


def _rows(form: "Form") -> "Iterator[FormRow]":
    return (row for row in form.layout.rows if row.key in form.bound.rows)


def _given(form: "Form", leaf: Leaf, numbers: list[int]) -> bool:
    asked = evidence_asked(leaf.evidence) if leaf.evidence is not None else ""
    nothing = _NOTHING | {" ".join(words(asked))}
    columns = [Column.EVIDENCE]
    if leaf.evidence is not None and leaf.evidence.or_explained:
        columns.append(Column.EXPLANATION)
    places = [form.head.columns[column] for column in columns if column in form.head.columns]
    return any(
        " ".join(words(label_or_more(form, number, place))) not in nothing
        for number in numbers
        for place in places
    )


def label_or_more(form: "Form", row: int, column: int) -> str:
    """Return the text of a cell; a long one is a text too."""
    content = form.grid.at(row, column)
    value = getattr(content.raw, "value", "")
    return label(content) or str(value).strip()


def _tell(form: "Form", prepared: "Prepared", leaf: Leaf, number: int) -> None:
    assert leaf.evidence is not None  # noqa: S101 - it asks for some
    column = form.head.columns.get(Column.EVIDENCE)
    place = reference(number, column) if column else ""
    wanted = f" ({leaf.evidence.text})" if leaf.evidence.text else ""
    heading = prepared.headings.get(leaf.code, ())
    if leaf.evidence.or_explained:
        message = f"Tiêu chí {leaf.code} chưa có tài liệu kiểm chứng, cũng chưa giải trình{wanted}."
        remedy = "Ghi số, ngày của tài liệu; không có tài liệu thì ghi lý do ở cột giải trình."
        form.findings.tell("E597", place, message, remedy, heading)
        return
    message = f"Tiêu chí {leaf.code} chưa có tài liệu kiểm chứng, là thứ bắt buộc{wanted}."
    form.findings.tell("E596", place, message, "Ghi số, ngày của tài liệu kiểm chứng.", heading)
