"""The arguments of `score`, `explain` and `rank` in, the scored units out, with what to say."""

from typing import TYPE_CHECKING

from cchc_rules.cli.arguments import UsageError
from cchc_rules.cli.output import Progress, say, screen_of_errors, write
from cchc_rules.diagnostics import Severity
from cchc_rules.engine.library import shelved
from cchc_rules.engine.scoring import Scored, Task, score
from cchc_rules.facts import Round
from cchc_rules.report.findings import summary_of, texts_of
from cchc_rules.report.rules_text import rules_line

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from cchc_rules.diagnostics import Diagnostic

_kept: "list[Scored]" = []
"""What was scored last stays until the process ends, which frees it faster than we could."""


def score_all(arguments: "Namespace") -> Scored:
    """Score what the arguments name, with a progress line for a person who waits."""
    task = Task(
        data=tuple(arguments.data),
        rules=arguments.rules or _only_rules(),
        year=arguments.year,
        round=Round(arguments.round) if arguments.round else None,
        units=arguments.units,
        previous=tuple(arguments.previous),
        close=arguments.close,
        accept_declared=arguments.accept_declared,
        besides=tuple(name for name in (vars(arguments).get("output"),) if name),
    )
    with Progress() as progress:
        _kept[:] = [score(task, progress.show)]
    return _kept[0]


def _only_rules() -> str:
    """Return the one rule set of the trusted folder; with several the user must choose."""
    known = [one.reference for one in shelved()]
    if len(known) == 1:
        return known[0]
    listed = ", ".join(known) or "trống"
    raise UsageError(
        "Hãy chỉ rõ bộ luật: --rules tệp.cchc hoặc --rules MÃ@NĂM.\n"
        f"Thư mục luật tin cậy hiện có: {listed}."
    )


def all_found(scored: Scored) -> "tuple[Diagnostic, ...]":
    """Return what was found in the rules, then in the figures."""
    return (*scored.loaded.found, *scored.found)


def say_findings(scored: Scored, more: "Sequence[Diagnostic]" = ()) -> None:
    """Tell on standard error what was found; the result itself stays clean."""
    found = (*all_found(scored), *more)
    for text in texts_of(found, scored.loaded.lines, screen_of_errors()):
        say(text)
    if found:
        say(f"Tổng cộng: {summary_of(found)}.")


def write_rules(scored: Scored) -> None:
    """Write which rules were used."""
    if scored.loaded.rules is not None:
        write(rules_line(scored.loaded.rules))


def exit_code(found: "Sequence[Diagnostic]", *, strict: bool = False) -> int:
    """Return 1 where something must be mended."""
    weights = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(one.severity in weights for one in found))
