"""`cchc rank`: figures in, the ranking out, on the screen, as JSON or as a workbook.

JSON: see `report.ranking_json`.
"""

from typing import TYPE_CHECKING

from cchc_rules.cli.options import declare_scoring, declare_strict
from cchc_rules.cli.output import say, screen, write, write_all, write_pieces
from cchc_rules.cli.scoring import all_found, exit_code, say_findings, score_all, write_rules
from cchc_rules.report.ranking_json import document
from cchc_rules.report.ranking_text import (
    field_lines,
    gap_lines,
    ranking_lines,
    summary_lines,
)

if TYPE_CHECKING:
    from argparse import Namespace

    from cchc_rules.cli.arguments import Parser
    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.engine.scoring import Scored


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    declare_scoring(parser)
    declare_strict(parser)
    parser.add_argument("-o", "--output", metavar="TỆP", help="ghi bảng xếp hạng ra tệp .xlsx này")


def run(arguments: "Namespace") -> int:
    """Rank the units."""
    scored = score_all(arguments)
    failed = _save(scored, arguments.output) if arguments.output else ()
    found = (*all_found(scored), *failed)
    if arguments.json:
        write_pieces(document(scored.loaded.rules, scored.ranking, found, places=True))
    else:
        _show(scored, with_table=not arguments.output)
        say_findings(scored, failed)
        if arguments.output and scored.ranking and not failed:
            say(f"Đã ghi {arguments.output}")
    return exit_code(found, strict=arguments.strict)


def _save(scored: "Scored", name: str) -> "tuple[Diagnostic, ...]":
    """Write the workbook; nothing is written where there is no ranking."""
    if scored.ranking is None:
        return ()
    from cchc_rules.engine.books import save_ranking

    return save_ranking(scored.ranking, all_found(scored), name)


def _show(scored: "Scored", *, with_table: bool) -> None:
    ranking = scored.ranking
    if ranking is None:
        return
    shown = screen()
    write_rules(scored)
    write("")
    write_all(ranking_lines(ranking, shown) if with_table else summary_lines(ranking, shown))
    write_all(field_lines(ranking, shown))
    write_all(gap_lines(ranking, shown))
