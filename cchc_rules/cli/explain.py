"""`cchc explain`: figures and a unit's name in, why it has its points out.

JSON: {"rules", "explanations": [see `evaluation.explain.explain_json`], "diagnostics"}; there is
one explanation for each heading that was asked for, or one for all.
"""

from typing import TYPE_CHECKING

from cchc_rules.cli.arguments import UsageError
from cchc_rules.cli.options import declare_scoring
from cchc_rules.cli.output import screen, write, write_all
from cchc_rules.cli.scoring import all_found, exit_code, say_findings, score_all, write_rules
from cchc_rules.cli.units import pick_unit
from cchc_rules.evaluation.explain import explain_json
from cchc_rules.model import Group
from cchc_rules.report.documents import compact, rules_json
from cchc_rules.report.findings import json_of
from cchc_rules.report.unit_text import explanation_lines
from cchc_rules.text import nearest

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from cchc_rules.cli.arguments import Parser
    from cchc_rules.engine.scoring import Scored
    from cchc_rules.model import Leaf, RuleSet
    from cchc_rules.ranking.results import RankedUnit


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    declare_scoring(parser)
    parser.add_argument("unit", metavar="ĐƠN_VỊ", help="tên đơn vị cần giải thích")
    parser.add_argument(
        "--code", metavar="MÃ", help="chỉ giải thích mục mang mã này, ví dụ 2.1; mặc định: tất cả"
    )


def run(arguments: "Namespace") -> int:
    """Explain one unit's points."""
    scored = score_all(arguments)
    ranking = scored.ranking
    unit = pick_unit(ranking, arguments.unit) if ranking else None
    codes = _codes(unit.assessment.rules, arguments.code) if unit else []
    if arguments.json:
        write(compact(_json(scored, unit, codes)))
    elif unit is not None:
        write_rules(scored)
        write("")
        write_all(explanation_lines(unit, codes, screen()))
    if not arguments.json:
        say_findings(scored)
    return exit_code(all_found(scored))


def _codes(rules: "RuleSet", code: str | None) -> list[str | None]:
    """Return the heading that is asked for and all below it; None stands for the whole."""
    if code is None:
        return [None]
    known = {heading.code: heading for heading in _below(rules.root)}
    if code not in known:
        meant = nearest(code, known)
        hint = f" Có phải {meant}?" if meant else ""
        raise UsageError(f"Bộ luật {rules.code} không có mục mang mã {code}.{hint}")
    heading = known[code]
    inner = _below(heading) if isinstance(heading, Group) else ()
    return [code, *(each.code for each in inner)]


def _below(group: Group) -> "Iterator[Group | Leaf]":
    """Yield every heading below, in file order."""
    for child in group.children:
        yield child
        if isinstance(child, Group):
            yield from _below(child)


def _json(
    scored: "Scored", unit: "RankedUnit | None", codes: "Sequence[str | None]"
) -> dict[str, object]:
    return {
        "rules": rules_json(scored.loaded.rules),
        "explanations": [explain_json(unit.assessment, code) for code in codes] if unit else [],
        "diagnostics": [json_of(found) for found in all_found(scored)],
    }
