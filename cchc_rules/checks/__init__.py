"""A bound rule set in, what is wrong with its meaning out: one plain function for each question."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from cchc_rules.checks.classes import classes_are_sound
from cchc_rules.checks.conditions import cases_are_reached, conditions_decide
from cchc_rules.checks.coverage import scenarios_cover
from cchc_rules.checks.dates import deadlines_are_of_the_year
from cchc_rules.checks.divisions import divisions_say_what_zero_means
from cchc_rules.checks.names import figures_are_used, names_differ
from cchc_rules.checks.negatives import negatives_are_bounded
from cchc_rules.checks.subject import subject_of, told
from cchc_rules.checks.sums import (
    checklists_add_up,
    children_add_up,
    codes_exist,
    excluded_but_not_rebased,
    weights_add_up,
)
from cchc_rules.checks.tables import rows_are_sound
from cchc_rules.diagnostics import in_order
from cchc_rules.numeric import EXACT

if TYPE_CHECKING:
    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.model import RuleSet

CHECKS = (
    codes_exist,
    names_differ,
    figures_are_used,
    children_add_up,
    excluded_but_not_rebased,
    checklists_add_up,
    weights_add_up,
    rows_are_sound,
    cases_are_reached,
    classes_are_sound,
    conditions_decide,
    deadlines_are_of_the_year,
    divisions_say_what_zero_means,
    negatives_are_bounded,
    scenarios_cover,
)


def check(rules: RuleSet) -> tuple[Diagnostic, ...]:
    """Return every finding about what the rules mean, in file order.

    `rules` may be partial: where a line was lost (`incomplete`), what depends on it is not told.
    """
    subject = subject_of(rules)
    with localcontext(EXACT):
        findings = [found for check_one in CHECKS for found in check_one(subject)]
    return in_order(list(told(subject, findings)))
