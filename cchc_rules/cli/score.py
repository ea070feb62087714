"""`cchc score`: figures in, every unit's points out; `--unit` shows one unit's whole tree.

JSON: as `cchc rank --json`, without rank, class and ranked (see `report.ranking_json`).
"""

from typing import TYPE_CHECKING

from cchc_rules.cli.options import declare_scoring
from cchc_rules.cli.output import Progress, say, screen, write, write_all, write_pieces
from cchc_rules.cli.scoring import all_found, exit_code, say_findings, score_all, write_rules
from cchc_rules.cli.units import pick_unit
from cchc_rules.engine.results import SAVED_NOTHING, Saved, Wish, save_results
from cchc_rules.report.ranking_json import document
from cchc_rules.report.ranking_text import gap_lines, ranking_lines
from cchc_rules.report.unit_text import unit_lines

if TYPE_CHECKING:
    from argparse import Namespace

    from cchc_rules.cli.arguments import Parser
    from cchc_rules.engine.scoring import Scored


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    declare_scoring(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="TỆP",
        help="ghi kết quả ra tệp .xlsx này; mặc định với phiếu: cạnh phiếu, tên thêm “-ket-qua”",
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="ghi điểm vào ngay ô điểm của phiếu; phiếu cũ giữ lại với đuôi .bak",
    )
    parser.add_argument("--unit", metavar="ĐƠN_VỊ", help="in điểm từng tiêu chí của một đơn vị")


def run(arguments: "Namespace") -> int:
    """Score the units."""
    scored = score_all(arguments)
    saved = _save(arguments, scored) if scored.ranking is not None else SAVED_NOTHING
    found = (*all_found(scored), *saved.found)
    if arguments.json:
        write_pieces(document(scored.loaded.rules, scored.ranking, found, places=False))
    elif scored.ranking is not None:
        write_rules(scored)
        write("")
        if arguments.unit:
            write_all(unit_lines(pick_unit(scored.ranking, arguments.unit), screen()))
        else:
            write_all(ranking_lines(scored.ranking, screen(), places=False))
            write_all(gap_lines(scored.ranking, screen()))
    if not arguments.json:
        say_findings(scored, saved.found)
        _say_saved(arguments, saved)
    return exit_code(found)


def _save(arguments: "Namespace", scored: "Scored") -> Saved:
    """Write the results into the forms, or beside what was read, as the arguments say."""
    wish = Wish(
        names=tuple(arguments.data),
        output=arguments.output or "",
        into_forms=arguments.write,
        beside=not (arguments.json or arguments.unit),
        accept_declared=arguments.accept_declared,
        units=arguments.units,
    )
    with Progress() as progress:
        return save_results(scored, wish, progress.show)


def _say_saved(arguments: "Namespace", saved: Saved) -> None:
    if arguments.write and saved.files:
        say(
            f"Điểm đã nằm trong {len(saved.files)} phiếu; "
            "phiếu nào có thay đổi thì bản cũ giữ lại với đuôi .bak."
        )
    elif saved.files:
        say(f"Đã ghi {saved.files[0]}")
