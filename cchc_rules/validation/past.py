"""A form and the council's figures of the year before in, what the form says else told."""

from typing import TYPE_CHECKING

from cchc_rules.facts import Round

if TYPE_CHECKING:
    from cchc_rules.excel.form import Form
    from cchc_rules.facts.previous import Earlier


def tell_past(form: "Form", earlier: "Earlier") -> None:
    """Tell each figure that was changed at its cell, also where both columns hold it."""
    declared, appraised = form.facts[Round.SELF], form.facts[Round.APPRAISED]
    told = form.findings.told
    told.extend(earlier.unmatched(declared))
    for facts, before in ((declared, {}), (appraised, declared.previous)):
        for change in earlier.join(facts)[1]:
            if change.own != before.get(change.key):
                told.append(earlier.told(facts, change))
