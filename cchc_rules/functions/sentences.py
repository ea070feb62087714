"""Remarks and open scores in, the Vietnamese sentences of a cell out."""

from decimal import localcontext
from typing import TYPE_CHECKING

from cchc_rules.numeric import EXACT
from cchc_rules.report.gaps import gap_text, gaps
from cchc_rules.report.numbers import places_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.facts.admit import Remark
    from cchc_rules.ranking.results import RankedUnit


def is_error(remark: "Remark") -> bool:
    """Say whether the row must be mended."""
    return remark.code.startswith("E")


def remarks_text(remarks: "Sequence[Remark]") -> str:
    """Return a line for each remark: what is wrong and how to mend it, errors first."""
    ordered = sorted(remarks, key=lambda one: not is_error(one))
    return "\n".join(_sentence(one) for one in ordered)


def _sentence(remark: "Remark") -> str:
    message = f"{remark.message[:1].upper()}{remark.message[1:]}"
    return f"{message}. {remark.remedy} ({remark.code})"


def standing_note(unit: "RankedUnit", errors: int = 0, *, alone: bool = False) -> str:
    """Return what total and class do not say: the range, missing figures, rows to mend.

    `alone`: the class goes by the place, and a unit alone has none.
    """
    own = unit.assessment
    if own.total is None:
        return "Không có tiêu chí nào áp dụng nên không chấm."
    parts = []
    if not own.total.known:
        with localcontext(EXACT):
            parts.append(gap_text(own, gaps(own)))
    if alone:
        parts.append("xếp loại theo thứ hạng, xem CCHC_BANG")
    elif unit.places is not None and not unit.places.known:
        parts.append(f"hạng {places_text(unit.places)}")
    if errors:
        parts.append(f"{errors} dòng cần sửa, xem CCHC_KIEM_TRA")
    return "; ".join(parts)
