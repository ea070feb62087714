"""The argument `luat` in, the compiled rules out; what stops them is one sentence."""

from hashlib import sha256
from threading import RLock
from time import monotonic
from typing import TYPE_CHECKING

from cchc_rules.binding import load
from cchc_rules.checks import check
from cchc_rules.diagnostics import Severity, Span, in_order, without_followers
from cchc_rules.engine.library import is_reference, trusted_folder
from cchc_rules.engine.rules import load_rules
from cchc_rules.evaluation import Program, compile_rules
from cchc_rules.facts.admit import markable
from cchc_rules.facts.keys import KeyIndex, Result, Score
from cchc_rules.facts.kinds import find_kind, unknown_kind
from cchc_rules.functions.keeping import Kept, Latest
from cchc_rules.functions.reading import Refusal, column_of, text_of
from cchc_rules.model import Leaf, Manual
from cchc_rules.records import replace
from cchc_rules.source import source_from_text
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.functions.cells import CellIn, GridIn
    from cchc_rules.model import RuleSet

NAME = "CCHC_LUAT"
"""What findings call the range that holds the rule text."""
_MOST = 8
_MOST_FINDINGS = 5
_LONGEST_REFERENCE = 200


class Rulebook:
    """A usable rule set with what is made from it once; scoring goes under its `lock`."""

    def __init__(self, rules: "RuleSet") -> None:
        self.rules = rules
        self.program: Program = compile_rules(rules)
        self.keys = KeyIndex(rules)
        self.markable = markable(rules)
        names = {item.name for item in rules.items.values()}
        self.headings: dict[str, Result | Score] = {
            child.code: Score(child)
            if isinstance(child, Leaf) and isinstance(child.method, Manual)
            else Result(child.code)
            for group in rules.root.groups()
            for child in group.children
            if child.code not in names
        }
        """What each code means; a code that is also the name of a figure is not among them."""
        self.lock = RLock()

    def kind(self, text: str) -> "str | Refusal":
        """Return the unit kind spelled `text`; it may be left out where there is only one."""
        kinds = self.rules.kinds
        if not text and len(kinds) == 1:
            return kinds[0]
        found = find_kind(text, kinds) if text else None
        if found is None and not text:
            return Refusal(f"Chưa có loại đơn vị. Ghi ở loai một trong: {'; '.join(kinds)}.")
        if found is None:
            message, remedy = unknown_kind(text, kinds)
            return Refusal(f"{message[0].upper()}{message[1:]}. {remedy}")
        return found


_LINES = frozenset({str, type(None)})
_FRESH = 1.0
"""Seconds: a thousand cells that name a rule set would else look for it a thousand times."""

_Stamp = tuple[tuple[str, int, int], ...]
_stamps: "dict[Path, tuple[float, _Stamp]]" = {}
_kept: "Kept[Rulebook | Refusal]" = Kept(_MOST)
_latest: "Latest[Rulebook | Refusal]" = Latest(_MOST)


def rulebook(grid: "GridIn | None") -> Rulebook | Refusal:
    """Return the rules of a range of text lines, or of `MÃ@NĂM`; compiled once for each text."""
    cells = column_of(grid, "luat")
    if isinstance(cells, Refusal):
        return cells
    while cells and (cells[-1] is None or cells[-1] == ""):
        cells.pop()
    return _latest.find(tuple(cells)) or _looked_up(cells)


def _looked_up(cells: "list[CellIn]") -> Rulebook | Refusal:
    """Return the rules of these lines; no two texts that differ share them."""
    if not cells:
        return Refusal(
            "luat trống. Chỉ vùng một cột chứa bộ luật (tên CCHC_LUAT trong phiếu), hoặc ghi mã "
            'bộ luật, ví dụ "CCHC-XA@2026".'
        )
    if not set(map(type, cells)) <= _LINES:
        number = next(at for at, cell in enumerate(cells, start=1) if type(cell) not in _LINES)
        return Refusal(
            f"Bộ luật, dòng {number}: ô không phải là chữ. Định dạng cột là chữ (Text) rồi "
            "dán lại dòng này."
        )
    first = text_of(cells[0])
    if len(cells) == 1 and len(first) < _LONGEST_REFERENCE and is_reference(first):
        return _kept.get(("@", fold_title(first), _stamp()), lambda: _shelved(first))
    text = "\n".join([str(cell or "") for cell in cells])
    found = _kept.get(sha256(text.encode(errors="surrogatepass")).digest(), lambda: _typed(text))
    _latest.put(tuple(cells), found)
    return found


def _stamp() -> "_Stamp":
    """Return what changes when a rule file of the trusted folder does; looked at once a second."""
    root = trusted_folder()
    now = monotonic()
    known = _stamps.get(root)
    if known is None or now - known[0] > _FRESH:
        stats = [(str(path), path.stat()) for path in sorted(root.rglob("*.cchc"))]
        stamp = tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)
        known = _stamps[root] = now, stamp
    return known[1]


def _shelved(reference: str) -> Rulebook | Refusal:
    loaded = load_rules(reference, only_errors=True)
    if loaded.usable is None:
        return Refusal(_told(loaded.found, ""))
    return Rulebook(loaded.usable)


def _typed(text: str) -> Rulebook | Refusal:
    source, unread = source_from_text(text, NAME)
    if source is None:
        return Refusal(_told(unread, NAME))
    loaded = load(source)
    rules = loaded.rules
    # No error depends on the examples, and running them takes longer than all other checks.
    checked = check(replace(rules, scenarios=())) if rules is not None else ()
    found = in_order(without_followers([*loaded.diagnostics, *checked]))
    errors = [one for one in found if one.severity is Severity.ERROR]
    if rules is None or errors:
        return Refusal(_told(errors, NAME))
    return Rulebook(rules)


def _told(found: "Sequence[Diagnostic]", own: str) -> str:
    """Tell the first findings, one a line, each with its line and its remedy."""
    lines = [_sentence(one, own) for one in found[:_MOST_FINDINGS]]
    if len(found) > _MOST_FINDINGS:
        lines.append(f"… và {len(found) - _MOST_FINDINGS} lỗi nữa trong bộ luật.")
    return "\n".join(lines)


def _sentence(found: "Diagnostic", own: str) -> str:
    place = found.place
    where = f", dòng {place.line}" if isinstance(place, Span) else ""
    file = "" if place.file == own or not where else f" {place.file}"
    return f"Bộ luật{file}{where}: {found.message} {found.remedy} ({found.code})"
