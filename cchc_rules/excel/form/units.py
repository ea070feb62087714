"""What a form says of its unit in, the unit as the council's roster has it out."""

from typing import TYPE_CHECKING

from cchc_rules.facts import Unit
from cchc_rules.facts.kinds import find_kind, kind_in_name, unknown_kind
from cchc_rules.facts.names import NoMatch, unknown_unit

if TYPE_CHECKING:
    from cchc_rules.excel.form.heading import Heading
    from cchc_rules.excel.table.findings import Findings
    from cchc_rules.facts.roster import Roster
    from cchc_rules.model import RuleSet


def find_unit(
    heading: "Heading", stem: str, rules: "RuleSet", roster: "Roster | None", findings: "Findings"
) -> Unit | None:
    """Return the unit; `stem` is the file's name, which counts where the form says nothing."""
    name, ref = heading.name.text, heading.name.ref
    if not name and not (roster is not None and heading.id.text):
        name = stem
        findings.tell(
            "E573",
            ref,
            f"Phiếu chưa ghi tên đơn vị; tạm lấy tên tệp “{stem}”.",
            "Ghi tên đơn vị vào đầu phiếu.",
        )
    if roster is None:
        return _unlisted(heading, name, rules, findings)
    return _listed(heading, name, roster, rules, findings)


def _unlisted(heading: "Heading", name: str, rules: "RuleSet", findings: "Findings") -> Unit | None:
    written = heading.kind.text
    kind = find_kind(written, rules.kinds) if written else None
    if not written:
        kind = rules.kinds[0] if len(rules.kinds) == 1 else kind_in_name(name, rules.kinds)
    if kind is None:
        message, _ = unknown_kind(written, rules.kinds)
        listed = "; ".join(rules.kinds)
        remedy = f"Ghi loại đơn vị ở đầu phiếu ({listed}), hoặc dùng danh sách đơn vị (--units)."
        findings.tell("E516", heading.kind.ref or heading.name.ref, f"{name}: {message}.", remedy)
        return None
    return Unit(name, kind, heading.id.text)


def _listed(
    heading: "Heading", name: str, roster: "Roster", rules: "RuleSet", findings: "Findings"
) -> Unit | None:
    ref = heading.name.ref or heading.id.ref
    match = roster.find(name, heading.id.text)
    if isinstance(match, NoMatch) and heading.id.text:
        named = roster.find(name)
        if not isinstance(named, NoMatch) and not match.candidates:
            match = named
    if isinstance(match, NoMatch):
        likely = roster.names.likely(name) if name else None
        findings.tell("E514", ref, *unknown_unit(name or heading.id.text, match, likely))
        return None
    unit = roster.units[match.index]
    if not match.exact and name:
        message = f"Tên “{name}” được hiểu là đơn vị “{unit.name}”."
        findings.tell("N517", ref, message, "Nên ghi đúng tên trong danh sách đơn vị.")
    kind = find_kind(heading.kind.text, rules.kinds) if heading.kind.text else unit.kind
    if kind != unit.kind:
        message = f"Loại đơn vị “{heading.kind.text}” khác danh sách đơn vị ({unit.kind})."
        findings.tell("W516", heading.kind.ref, message, "Loại trong danh sách được dùng.")
    if heading.id.text and unit.id and heading.id.text.casefold() != unit.id.casefold():
        message = f"Mã đơn vị “{heading.id.text}” khác danh sách đơn vị ({unit.id})."
        remedy = "Kiểm tra xem phiếu có đúng của đơn vị không."
        findings.tell("W573", heading.id.ref, message, remedy)
    return unit
