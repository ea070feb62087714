"""`cchc test`: rule files in, whether their KIỂM THỬ hold out.

JSON: {"files": [{"file", "rules", "scenarios": [{"title", "kind", "year", "line", "passed",
"results": [{"expected", "actual", "line", "passed"}]}], "diagnostics": [finding …]}]}.
"""

from typing import TYPE_CHECKING

from cchc_rules.cli.options import declare_json, declare_rule_files, declare_year
from cchc_rules.cli.output import screen, write, write_all
from cchc_rules.cli.scoring import exit_code
from cchc_rules.engine.trials import Tried, try_rules
from cchc_rules.report.documents import compact, rules_json
from cchc_rules.report.findings import json_of, texts_of
from cchc_rules.report.screen import Style, printable

if TYPE_CHECKING:
    from argparse import Namespace

    from cchc_rules.cli.arguments import Parser
    from cchc_rules.scenarios.running import Outcome


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    declare_rule_files(parser)
    declare_year(parser)
    declare_json(parser)


def run(arguments: "Namespace") -> int:
    """Run every KIỂM THỬ of every file; 1 where one fails."""
    tried = [try_rules(name, arguments.year) for name in arguments.files]
    if arguments.json:
        write(compact({"files": [_json(one) for one in tried]}))
    else:
        for one in tried:
            _show(one)
    return int(any(exit_code(one.found) for one in tried))


def _show(tried: Tried) -> None:
    shown = screen()
    for outcome in tried.outcomes:
        mark = (
            shown.paint("đạt  ", Style.GOOD) if outcome.passed else shown.paint("SAI  ", Style.BAD)
        )
        write(f"{mark} {printable(outcome.scenario.title)}")
    if tried.outcomes:
        write("")
    write_all(texts_of(tried.found, tried.loaded.lines, shown))
    passed = sum(outcome.passed for outcome in tried.outcomes)
    told = f"{passed}/{len(tried.outcomes)} KIỂM THỬ đạt" if tried.outcomes else "không có KIỂM THỬ"
    write(
        f"{tried.loaded.name}: {told if tried.loaded.usable else 'bộ luật có lỗi, chưa chạy được'}"
    )


def _json(tried: Tried) -> dict[str, object]:
    return {
        "file": tried.loaded.name,
        "rules": rules_json(tried.loaded.rules),
        "scenarios": [_scenario_json(outcome) for outcome in tried.outcomes],
        "diagnostics": [json_of(found) for found in tried.found],
    }


def _scenario_json(outcome: "Outcome") -> dict[str, object]:
    scenario = outcome.scenario
    return {
        "title": scenario.title,
        "kind": scenario.kind,
        "year": scenario.year,
        "line": scenario.place.line,
        "passed": outcome.passed,
        "results": [
            {
                "expected": verdict.expected.text,
                "actual": verdict.actual,
                "line": verdict.expected.place.line,
                "passed": verdict.passed,
            }
            for verdict in outcome.verdicts
        ],
    }
