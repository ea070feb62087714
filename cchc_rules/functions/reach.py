"""Facts before and after a change in, the headings that the change may reach out.

What it does not reach keeps its reason word for word, so that a form in which one figure was
changed need not be explained anew.
"""

from collections import defaultdict
from typing import TYPE_CHECKING

from cchc_rules.evaluation.reading import reading_of
from cchc_rules.model import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.evaluation.plan import Plan
    from cchc_rules.facts import Facts

    Reached = defaultdict[str, set[str]]


class Reach:
    """The codes of the headings that each given figure of a plan has a say in."""

    def __init__(self, plan: "Plan") -> None:
        self._values: Reached = defaultdict(set)
        self._previous: Reached = defaultdict(set)
        self._codes: Reached = defaultdict(set)
        self._always: set[str] = set()
        """What goes by figures of the whole group, or by weights."""
        groups = tuple(plan.rules.root.groups())
        for group in groups:
            for leaf in group.leaves():
                self._codes[leaf.code] |= {leaf.code, group.code}
        for own in plan.leaves:
            codes = self._codes[own.leaf.code]
            reading = reading_of(plan.scope, own.reads.slots)
            for key in reading.now_keys:
                self._values[key] |= codes
            for _, key, _ in reading.before:
                self._previous[key] |= codes
            if reading.peers:
                self._always |= codes
        for group in groups:
            if group.weights and group.level is not Level.ROOT:
                self._always.update(
                    *(self._codes[leaf.code] - {leaf.code} for leaf in group.leaves())
                )

    def of(self, before: "Facts", after: "Facts") -> set[str]:
        """Return the codes of all that may differ between two states of one unit."""
        reached = set(self._always)
        for by_key, old, new in (
            (self._values, before.values, after.values),
            (self._previous, before.previous, after.previous),
            (self._codes, before.manual, after.manual),
            (self._codes, before.overrides, after.overrides),
        ):
            reached.update(*(by_key[key] for key in _changed(old, new) if key in by_key))
        return reached.union(*(self._codes[code] for code in before.marks ^ after.marks))


def _changed(old: "Mapping[str, object]", new: "Mapping[str, object]") -> "list[str]":
    return [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
