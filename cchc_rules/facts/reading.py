"""JSON facts in, the facts of each unit with findings out; nothing is raised."""

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.facts import Facts, Fault, Override, Round, Unit
from cchc_rules.facts.admit import (
    Admitted,
    Spec,
    admit,
    admit_ballot_list,
    admit_tally_list,
    admit_tally_map,
    manual_spec,
    markable,
    spec_of,
)
from cchc_rules.facts.admit.overrides import NO_REASON, override_spec
from cchc_rules.facts.decoding import load_json, raw_of, string
from cchc_rules.facts.keys import Figure, KeyIndex, NotFound
from cchc_rules.facts.kinds import find_kind, kind_in_name, unknown_kind
from cchc_rules.facts.names import NoMatch, unknown_unit
from cchc_rules.facts.raw import Number, Shown
from cchc_rules.headings import paths
from cchc_rules.model import Manual, Special, ValueType
from cchc_rules.records import field, record
from cchc_rules.text import fold_title, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.facts import Datum
    from cchc_rules.facts.decoding import Json
    from cchc_rules.facts.raw import Raw
    from cchc_rules.facts.roster import Roster
    from cchc_rules.model import DataItem, Leaf, RuleSet

_NUMERIC = frozenset(
    {ValueType.COUNT, ValueType.NUMBER, ValueType.PERCENT, ValueType.BALLOTS, ValueType.TALLY}
)
_MOST_GUESSES = 100
_FILE_KEYS = ("round", "units")
_UNIT_KEYS = (
    "name", "kind", "id", "ranked", "facts", "previous", "manual", "overrides", "marks", "round",
)  # fmt: skip
_SHAPE = 'Mẫu: {"round": "appraised", "units": [{"name": "…", "kind": "…", "facts": {…}}]}.'


@record()
class Read:
    """What a file of facts holds; `round` None: the file does not say."""

    facts: tuple[Facts, ...]
    round: Round | None
    diagnostics: tuple[Diagnostic, ...]


def read_facts(text: str, file: str, rules: "RuleSet", roster: "Roster | None" = None) -> Read:
    """Read the facts of DESIGN 4: `{"round": …, "units": […]}`, or the bare list of units."""
    loaded, found = load_json(text, file)
    if found:
        return Read((), None, tuple(found))
    reader = _Reader(file, rules, roster)
    units, round_ = reader.top(loaded)
    facts = tuple(one for place, unit in enumerate(units) if (one := reader.unit(place, unit)))
    return Read(facts, round_, tuple(reader.found))


@record(frozen=False)
class _Unit:
    """What is being put together of one unit."""

    label: str
    kind: str = ""
    values: "dict[str, Datum]" = field(default_factory=dict)
    previous: "dict[str, Datum]" = field(default_factory=dict)
    manual: "dict[str, Decimal | Special | Fault]" = field(default_factory=dict)
    overrides: dict[str, Override] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)


class _Reader:
    """Reads unit after unit and collects the findings."""

    def __init__(self, file: str, rules: "RuleSet", roster: "Roster | None") -> None:
        self.file = file
        self.rules = rules
        self.roster = roster
        self.found: list[Diagnostic] = []
        self.keys = KeyIndex(rules)
        self.headings = paths(rules)
        self.markable = markable(rules)
        self.seen: set[str] = set()

    def tell(self, code: str, unit: str, key: str, text: tuple[str, str], owner: str = "") -> None:
        """Add a finding; `text` is its sentence and its remedy."""
        heading = self.headings.get(owner, ()) if owner else ()
        self.found.append(Diagnostic(code, Cell(self.file, unit, key), *text, heading))

    def remarks(self, admitted: Admitted, unit: str, key: str, owner: str) -> "Datum":
        """Report the remarks of a figure and return its datum."""
        for remark in admitted.remarks:
            text = f"“{key}”: {remark.message}.", remark.remedy
            self.tell(remark.code, unit, key, text, owner)
        return admitted.datum

    def unknown(self, key: str, known: "tuple[str, ...]", unit: str, where: str) -> None:
        """Report a key that means nothing here."""
        likely = nearest(key, known, 0.6)
        hint = f"Có phải “{likely}”?" if likely else f"Các khóa dùng được: {', '.join(known)}."
        self.tell("W552", unit, key, (f"Không có khóa “{key}” {where}; đã bỏ qua.", hint))

    def wrong(self, unit: str, key: str, wanted: str) -> None:
        """Report a part that is not of its shape."""
        self.tell("E551", unit, key, (f"“{key or 'Tệp'}” phải là {wanted}.", _SHAPE))

    def top(self, loaded: "Json") -> "tuple[list[Json], Round | None]":
        """Return the units and the round of the whole file."""
        if isinstance(loaded, list):
            return loaded, None
        if not isinstance(loaded, dict):
            self.wrong("", "", "một đối tượng có “units”")
            return [], None
        for key in loaded.keys() - {*_FILE_KEYS}:
            self.unknown(key, _FILE_KEYS, "", "ở đầu tệp")
        units = loaded.get("units")
        if not isinstance(units, list):
            self.wrong("", "units", "một dãy đơn vị")
            units = []
        return units, self.round(loaded.get("round"), "")

    def round(self, value: "Json", unit: str) -> Round | None:
        """Read "self" or "appraised"."""
        if value is None:
            return None
        if value not in {*Round}:
            self.wrong(unit, "round", "“self” (tự chấm) hoặc “appraised” (thẩm định)")
            return None
        return Round(str(value))

    def unit(self, place: int, value: "Json") -> Facts | None:
        """Read one unit; None if it cannot be told which unit it is."""
        label = f"units[{place}]"
        if not isinstance(value, dict):
            self.wrong(label, label, "một đối tượng có “name” và “facts”")
            return None
        for key in value.keys() - {*_UNIT_KEYS}:
            self.unknown(key, _UNIT_KEYS, label, "của một đơn vị")
        unit = self.identify(value, label)
        if unit is None:
            return None
        known = _Unit(unit.name, unit.kind)
        self.figures(value, "facts", known)
        self.figures(value, "previous", known)
        self.manual(value, known)
        self.overrides(value, known)
        self.marks(value, known)
        return Facts(unit, known.values, known.previous, known.manual, known.overrides,
                     frozenset(known.marks))  # fmt: skip

    # --- which unit ------------------------------------------------------------------------------

    def identify(self, value: "Mapping[str, Json]", label: str) -> Unit | None:
        """Return the unit, as the roster has it if there is one."""
        name, unit_id = string(value.get("name")), string(value.get("id"))
        if not name and not unit_id:
            self.tell("E551", label, "name", ("Đơn vị chưa có “name”.", _SHAPE))
            return None
        unit = self.listed(name, unit_id) if self.roster else self.unlisted(value, name or unit_id)
        if unit is None:
            return None
        key = fold_title(unit.name)
        if key in self.seen:
            message = f"Đơn vị “{unit.name}” có hai lần trong tệp; chỉ lần đầu được dùng."
            self.tell("E515", unit.name, "", (message, "Bỏ bớt một lần."))
            return None
        self.seen.add(key)
        return unit

    def listed(self, name: str, unit_id: str) -> Unit | None:
        """Find the unit in the roster."""
        assert self.roster is not None  # noqa: S101 - the caller asked
        match = self.roster.find(name, unit_id)
        if isinstance(match, NoMatch):
            likely = self.roster.names.likely(name) if len(self.found) < _MOST_GUESSES else None
            text = unknown_unit(name or unit_id, match, likely)
            self.tell("E514", name or unit_id, "", text)
            return None
        unit = self.roster.units[match.index]
        if not match.exact:
            message = f"Tên “{name}” được hiểu là đơn vị “{unit.name}”."
            self.tell("N517", unit.name, "name", (message, "Nên ghi đúng tên trong danh sách."))
        return unit

    def unlisted(self, value: "Mapping[str, Json]", name: str) -> Unit | None:
        """Take the unit as the file has it."""
        written, kinds = string(value.get("kind")), self.rules.kinds
        kind = find_kind(written, kinds) if written else None
        if not written:
            kind = kinds[0] if len(kinds) == 1 else kind_in_name(name, kinds)
        if kind is None:
            message, remedy = unknown_kind(written, kinds)
            self.tell("E516", name, "kind", (f"{name}: {message}.", remedy))
            return None
        ranked = value.get("ranked")
        if not (ranked is None or isinstance(ranked, bool)):
            self.wrong(name, "ranked", "true, false hoặc null")
            ranked = None
        return Unit(name, kind, string(value.get("id")), ranked)

    # --- its figures -----------------------------------------------------------------------------

    def part(self, value: "Mapping[str, Json]", name: str, unit: str) -> "dict[str, Json]":
        """Return an object of a unit, empty if absent or not an object."""
        part = value.get(name)
        if part is None:
            return {}
        if not isinstance(part, dict):
            self.wrong(unit, name, "một đối tượng")
            return {}
        return part

    def figures(self, value: "Mapping[str, Json]", name: str, unit: _Unit) -> None:
        """Read `facts` or `previous`."""
        for key, given in self.part(value, name, unit.label).items():
            found = self.keys.item(key)
            if isinstance(found, NotFound) or not isinstance(found.target, Figure):
                likely = nearest(key, [item.name for item in self.rules.items.values()])
                hint = f"Có phải “{likely}”?" if likely else "Xem tên số liệu trong bộ chỉ số."
                message = f"Bộ chỉ số không có số liệu “{key}”; đã bỏ qua."
                self.tell("W512", unit.label, key, (message, hint))
                continue
            item, previous = found.target.item, found.target.previous or name == "previous"
            target = unit.previous if previous else unit.values
            if item.key in target:
                message = f"Số liệu “{item.name}” có hai lần."
                self.tell("E511", unit.label, key, (message, "Giữ một lần."))
                continue
            target[item.key] = self.figure(item, key, given, unit)

    def figure(self, item: "DataItem", key: str, given: "Json", unit: _Unit) -> "Datum":
        """Check one figure."""
        if isinstance(given, dict) and given.get("na") is True:
            if item.key not in self.markable:
                message = f"“{key}”: tiêu chí không cho đơn vị đánh dấu không áp dụng."
                remedy = "Bỏ dấu này; để trống nếu chưa có số liệu."
                self.tell("E530", unit.label, key, (message, remedy), item.owner)
                return Fault("tiêu chí không cho đánh dấu không áp dụng")
            return Special.NOT_APPLICABLE
        spec = spec_of(item, marks=item.key in self.markable)
        return self.remarks(_admit_json(spec, given), unit.label, key, item.owner)

    def leaf(self, code: str, unit: _Unit, what: str) -> "Leaf | None":
        """Return the leaf of a code; an unknown code is a finding."""
        leaf = self.keys.leaf(code)
        if leaf is None:
            known = tuple(one.code for one in self.keys.leaves.values())
            likely = nearest(code, known)
            hint = f"Có phải “{likely}”?" if likely else "Xem mã tiêu chí trong bộ chỉ số."
            message = f"“{what}”: không có tiêu chí “{code}”; đã bỏ qua."
            self.tell("W552", unit.label, code, (message, hint))
        return leaf

    def manual(self, value: "Mapping[str, Json]", unit: _Unit) -> None:
        """Read the scores that the council gives."""
        for code, given in self.part(value, "manual", unit.label).items():
            leaf = self.leaf(code, unit, "manual")
            if leaf is None:
                continue
            if not isinstance(leaf.method, Manual):
                message = f"Tiêu chí {leaf.code} không do hội đồng chấm; điểm này không được dùng."
                remedy = "Muốn thay điểm đã tính, dùng “overrides” kèm lý do."
                self.tell("E553", unit.label, code, (message, remedy), leaf.code)
                continue
            spec = manual_spec(leaf.method, marks=leaf.unit_marks)
            datum = self.remarks(_admit_json(spec, given), unit.label, code, leaf.code)
            if isinstance(datum, (Decimal, Special, Fault)):
                unit.manual[leaf.code] = datum

    def overrides(self, value: "Mapping[str, Json]", unit: _Unit) -> None:
        """Read the scores that the council sets in place of computed ones."""
        for code, given in self.part(value, "overrides", unit.label).items():
            leaf = self.leaf(code, unit, "overrides")
            if leaf is None:
                continue
            fields = given if isinstance(given, dict) else {"score": given}
            score = self.remarks(
                _admit_json(override_spec(leaf, unit.kind), fields.get("score")),
                unit.label, code, leaf.code,
            )  # fmt: skip
            reason = string(fields.get("reason"))
            if not isinstance(score, Decimal):
                continue
            if not reason:
                message, remedy = NO_REASON
                text = (message.format(leaf.code), remedy)
                self.tell("E554", unit.label, code, text, leaf.code)
                continue
            unit.overrides[leaf.code] = Override(score, reason)

    def marks(self, value: "Mapping[str, Json]", unit: _Unit) -> None:
        """Read what the unit marks as không áp dụng: leaves, or headings with all below."""
        marks = value.get("marks")
        if marks is None:
            return
        if not isinstance(marks, list):
            self.wrong(unit.label, "marks", 'một dãy mã tiêu chí, ví dụ ["1.14"]')
            return
        for mark in marks:
            code = string(mark)
            leaves = self.keys.marked.get(fold_title(code))
            if leaves is None:
                self.leaf(code, unit, "marks")
            elif not leaves:
                message = f"Mục {code} không cho đơn vị đánh dấu không áp dụng."
                remedy = "Bỏ dấu này; để trống nếu chưa có số liệu."
                self.tell("E530", unit.label, code, (message, remedy), code)
            else:
                unit.marks.update(leaves)


def _admit_json(spec: Spec, given: "Json") -> Admitted:
    """Check a JSON value: numbers may be strings, dates are ISO, ballots are lists."""
    is_number = spec.type in _NUMERIC

    def raw(value: "Json") -> "Raw":
        found = raw_of(value, iso=spec.type is ValueType.DATE, numeric_text=is_number)
        if spec.type is ValueType.PERCENT and isinstance(found, Number):
            # Software writes the stored number: 1.2 is 120 %, never 1,2 %.
            return Number(found.value, Shown.PERCENT)
        return found

    if isinstance(given, list) and spec.type is ValueType.BALLOTS:
        return admit_ballot_list(spec, [raw(one) for one in given])
    if isinstance(given, list) and spec.type is ValueType.TALLY:
        return admit_tally_list(spec, [raw(one) for one in given])
    if isinstance(given, dict) and spec.type is ValueType.TALLY and "error" not in given:
        return admit_tally_map(spec, {name: raw(one) for name, one in given.items()})
    return admit(spec, raw(given))
