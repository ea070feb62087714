"""`cchc check`: rule files in, every finding out.

JSON: {"files": [{"file", "rules": {"code", "year", "sha256"} | null, "errors", "warnings",
"diagnostics": [finding …]}]}.
"""

from typing import TYPE_CHECKING

from cchc_rules.cli.options import declare_json, declare_rule_files, declare_strict, declare_year
from cchc_rules.cli.output import screen, write, write_all
from cchc_rules.diagnostics import Severity
from cchc_rules.engine.rules import Loaded, load_rules
from cchc_rules.report.documents import checked_json, compact
from cchc_rules.report.findings import summary_of, texts_of
from cchc_rules.report.rules_text import described

if TYPE_CHECKING:
    from argparse import Namespace

    from cchc_rules.cli.arguments import Parser
    from cchc_rules.report.screen import Screen


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    declare_rule_files(parser)
    declare_year(parser)
    declare_strict(parser)
    declare_json(parser)


def run(arguments: "Namespace") -> int:
    """Check every file; 1 where something must be mended."""
    checked = [load_rules(name, arguments.year) for name in arguments.files]
    if arguments.json:
        files = [checked_json(one.name, one.rules, one.found) for one in checked]
        write(compact({"files": files}))
    else:
        for one in checked:
            write_all(_lines(one, screen()))
    return int(any(is_finding(one, strict=arguments.strict) for one in checked))


def is_finding(loaded: Loaded, *, strict: bool) -> bool:
    """Say whether what was found makes the exit code 1."""
    weights = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(found.severity in weights for found in loaded.found)


def _lines(loaded: Loaded, shown: "Screen") -> list[str]:
    lines = list(texts_of(loaded.found, loaded.lines, shown))
    lines.append(f"{loaded.name}: {summary_of(loaded.found)}")
    if loaded.usable:
        lines.append(f"  {described(loaded.usable)}")
    return lines
