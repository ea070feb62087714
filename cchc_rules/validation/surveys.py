"""Units with their surveys in, ballots that do not count and surveys with too few of them told."""

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.evaluation.methods.surveys import share_of
from cchc_rules.excel.form.prepared import survey_leaves
from cchc_rules.facts import Fault, Round
from cchc_rules.facts.admit import Remark
from cchc_rules.facts.admit.spec import number
from cchc_rules.headings import paths
from cchc_rules.model import Special, Survey, ValueType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.excel.form import Form, Prepared
    from cchc_rules.facts import Facts
    from cchc_rules.model import DataItem, Leaf, RuleSet

_LISTED = 5
_MORE = "Bổ sung phiếu; đến khi đủ, điểm của tiêu chí là một khoảng."


def surveys_in(
    units: "Sequence[Facts]", rules: "RuleSet", round_: Round, file: str
) -> "Iterator[Diagnostic]":
    """Yield what is to be said of the surveys of a table or of a JSON file."""
    leaves = survey_leaves(rules)
    headings = paths(rules) if leaves else {}
    for facts in units if leaves else ():
        for code, item, remark in _remarks(facts, leaves, round_):
            place = facts.places.get(item.key)
            where = place if isinstance(place, Cell) else Cell(file, facts.unit.name)
            message = f"{facts.unit.name}: {remark.message}."
            yield Diagnostic(remark.code, where, message, remark.remedy, headings[code])


def tell_surveys(form: "Form", prepared: "Prepared", round_: Round) -> None:
    """Tell those of a form, at their cells."""
    facts = form.facts[round_]
    for code, item, remark in _remarks(facts, prepared.surveys, round_):
        place = facts.places.get(item.key)
        ref = place.ref if isinstance(place, Cell) else ""
        message = f"“{item.title or item.name}”: {remark.message}."
        form.findings.tell(remark.code, ref, message, remark.remedy, prepared.headings[code])


def _remarks(
    facts: "Facts", leaves: "Sequence[Leaf]", round_: Round
) -> "Iterator[tuple[str, DataItem, Remark]]":
    for leaf in leaves:
        scored = leaf.applies_to(facts.unit.kind) and (leaf.self_scored or round_ is not Round.SELF)
        if scored and isinstance(leaf.method, Survey):
            remark = _remark(leaf.method, facts)
            if remark is not None:
                yield leaf.code, leaf.method.of.item, remark


def _remark(survey: Survey, facts: "Facts") -> Remark | None:
    item = survey.of.item
    ballots = facts.values.get(item.key)
    if survey.of.previous or not isinstance(ballots, tuple):
        return None
    result = share_of(survey)(ballots)
    if result is Special.MISSING:
        count = _count(item, ballots)
        return Remark("W529", f"có {count} phiếu, bộ luật cần ít nhất {survey.least} phiếu", _MORE)
    if not isinstance(result, Fault):
        return None
    wrong = [place for place, one in enumerate(ballots) if _is_wrong(survey, one)]
    listed = ", ".join(f"thứ {at + 1} ({_said(ballots[at])})" for at in wrong[:_LISTED])
    more = f" … (tất cả {len(wrong)})" if len(wrong) > _LISTED else ""
    remedy = "Sửa hoặc bỏ các phiếu này; đến khi sửa, tiêu chí này không được chấm."
    return Remark("E529", f"phiếu ngoài thang điểm hay ngoài các mức: {listed}{more}", remedy)


def _count(item: "DataItem", ballots: tuple[object, ...]) -> str:
    if item.type is ValueType.TALLY:
        return number(sum((one for one in ballots if isinstance(one, Decimal)), Decimal()))
    return str(sum(one is not None for one in ballots))


def _is_wrong(survey: Survey, ballot: object) -> bool:
    return ballot is not None and isinstance(share_of(survey)((ballot,)), Fault)  # type: ignore[arg-type]


def _said(ballot: object) -> str:
    return number(ballot) if isinstance(ballot, Decimal) else f"“{str(ballot)[:40]}”"
