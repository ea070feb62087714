"""A key, title or code that somebody wrote in, the figure or score that it names out."""

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cchc_rules.headings import marked_with
from cchc_rules.model import Group, Manual
from cchc_rules.records import record
from cchc_rules.text import bare, clean, fold_name, fold_title, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.model import DataItem, Leaf, RuleSet

_PARENTHESES = re.compile(r"\((?!\s*(?:19|20)\d\d\b|[^()]*n[ăa]m)[^()]*\)", re.IGNORECASE)
"""What stands in brackets is a unit of measure or a maximum, unless it is a year."""

_PUNCTUATION = re.compile(r"\W+")
_YEARLY = re.compile(r"(.+?)\s*[-–,:(]?\s*n[ăa]m\s+(?:([0-9]{4})|tr[ưu][ớo]c)\)?", re.IGNORECASE)
_SCORE = frozenset({"diem", "diem tham dinh", "diem hoi dong cham"})
_SELF_SCORE = frozenset({"diem tu cham", "tu cham", "diem tu danh gia", "tu danh gia"})
_APPRAISED = _SCORE | {"tham dinh", "diem dat"}
_REASON = frozenset({"ly do"})
_MARK = frozenset({"khong ap dung"})


@record()
class Figure:
    """A figure of the year, or (`previous`) of the year before."""

    item: "DataItem"
    previous: bool = False


@record()
class Score:
    """The score of a leaf: given by the council, or an override."""

    leaf: "Leaf"


@record()
class Reason:
    """The reason of a leaf's override."""

    leaf: "Leaf"


@record()
class Mark:
    """Whether the unit marks a heading as không áp dụng, and so `leaves` (none: it may not)."""

    code: str
    leaves: tuple[str, ...]


@record()
class Result:
    """Points that the program computes itself: the score of a heading or of a leaf by rule.

    `self_scored`: the title says that the unit gave them to itself.
    """

    code: str
    self_scored: bool = False


@record()
class OtherYear:
    """A figure of a year that is neither the rule set's nor the one before."""

    item: "DataItem"
    year: int


Target = Figure | Score | Reason | Mark | Result | OtherYear
_Meant = dict[str, Target]


@record()
class Found:
    """What is meant; `exact`: written as the rule set writes it."""

    target: Target
    exact: bool = True


@record()
class NotFound:
    """Nothing is meant, or (with `candidates`) more than one thing."""

    candidates: tuple[str, ...] = ()


class KeyIndex:
    """Every way to name a figure or a score of one rule set."""

    def __init__(self, rules: "RuleSet") -> None:
        """Index the names and titles of the figures, the codes and titles of the headings."""
        self.rules = rules
        self.leaves = {fold_title(leaf.code): leaf for leaf in rules.root.leaves()}
        self.marked = {fold_title(code): own for code, own in marked_with(rules.root).items()}
        """The leaves that a mark on each code takes out."""
        self.codes = frozenset(
            [child.code for group in rules.root.groups() for child in group.children]
        )
        self._known: dict[str, Found | NotFound] = {}
        self._exact: defaultdict[str, _Meant] = defaultdict(dict)
        self._loose: defaultdict[str, _Meant] = defaultdict(dict)
        self._spellings: list[str] = []
        # Figures come first: a heading that bears the title of a figure gives way to it.
        for entries in (list(self._items()), list(self._headings())):
            taken = set(self._exact)
            loosely_taken = set(self._loose)
            for spelling, target, name in entries:
                if fold_title(spelling) not in taken:
                    self._exact[fold_title(spelling)][name] = target
                if _loosely(spelling) not in loosely_taken:
                    self._loose[_loosely(spelling)][name] = target
                self._spellings.append(spelling)

    def _items(self) -> "Iterator[tuple[str, Target, str]]":
        for item in self.rules.items.values():
            for spelling in (item.name, item.title):
                if spelling:
                    yield spelling, Figure(item), item.name

    def _headings(self) -> "Iterator[tuple[str, Target, str]]":
        for group in self.rules.root.groups():
            for node in group.children:
                target = _target(node)
                for spelling in (node.code, node.title, f"{node.code} {node.title}"):
                    yield spelling, target, f"{node.code}!điểm"

    def item(self, key: str) -> "Found | NotFound":
        """Return the figure whose name is `key` (`hồ_sơ`, `hồ_sơ@2025`)."""
        name, at, year = key.partition("@")
        item = self.rules.items.get(fold_name(clean(name)))
        exact = item is not None
        if item is None:
            plain = bare(clean(name))
            alike = [one for one in self.rules.items.values() if bare(one.name) == plain]
            item = alike[0] if len(alike) == 1 else None
        if item is None:
            return NotFound()
        found = self._dated(item, year) if at else Figure(item)
        return NotFound() if found is None else Found(found, exact)

    def leaf(self, code: str) -> "Leaf | None":
        """Return the leaf of this code."""
        return self.leaves.get(fold_title(code))

    def names_figure(self, text: str) -> bool:
        """Say whether a header names a figure or a score, not only what is computed from them.

        One of several counts: which it is depends on the title that it stands under.
        """
        found = self.find(text)
        if isinstance(found, NotFound):
            return bool(found.candidates)
        return isinstance(found.target, (Figure, Score))

    def find(self, text: str) -> Found | NotFound:
        """Return what a header names: by key, title or code, then without marks or brackets."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._find(text)
        return known

    def _find(self, text: str) -> Found | NotFound:
        marked = self._marked(clean(text))
        if marked is not None:
            return marked
        exact = self._exact.get(fold_title(text))
        if exact:
            return _single(exact, exact=True)
        yearly = _YEARLY.fullmatch(clean(text))
        if yearly:
            return self._of_year(*yearly.groups())
        loose = self._loose.get(_loosely(text)) if _loosely(text) else None
        return _single(loose, exact=False) if loose else NotFound()

    def within(self, code: str, text: str) -> Found | NotFound:
        """Return what a title names among what stands below a heading."""
        groups = (group for group in self.rules.root.groups() if group.code == code)
        meant: _Meant = {}
        for leaf in (leaf for group in groups for leaf in group.leaves()):
            for item in leaf.items:
                if fold_title(text) in {fold_title(item.title), fold_title(item.name)}:
                    meant[item.name] = Figure(item)
            if fold_title(text) == fold_title(leaf.title):
                only = leaf.items[0] if len(leaf.items) == 1 else None
                target = _target(leaf) if only is None else Figure(only)
                meant[leaf.code if only is None else only.name] = target
        return _single(meant, exact=True) if meant else NotFound()

    def points(self, target: Result | Score, text: str) -> Result | Score | None:
        """Return what a title such as “Tự chấm” names that stands below a heading's code."""
        plain = bare(clean(text))
        if plain in _SELF_SCORE:
            return Result(target.code if isinstance(target, Result) else target.leaf.code, True)
        return target if plain in _APPRAISED else None

    def likely(self, text: str) -> str | None:
        """Return the key or title that `text` was probably meant to be."""
        return nearest(clean(text), self._spellings)

    def _marked(self, text: str) -> Found | NotFound | None:
        """Read `hồ_sơ@2025`, `1.1.1!điểm`, `1.1.1!lý do` and `1!không áp dụng`."""
        code, mark, what = text.rpartition("!")
        if mark:
            leaf, word = self.leaf(code), bare(clean(what)).replace("_", " ")
            if word in _MARK and fold_title(code) in self.marked:
                return Found(Mark(clean(code), self.marked[fold_title(code)]))
            if clean(code) in self.codes and (word in _SELF_SCORE or (not leaf and word in _SCORE)):
                return Found(Result(clean(code), word in _SELF_SCORE))
            if leaf is None or word not in _SCORE | _REASON:
                return NotFound()
            return Found(Score(leaf) if word in _SCORE else Reason(leaf))
        name, at, year = text.rpartition("@")
        if not at:
            return None
        found = self.find(name)
        if isinstance(found, NotFound) or not isinstance(found.target, Figure):
            return found if isinstance(found, NotFound) else NotFound()
        target = self._dated(found.target.item, year)
        return NotFound() if target is None else Found(target, found.exact)

    def _of_year(self, name: str, year: str | None) -> Found | NotFound:
        """Read `Số hồ sơ năm 2025` and `Số hồ sơ năm trước`."""
        found = self._marked(f"{name}@{year or self.rules.year - 1}")
        assert found is not None  # noqa: S101 - it bears the mark
        return Found(found.target, exact=False) if isinstance(found, Found) else found

    def _dated(self, item: "DataItem", year: str) -> Target | None:
        digits = year.strip()
        if not (digits.isascii() and digits.isdigit()):
            return None
        match self.rules.year - int(digits[:9]):
            case 0:
                return Figure(item)
            case 1:
                return Figure(item, previous=True)
            case _:
                return OtherYear(item, int(digits[:9]))


def _target(node: "Group | Leaf") -> Target:
    if isinstance(node, Group) or not isinstance(node.method, Manual):
        return Result(node.code)
    return Score(node)


def _loosely(text: str) -> str:
    """Return the bare letters and digits, without what stands in brackets."""
    short = _PARENTHESES.sub(" ", clean(text).replace("_", " "))
    return _PUNCTUATION.sub(" ", bare(short)).strip()


def _single(meant: _Meant, *, exact: bool) -> Found | NotFound:
    if len(meant) == 1:
        return Found(next(iter(meant.values())), exact)
    return NotFound(tuple(meant))
