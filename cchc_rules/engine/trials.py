"""A rule file in, its KIỂM THỬ run out, each with the parameters of its own year."""

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import in_order
from cchc_rules.engine.programs import program_of
from cchc_rules.engine.rules import Loaded, load_rules
from cchc_rules.records import record
from cchc_rules.scenarios.running import Outcome, findings, run

if TYPE_CHECKING:
    from cchc_rules.diagnostics import Diagnostic


@record()
class Tried:
    """The outcomes of a rule file, and what was found: mistakes in the rules, failed examples."""

    loaded: Loaded
    outcomes: tuple[Outcome, ...]
    found: "tuple[Diagnostic, ...]"


def try_rules(name: str, year: int | None = None) -> Tried:
    """Run every KIỂM THỬ of the rule set `name`, a path or `MÃ@NĂM`.

    `year` chooses the year that the file is read for; a scenario keeps its own.
    """
    loaded = load_rules(name, year, only_errors=True)
    rules = loaded.usable
    if rules is None:
        return Tried(loaded, (), loaded.found)
    outcomes: list[Outcome] = []
    found = list(loaded.found)
    for tried_year in sorted({scenario.year for scenario in rules.scenarios}):
        of_year = loaded
        if tried_year != rules.year:
            of_year = load_rules(name, tried_year, only_errors=True)
        if of_year.usable is None:
            found += of_year.found
            continue
        chosen = [one for one in of_year.usable.scenarios if one.year == tried_year]
        outcomes += run(program_of(of_year.usable), chosen)
    outcomes.sort(key=lambda outcome: outcome.scenario.place.line)
    return Tried(loaded, tuple(outcomes), in_order([*found, *findings(outcomes)]))
