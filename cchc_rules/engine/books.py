"""A ranking in, ranking.xlsx in its place out."""

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.excel.writing import write_workbook
from cchc_rules.report.book import ranking_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.ranking.results import Ranking


def save_ranking(
    ranking: "Ranking", found: "Sequence[Diagnostic]", name: str
) -> "tuple[Diagnostic, ...]":
    """Write the workbook of `ranking` and of what was `found`; a failure is a finding (E600)."""
    rules = ranking.rules
    about = f"{rules.code} năm {rules.year}, SHA-256 {rules.sha256}"
    return write_workbook(Path(name), ranking_pages(ranking, found), about)
