"""A unit's name as somebody spelled it in, the one unit of the roster that is meant out."""

import re
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_rules.records import record
from cchc_rules.text import bare, clean, fold_name, fold_title, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W_]+")
_I_OR_Y = re.compile(r"^([hklmstv]|qu)y$")
_KINDS = (
    ("thành phố", "tp", "thành phố"),
    ("thị xã", "tx", "thị xã"),
    ("thị trấn", "tt", "thị trấn"),
    ("huyện", "h", "huyện"),
    ("quận", "q", "quận"),
    ("tỉnh", "tỉnh"),
    ("xã", "x", "xã"),
    ("phường", "p", "phường"),
    ("đặc khu", "đk", "đặc khu"),
    ("sở", "sở"),
)
_ENGLISH = {
    "city": "thành phố",
    "province": "tỉnh",
    "district": "huyện",
    "town": "thị xã",
    "ward": "phường",
    "commune": "xã",
}
_OFFICES = ("ubnd", "ủy ban nhân dân", "uy ban nhan dan")
_SAME = (
    ("hochiminh", "hcm", "hcmc", "tphcm", "hochiminhcity", "saigon"),
    ("thuathienhue", "tthue", "tthienhue", "hue"),
    ("bariavungtau", "brvt", "bariavt"),
    ("backan", "baccan"),
    ("daklak", "daclak", "daklac", "daclac", "darlac"),
    ("daknong", "dacnong"),
    ("kontum", "congtum"),
)
_ALIASES = {spelling: names[0] for names in _SAME for spelling in names}

Words = tuple[str, ...]


def _words(text: str) -> Words:
    return tuple(fold_name(word) for word in _WORD.findall(clean(text)))


def _spelled(texts: "Iterable[str]") -> set[Words]:
    """Return the words of each text, with their marks and without."""
    found = {_words(text) for text in texts}
    return found | {tuple(map(bare, words)) for words in found}


_PREFIXES = {words: kind for kind, *texts in _KINDS for words in _spelled(texts)}
_OFFICE_WORDS = _spelled(_OFFICES)


def _key(words: Words) -> str:
    """Return the bare letters, with `my` and `mi` as one."""
    return "".join(_I_OR_Y.sub(r"\1i", bare(word)) for word in words)


@record()
class _Name:
    """A name taken apart: the kind of place, the words of its own name, and their key.

    `every` and `whole` are words and key with the kind left in, for names such as Quản Bạ.
    `renamed`: the key is that of another spelling (HCMC).
    """

    kind: str
    words: Words
    key: str
    every: Words
    whole: str
    renamed: bool


@lru_cache(maxsize=65536)
def _parse(text: str) -> _Name:
    words = _words(text)
    for office in _OFFICE_WORDS:
        if words[: len(office)] == office and len(words) > len(office):
            words = words[len(office) :]
            break
    whole = _key(words)
    alias = _ALIASES.get(whole)
    if alias:
        return _Name("", words, alias, words, whole, renamed=alias != whole)
    kind, own = _split_kind(words)
    key = _key(own)
    alias = _ALIASES.get(key, key)
    return _Name(kind, own, alias, words, whole, renamed=alias != key)


def _split_kind(words: Words) -> tuple[str, Words]:
    if len(words) > 1 and words[-1] in _ENGLISH:
        return _ENGLISH[words[-1]], words[:-1]
    for length in (2, 1):
        kind = _PREFIXES.get(words[:length])
        if kind and len(words) > length:
            return kind, words[length:]
    return "", words


def _marks(word: str) -> Counter[str]:
    letters = unicodedata.normalize("NFD", word)
    return Counter(letter for letter in letters if letter == "đ" or unicodedata.combining(letter))


def _same_marks(one: _Name, other: _Name, *, exactly: bool) -> bool:
    """Say whether the marks are the same, or (not `exactly`) one spelling leaves some out."""
    if one.renamed or other.renamed:
        return not exactly
    whole = one.whole == other.whole
    left, right = (one.every, other.every) if whole else (one.words, other.words)
    if len(left) != len(right):
        left, right = ("".join(left),), ("".join(right),)
    pairs = [(_marks(word), _marks(twin)) for word, twin in zip(left, right, strict=True)]
    if exactly:
        return all(word == twin for word, twin in pairs)
    return all(word <= twin for word, twin in pairs) or all(twin <= word for word, twin in pairs)


@record()
class Match:
    """The unit that is meant, by its place in the list; `exact`: spelled as there."""

    index: int
    exact: bool


@record()
class NoMatch:
    """No unit is meant, or (with `candidates`) it is not clear which."""

    candidates: tuple[str, ...] = ()


class NameIndex:
    """Finds units by any of their spellings; two units never answer to the same spelling."""

    def __init__(self, names: "Sequence[str]") -> None:
        """Index `names`; an answer is a place in this list."""
        self._names = tuple(map(clean, names))
        self._spelled = {name: place for place, name in enumerate(self._names)}
        self._exact: defaultdict[str, list[int]] | None = None
        self._loose: defaultdict[str, list[int]] | None = None

    def find(self, name: str) -> Match | NoMatch:
        """Return the unit spelled `name`, else the only one that may loosely be spelled so."""
        spelled = self._spelled.get(name)
        if spelled is not None and len(self._spelled) == len(self._names):
            return Match(spelled, exact=True)
        exact = self._exact_index().get(fold_title(name), [])
        if len(exact) == 1:
            return Match(exact[0], exact=True)
        found = exact or self._similar(_parse(clean(name)))
        if len(found) == 1:
            return Match(found[0], exact=False)
        return NoMatch(tuple(self._names[place] for place in found))

    def likely(self, name: str) -> str | None:
        """Return the name that looks most like `name`; slow where there are thousands."""
        return nearest(name, self._names)

    def _exact_index(self) -> defaultdict[str, list[int]]:
        if self._exact is None:
            self._exact = defaultdict(list)
            for place, name in enumerate(self._names):
                self._exact[fold_title(name)].append(place)
        return self._exact

    def _similar(self, name: _Name) -> list[int]:
        """Return the places of the units that a loose spelling may mean, the surest only."""
        loose = self._loose_index()
        places = dict.fromkeys([*loose.get(name.key, ()), *loose.get(name.whole, ())])
        parsed = {place: _parse(self._names[place]) for place in places}
        for same_kind in (True, False):
            fitting = [
                place
                for place, other in parsed.items()
                if (other.kind == name.kind if same_kind else _one_kind(name, other))
            ]
            for exactly in (True, False):
                found = [
                    place for place in fitting if _same_marks(name, parsed[place], exactly=exactly)
                ]
                if found:
                    return found
        return []

    def _loose_index(self) -> defaultdict[str, list[int]]:
        if self._loose is None:
            self._loose = defaultdict(list)
            for place, name in enumerate(self._names):
                parsed = _parse(name)
                for key in {parsed.key, parsed.whole}:
                    self._loose[key].append(place)
        return self._loose


def _one_kind(name: _Name, other: _Name) -> bool:
    """Say whether at most one of the two says what kind of place it is, or they read as one."""
    return not name.kind or not other.kind or name.whole == other.whole


def unknown_unit(name: str, match: NoMatch, likely: str | None = None) -> tuple[str, str]:
    """Return the sentence and the remedy for a unit that the roster does not know."""
    if match.candidates:
        may_be = " hoặc ".join(f"“{one}”" for one in match.candidates)
        return f"Không rõ “{clean(name)}” là đơn vị nào: {may_be}.", "Ghi tên đầy đủ của đơn vị."
    hint = f"Có phải “{likely}”? " if likely else ""
    remedy = f"{hint}Sửa tên, hoặc bổ sung đơn vị vào danh sách."
    return f"Đơn vị “{clean(name)}” không có trong danh sách đơn vị.", remedy
