"""One form that was read in, all that is wrong with it beyond its cells told: scores, evidence."""

from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_rules.evaluation.constraints import ConstraintJudge
from cchc_rules.facts import Facts, Round
from cchc_rules.records import record
from cchc_rules.validation.constraints import tell_broken
from cchc_rules.validation.evidence import tell_evidence
from cchc_rules.validation.gaps import tell_missing
from cchc_rules.validation.overrides import tell_overrides
from cchc_rules.validation.past import tell_past
from cchc_rules.validation.scores import ScoreComparer
from cchc_rules.validation.stamps import tell_stamp
from cchc_rules.validation.surveys import tell_surveys

if TYPE_CHECKING:
    from cchc_rules.evaluation import Program
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.excel.form import Form, Prepared
    from cchc_rules.facts.previous import Earlier


@record()
class Request:
    """How a form is judged; `round` None: every round that somebody entered figures of."""

    round: Round | None = None
    close: bool = False
    accept_declared: bool = False
    earlier: "Earlier | None" = None
    """The council's figures of the year before."""


class Judge:
    """Judges the forms of one rule set."""

    def __init__(self, prepared: "Prepared", program: "Program") -> None:
        self.prepared = prepared
        self.program = program
        self._constraints: dict[tuple[str, Round], ConstraintJudge] = {}
        self._scores = ScoreComparer(prepared, program)

    def judge(self, form: "Form", request: Request) -> "dict[Round, Assessment]":
        """Tell what is wrong in `form.findings`; return the form scored again."""
        tell_stamp(form, self.prepared.rules)
        scored: dict[Round, Assessment] = {}
        if form.unit is None:
            return scored
        shown: dict[Round, Assessment] = {}
        score = self.program.totals if self.program.many(1) else self.program.assess
        for round_ in rounds_of(form, request):
            facts = facts_of(form, round_, request)
            scored[round_] = shown[round_] = score(facts, round_, close=request.close)
            if request.close or self._sees_less(form.facts[round_], facts):
                shown[round_] = score(form.facts[round_], round_)
            judge = self._judge(form.unit.kind, round_)
            broken = judge.broken(form.facts[round_], close=request.close)
            tell_broken(form, self.prepared, round_, broken)
            tell_surveys(form, self.prepared, round_)
            tell_missing(form, scored[round_])
        self._scores.compare(form, scored, shown)
        if request.earlier is not None:
            tell_past(form, request.earlier)
        if Round.APPRAISED in scored:
            tell_overrides(form, self.prepared, scored[Round.APPRAISED])
        if Round.SELF in scored:
            tell_evidence(form, self.prepared, scored[Round.SELF])
        return scored

    def _sees_less(self, own: Facts, counted: Facts) -> bool:
        """Say whether other figures count than those that the form's own formulas see.

        That is told, or was asked for, and is not told once more at each score that comes from it.
        """
        keys = self.prepared.last_year
        changed = any(own.previous.get(key) != counted.previous.get(key) for key in keys)
        return changed or own.values != counted.values or own.marks != counted.marks

    def _judge(self, kind: str, round_: Round) -> ConstraintJudge:
        key = kind, round_
        if key not in self._constraints:
            self._constraints[key] = ConstraintJudge(self.program.plan(kind, round_))
        return self._constraints[key]


def rounds_of(form: "Form", request: Request) -> tuple[Round, ...]:
    """Return the rounds that are judged."""
    if request.round is Round.SELF:
        return (Round.SELF,)
    wanted = request.round is Round.APPRAISED or form.appraised or request.accept_declared
    return (Round.SELF, Round.APPRAISED) if wanted else (Round.SELF,)


def facts_of(form: "Form", round_: Round, request: Request) -> Facts:
    """Return the facts of one round that count: those of last year are the council's."""
    facts = facts_in(form, round_, accept_declared=request.accept_declared)
    return facts if request.earlier is None else request.earlier.join(facts)[0]


def facts_in(form: "Form", round_: Round, *, accept_declared: bool) -> Facts:
    """Return the facts of one round; `accept_declared`: declared ones where none are appraised."""
    facts = form.facts[round_]
    if round_ is Round.SELF or not accept_declared:
        return facts
    declared = form.facts[Round.SELF]
    return replace(
        facts,
        values={**declared.values, **facts.values},
        marks=declared.marks | facts.marks,
        places={**declared.places, **{key: facts.places[key] for key in facts.values}},
    )
