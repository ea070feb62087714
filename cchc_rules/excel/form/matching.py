"""The code and the title of a row of a form without keys in, the row of the layout it is out."""

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cchc_rules.forms.layout import CLASS, PERCENT, TOTAL, RowKind
from cchc_rules.records import record
from cchc_rules.text import bare, clean, fold_title, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from cchc_rules.forms.layout import FormRow, Layout

_CODE = re.compile(r"(?:tiêu chí |mục )?((?:[0-9]+|[IVX]+|[A-Z])(?:\.[0-9]+)*)[.)]?", re.IGNORECASE)
_CODED = re.compile(r"([0-9]+(?:\.[0-9]+)*)[.):]*\s+(\S.*)")
_BULLET = re.compile(r"^(?:[-+*•–—]|[a-zđ][).]|\([a-z0-9]+\))\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_PUNCTUATION = re.compile(r"\W+")
_RESULTS = {
    "tong diem": TOTAL,
    "tong cong": TOTAL,
    "tong so diem": TOTAL,
    "tong so": TOTAL,
    "cong": TOTAL,
    "ty le so voi tong diem": PERCENT,
    "ty le": PERCENT,
    "ty le dat": PERCENT,
    "xep loai": CLASS,
}


@record()
class Matched:
    """The row that is meant; `code` and `title`: whether each of them says so."""

    row: "FormRow"
    code: bool
    title: bool
    rival: "FormRow | None" = None
    """The row that the code names where the title names another."""


class Matcher:
    """Knows every row of a layout by its code, its title and its key."""

    def __init__(self, layout: "Layout") -> None:
        self._codes: dict[str, FormRow] = {}
        self._titles: defaultdict[str, list[FormRow]] = defaultdict(list)
        self._loose: defaultdict[str, list[FormRow]] = defaultdict(list)
        for row in layout.rows:
            if row.kind in {RowKind.HEADING, RowKind.LEAF}:
                self._codes[fold_title(row.key)] = row
            names = {row.title, row.label, *([row.key] if row.is_input else [])}
            for name in {fold_title(name) for name in names}:
                self._titles[name].append(row)
            for name in {loosely(name) for name in names}:
                self._loose[name].append(row)
        self._results = {name: layout.by_key[key] for name, key in _RESULTS.items()}

    def match(
        self, order: str, title: str, above: "FormRow | None", taken: "Container[str]"
    ) -> Matched | None:
        """Return what a row is; `above` is the last heading or leaf, `taken` are rows found."""
        code, title = _parted(order, title)
        coded = self._codes.get(fold_title(code)) if code else None
        alike = self._alike(title)
        if coded is not None:
            if coded in alike or not title:
                return Matched(coded, code=True, title=coded in alike)
            if not alike:
                return Matched(coded, code=True, title=False) if _akin(title, coded) else None
            heads = [row for row in alike if not row.is_input]
            if not heads:
                return Matched(coded, code=True, title=False)
            return Matched(_chosen(heads, above, taken), code=False, title=True, rival=coded)
        if alike:
            return Matched(_chosen(alike, above, taken), code=False, title=True)
        result = self._results.get(loosely(title))
        return Matched(result, code=False, title=True) if result else None

    def _alike(self, title: str) -> "Sequence[FormRow]":
        if not title:
            return ()
        found = self._titles.get(fold_title(title)) or self._loose.get(loosely(title))
        if found:
            return found
        return self._loose.get(loosely(_BRACKETS.sub(" ", title)), ())


def _parted(order: str, title: str) -> tuple[str, str]:
    """Return the code and the title, wherever the code stands."""
    found = _CODE.fullmatch(order)
    code = found[1] if found else order
    coded = _CODED.fullmatch(title)
    if coded and (not code or fold_title(coded[1]) == fold_title(code)):
        return coded[1], coded[2]
    return code, title


def _akin(title: str, row: "FormRow") -> bool:
    """Say whether a title may be that of a row, reworded: half of its words are the same."""
    own, other = set(words(title)), set(words(row.title))
    return len(own & other) * 2 >= min(len(own), len(other))


def _chosen(
    rows: "Sequence[FormRow]", above: "FormRow | None", taken: "Container[str]"
) -> "FormRow":
    """Return the row of the heading that stands above, else the first that is not taken yet."""
    free = [row for row in rows if row.key not in taken] or list(rows)
    near = [row for row in free if above is not None and row.node is above.node]
    return (near or free)[0]


def loosely(text: str) -> str:
    """Return the bare letters and digits, without a bullet before them."""
    short = _BULLET.sub("", clean(text).replace("_", " "))
    return _PUNCTUATION.sub(" ", bare(short)).strip()


def looks_like_code(text: str) -> bool:
    """Say whether a text is a code such as 1.2.3, or a roman one."""
    return _CODE.fullmatch(text) is not None


def listed(keys: "Iterable[str]", most: int = 12) -> str:
    """Write keys for people, the first of many."""
    every = list(keys)
    more = f" … (tất cả {len(every)})" if len(every) > most else ""
    return ", ".join(f"“{key}”" for key in every[:most]) + more
