"""What a form is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.records import record

if TYPE_CHECKING:
    from cchc_rules.forms.guidance import Line
    from cchc_rules.forms.layout import Layout
    from cchc_rules.formulas import FormFormulas


@record()
class Form:
    """A form for all units of the kinds of its layout.

    `text` is the rule text, line by line, whose SHA-256 the rule set has; `guidance` is what the
    sheet of guidance says. `for_unit`: the council enters the unit, its cells are locked. `locked`
    are the keys of the figures of the year before that the council enters.
    """

    layout: Layout
    formulas: FormFormulas
    text: tuple[str, ...]
    guidance: tuple[Line, ...] = ()
    for_unit: bool = False
    locked: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """Return the kind of all its units, or nothing where the unit chooses."""
        kinds = self.layout.kinds
        return kinds[0] if len(kinds) == 1 else ""
