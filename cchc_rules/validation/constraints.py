"""The RÀNG BUỘC that a form breaks in, told with the cells of the figures out."""

from typing import TYPE_CHECKING

from cchc_rules.validation.tables import REMEDY, place_of, sentence

if TYPE_CHECKING:
    from cchc_rules.excel.form import Form, Prepared
    from cchc_rules.facts import Round
    from cchc_rules.model import Constraint


def tell_broken(
    form: "Form", prepared: "Prepared", round_: "Round", broken: "tuple[Constraint, ...]"
) -> None:
    """Tell each at the cell of its first figure that was entered."""
    facts = form.facts[round_]
    for constraint in broken:
        text = sentence(constraint, facts)
        place = place_of(constraint, facts)
        heading = prepared.headings.get(constraint.owner, ())
        ref = place.ref if place else ""
        form.findings.tell("E590", ref, text[0].upper() + text[1:], REMEDY, heading)
