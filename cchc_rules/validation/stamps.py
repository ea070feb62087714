"""What a form says of its rules in, told where it is not what the council's rules say."""

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.forms.layout import RULES_SHEET
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from cchc_rules.excel.form import Candidate, Form, Prepared, Stamp
    from cchc_rules.model import RuleSet

_SHOWN = 12
_ENOUGH = 0.7


def tell_stamp(form: "Form", rules: "RuleSet") -> None:
    """Compare code, year and hash; the copy of the rules inside the file is never used."""
    stamp, tell = form.stamp, form.findings.tell
    ours, remedy = _named(rules)
    if not stamp.sha256:
        if form.bound.keyed:
            message = f"Phiếu mất trang ẩn {RULES_SHEET}: không rõ lập từ bản nào của bộ luật."
            tell("W582", "", message, "Đối chiếu với phiếu gốc, hoặc nhập lại vào phiếu mới.")
        years = form.heading.years
        if years and rules.year not in years:
            spoken = ", ".join(map(str, years))
            tell("W582", "", f"Phiếu ghi năm {spoken}, bộ luật dùng là {ours}.", remedy)
        return
    other = other_rules(stamp, rules)
    if other:
        tell("E582", "", other, remedy)
    elif rules.sha256 and stamp.sha256 != rules.sha256:
        message = (
            f"Phiếu lập từ một bản khác của bộ luật {ours} (SHA-256 {stamp.sha256[:_SHOWN]}…, "
            f"bản của hội đồng {rules.sha256[:_SHOWN]}…); điểm tính theo bản của hội đồng."
        )
        tell("W582", "", message, "Gửi lại cho đơn vị phiếu mới nếu bộ luật đã thay đổi.")
    name = form.heading.name
    if stamp.unit_name and name.text and fold_title(stamp.unit_name) != fold_title(name.text):
        message = f"Tên đơn vị “{name.text}” khác tên khi lập phiếu ({stamp.unit_name})."
        tell("W573", name.ref, message, "Kiểm tra xem phiếu có đúng của đơn vị không.")
    kind = form.heading.kind
    if form.unit is not None and kind.ref and stamp.kind not in {"", form.unit.kind}:
        message = f"Loại đơn vị “{kind.text}” khác loại khi lập phiếu ({stamp.kind})."
        remedy = "Ghi lại đúng loại; sai loại thì điểm tối đa và tiêu chí áp dụng sai theo."
        tell("W573", kind.ref, message, remedy)
    if stamp.unit_id and form.heading.id.text and stamp.unit_id != form.heading.id.text:
        message = f"Mã đơn vị “{form.heading.id.text}” khác mã khi lập phiếu ({stamp.unit_id})."
        remedy = "Kiểm tra xem phiếu có đúng của đơn vị không."
        tell("W573", form.heading.id.ref, message, remedy)


def other_rules(stamp: "Stamp", rules: "RuleSet") -> str:
    """Say that a form was made for other rules or for another year; nothing if it was not."""
    ours, _ = _named(rules)
    if stamp.code and fold_title(stamp.code) != fold_title(rules.code):
        return f"Phiếu lập cho bộ luật {stamp.code}, bộ luật dùng là {ours}."
    if stamp.year and stamp.year != rules.year:
        return f"Phiếu lập cho năm {stamp.year}, bộ luật dùng là {ours}."
    return ""


def is_foreign(found: "Candidate", stamp: "Stamp", prepared: "Prepared") -> bool:
    """Say whether a form of other rules has so few rows of these that it cannot be read by them."""
    known, all_rows = len(found.bound.rows), len(prepared.whole.rows)
    return known < _ENOUGH * all_rows and bool(other_rules(stamp, prepared.rules))


def not_found(file: str, stamp: "Stamp", rules: "RuleSet") -> Diagnostic:
    """Return the finding on a form of ours in which no row of the rules was found."""
    other = other_rules(stamp, rules)
    if other:
        return Diagnostic("E582", Cell(file), other, _named(rules)[1])
    message = "Phiếu do hội đồng lập nhưng không còn tiêu đề cột, khóa, mã và tên dòng để đọc."
    return Diagnostic("E510", Cell(file), message, "Nhập lại số liệu vào phiếu mới.")


def _named(rules: "RuleSet") -> tuple[str, str]:
    ours = f"{rules.code} năm {rules.year}"
    return ours, f"Dùng phiếu lập từ bộ luật {ours}, hoặc chọn đúng bộ luật (--rules)."
