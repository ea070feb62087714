"""The engine alone: typed facts in, what the functions in cells say of a form out.

Needs nothing but `cchc_rules`: the bench puts it into the add-in, to run inside LibreOffice too.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from cchc_rules.evaluation import assess_all, evaluate_condition
from cchc_rules.evaluation.constraints import ConstraintJudge
from cchc_rules.evaluation.explain import explain
from cchc_rules.facts import Round
from cchc_rules.ranking import rank
from cchc_rules.report.gaps import gap_text, gaps
from cchc_rules.validation.tables import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.facts import Facts
    from cchc_rules.functions.rulebook import Rulebook
    from cchc_rules.ranking.results import RankedUnit


class Alone(NamedTuple):
    """CPU milliseconds of the engine for one unit."""

    scores: float
    everything: float


class Engine:
    """The engine with the rules compiled and its figures typed; what it says is thrown away."""

    def __init__(self, book: Rulebook, kind: str) -> None:
        self._program = book.program
        self._judge = ConstraintJudge(book.program.plan(kind, Round.APPRAISED))

    def scores(self, facts: Facts) -> RankedUnit:
        """Return every score, the total and the class: what DIEM and TONG show as numbers."""
        own = assess_all(self._program, [facts], Round.APPRAISED)
        decide = partial(evaluate_condition, self._program)
        ranked = rank(self._program.rules, Round.APPRAISED, own, decide).units[0]
        for leaf in ranked.assessment.leaves:
            _ = leaf.score
        for group in ranked.assessment.groups:
            _ = group.score
        return ranked

    def everything(self, facts: Facts) -> list[str]:
        """Score, and write all that GIAI_THICH, TONG and KIEM_TRA say besides."""
        own = self.scores(facts).assessment
        broken = [sentence(one, facts) for one in self._judge.broken(facts)]
        return [*explain(own), gap_text(own, gaps(own)), *broken]

    def alone(self, facts: Facts) -> Alone:
        """Time both."""
        return Alone(spent(lambda: self.scores(facts)), spent(lambda: self.everything(facts)))


def spent(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of this thread."""
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1e3
