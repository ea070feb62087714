"""`cchc score`: figures in, every unit's points out; `--unit` shows one unit's whole tree.

JSON: as `cchc rank --json`, without rank, class and ranked (see `report.ranking_json`).
"""

from typing import TYPE_CHECKING

from cchc_rules.cli.options import declare_scoring
from cchc_rules.cli.output import screen, write, write_all, write_pieces
from cchc_rules.cli.scoring import all_found, exit_code, say_findings, score_all, write_rules
from cchc_rules.cli.units import pick_unit
from cchc_rules.report.ranking_json import document
from cchc_rules.report.ranking_text import gap_lines, ranking_lines
from cchc_rules.report.unit_text import unit_lines

if TYPE_CHECKING:
    from argparse import Namespace

    from cchc_rules.cli.arguments import Parser


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    declare_scoring(parser)
    parser.add_argument("--unit", metavar="ĐƠN_VỊ", help="in điểm từng tiêu chí của một đơn vị")


def run(arguments: "Namespace") -> int:
    """Score the units."""
    scored = score_all(arguments)
    if arguments.json:
        write_pieces(document(scored.loaded.rules, scored.ranking, all_found(scored), places=False))
    elif scored.ranking is not None:
        write_rules(scored)
        write("")
        if arguments.unit:
            write_all(unit_lines(pick_unit(scored.ranking, arguments.unit), screen()))
        else:
            write_all(ranking_lines(scored.ranking, screen(), places=False))
            write_all(gap_lines(scored.ranking, screen()))
    if not arguments.json:
        say_findings(scored)
    return exit_code(all_found(scored))
