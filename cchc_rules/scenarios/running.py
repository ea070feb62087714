"""KIỂM THỬ in, what each came to out: verdicts, and a finding (E401–E403) for each that fails."""

from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Diagnostic
from cchc_rules.evaluation import evaluate_condition
from cchc_rules.evaluation.explain import explain
from cchc_rules.facts import Round
from cchc_rules.model import Special, Target
from cchc_rules.ranking import rank
from cchc_rules.records import record
from cchc_rules.scenarios.settings import assess
from cchc_rules.scenarios.verdicts import Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.evaluation.program import Program
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.model import Scenario
    from cchc_rules.ranking.results import RankedUnit


@record()
class Outcome:
    """One scenario that was run: the unit it describes, scored, and a verdict for each line."""

    scenario: "Scenario"
    unit: "RankedUnit"
    verdicts: tuple[Verdict, ...]

    @property
    def passed(self) -> bool:
        """Say whether every expectation was met."""
        return all(verdict.passed for verdict in self.verdicts)


def run(program: "Program", scenarios: "Sequence[Scenario]") -> tuple[Outcome, ...]:
    """Run `scenarios`, which are of the year that `program` was bound for."""
    return tuple(_run(program, scenario) for scenario in scenarios)


def findings(outcomes: "Sequence[Outcome]") -> tuple[Diagnostic, ...]:
    """Return a finding at each `kết quả` line that was not met: expected, actual, and why."""
    return tuple(
        _finding(outcome, verdict)
        for outcome in outcomes
        for verdict in outcome.verdicts
        if not verdict.passed
    )


def _run(program: "Program", scenario: "Scenario") -> Outcome:
    unit = _ranked(program, assess(program, scenario))
    verdicts = tuple(judge(expected, unit) for expected in scenario.expected)
    if not all(verdict.passed for verdict in verdicts):
        # The author may as well have thought of the conditions of groups that stay open.
        strict = _ranked(program, assess(program, scenario, alone=False))
        verdicts = tuple(_kinder(verdict, strict) for verdict in verdicts)
    return Outcome(scenario, unit, verdicts)


def _kinder(verdict: Verdict, strict: "RankedUnit") -> Verdict:
    if verdict.passed:
        return verdict
    other = judge(verdict.expected, strict)
    return other if other.passed else verdict


def _ranked(program: "Program", assessment: "Assessment") -> "RankedUnit":
    decide = partial(evaluate_condition, program)
    (unit,) = rank(program.rules, Round.APPRAISED, [assessment], decide).units
    return unit


def _finding(outcome: Outcome, verdict: Verdict) -> Diagnostic:
    expected = verdict.expected
    if isinstance(expected.value, Special):
        code = "E402"
    else:
        code = "E403" if expected.of in {Target.CLASS, Target.RANK} else "E401"
    message = f"Mong đợi “{expected.text}”, chương trình tính được: {verdict.actual}."
    if (why := _why(outcome, expected.of)) is not None:
        message = f"{message} Vì: {why}."
    remedy = "Sửa cách chấm, hoặc sửa dòng kết quả nếu ví dụ tính tay nhầm."
    heading = (f"KIỂM THỬ “{outcome.scenario.title}”",)
    return Diagnostic(code, expected.place, message, remedy, heading)


def _why(outcome: Outcome, of: str | Target) -> str | None:
    """Return in one line why a heading or the total has its points."""
    if of in {Target.CLASS, Target.RANK}:
        return None
    code = "" if isinstance(of, Target) else of
    paragraphs = explain(outcome.unit.assessment, code)
    lines = [line.strip() for line in "".join(paragraphs).split("\n")[1:]]
    return "; ".join(lines) or None
