"""A bound rule set in, what every check needs of it out; their findings in, diagnostics out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.checks.ranges import Ranges
from cchc_rules.checks.wording import kind_words
from cchc_rules.diagnostics import Diagnostic
from cchc_rules.headings import paths
from cchc_rules.model import Leaf
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cchc_rules.diagnostics import Span
    from cchc_rules.model import Group, Maximum, RuleSet

Kinds = tuple[str, ...]


@record()
class Finding:
    """What a check found for units of `kinds`, of those `among` which it was looked for.

    `owner` is the code of the heading that it stands under.
    """

    code: str
    place: Span
    owner: str
    message: str
    remedy: str
    kinds: Kinds = ()
    among: Kinds = ()


@record()
class Subject:
    """A rule set with what the checks look up in it again and again."""

    rules: RuleSet
    kinds: Kinds
    _ranges: dict[str, Ranges] = field(default_factory=dict)

    def ranges(self, kinds: Kinds) -> Ranges:
        """Return the values of expressions for `kinds`, which every parameter treats alike."""
        if kinds[0] not in self._ranges:
            self._ranges[kinds[0]] = Ranges(self.rules, kinds[0])
        return self._ranges[kinds[0]]

    def kinds_of(self, node: Group | Leaf) -> Kinds:
        """Return the kinds of which units are scored by a heading, or by a leaf below it."""
        if isinstance(node, Leaf) and node.only_for is None:
            return self.kinds
        return tuple(kind for kind in self.kinds if applies(node, kind))

    def alike(self, kinds: Kinds, *maxima: Maximum) -> tuple[Kinds, ...]:
        """Return `kinds` in groups for which parameters and maxima are the same."""
        own = [parameter for parameter in self.rules.parameters.values() if parameter.by_kind]
        if not own and not any(maximum.by_kind for maximum in maxima):
            return (kinds,) if kinds else ()
        groups: dict[tuple[object, ...], list[str]] = {}
        for kind in kinds:
            treated = (*(p.of(kind) for p in own), *(m.of(kind) for m in maxima))
            groups.setdefault(treated, []).append(kind)
        return tuple(tuple(group) for group in groups.values())


def subject_of(rules: RuleSet) -> Subject:
    """Return the subject of all checks."""
    return Subject(rules, rules.kinds or ("",))


def applies(node: Group | Leaf, kind: str) -> bool:
    """Say whether units of `kind` are scored by a leaf, or by any leaf below a group."""
    if isinstance(node, Leaf):
        return node.applies_to(kind)
    return any(leaf.applies_to(kind) for leaf in node.leaves())


def told(subject: Subject, findings: Iterable[Finding]) -> Iterator[Diagnostic]:
    """Tell each mistake once: the same finding for several kinds is one diagnostic."""
    headings = paths(subject.rules)
    for same in _mistakes(findings):
        first = same[0]
        heading = headings.get(first.owner, headings[""])
        yield Diagnostic(first.code, first.place, _message(same), first.remedy, heading)


def _mistakes(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    """Gather the findings of a code at a place: the n-th one of each group of kinds is one."""
    seen: dict[tuple[str, Span, Kinds], int] = {}
    mistakes: dict[tuple[str, Span, int], list[Finding]] = {}
    for found in findings:
        key = (found.code, found.place, found.kinds)
        seen[key] = seen.get(key, 0) + 1
        mistakes.setdefault((found.code, found.place, seen[key]), []).append(found)
    return mistakes.values()


def _message(same: list[Finding]) -> str:
    texts: dict[str, list[str]] = {}
    for found in same:
        texts.setdefault(found.message, []).extend(found.kinds)
    told_kinds = {kind for kinds in texts.values() for kind in kinds}
    if len(texts) == 1 and told_kinds >= set(same[0].among):
        return same[0].message
    return " ".join(f"Đối với {kind_words(kinds)}: {_small(text)}" for text, kinds in texts.items())


def _small(text: str) -> str:
    return text[0].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
