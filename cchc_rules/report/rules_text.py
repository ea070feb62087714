"""A bound rule set in, one line that says which it is out."""

from typing import TYPE_CHECKING

from cchc_rules.numeric import vietnamese
from cchc_rules.report.screen import printable

if TYPE_CHECKING:
    from cchc_rules.model import RuleSet


def rules_line(rules: "RuleSet") -> str:
    """Return which rules were used: code, year, short hash and file."""
    file = printable(rules.place.file)
    return f"Luật: {printable(rules.code)} năm {rules.year} · sha256 {rules.sha256[:12]} · {file}"


def described(rules: "RuleSet") -> str:
    """Return the rules line with what they hold."""
    leaves = sum(1 for _ in rules.root.leaves())
    parts = (
        f"{rules.code} năm {rules.year}",
        f"sha256 {rules.sha256[:12]}",
        f"{leaves} mục chấm",
        f"{vietnamese(rules.total)} điểm",
        f"{len(rules.scenarios)} KIỂM THỬ (chạy bằng cchc test)",
    )
    return printable(" · ".join(parts))
