"""What changed since the year before, and what went on for years, in words."""

from typing import TYPE_CHECKING

from cchc_rules.numeric import vietnamese
from cchc_rules.ranking.history import RunKind
from cchc_rules.ranking.years import BOTTOM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from cchc_rules.evaluation.results import Interval
    from cchc_rules.ranking.history import Change, History, Run
    from cchc_rules.ranking.results import RankedUnit

_WHAT = {
    RunKind.FIRST: "đứng đầu",
    RunKind.LAST: "xếp cuối",
    RunKind.BOTTOM: f"trong nhóm {BOTTOM} cuối bảng",
    RunKind.OUT_OF_BOTTOM: f"ngoài nhóm {BOTTOM} cuối bảng",
}


def signed(value: "Decimal", digits: int) -> str:
    """Return `+4,42`, `−1,20` or `0,00`."""
    text = vietnamese(value, digits)
    return text.replace("-", "−") if value <= 0 else f"+{text}"


def signed_span(span: "Interval | None", digits: int) -> str:
    """Return `+4,42`, `từ −1,00 đến +2,00`, or nothing."""
    if span is None or span.low.is_infinite() or span.high.is_infinite():
        return ""
    low, high = signed(span.low, digits), signed(span.high, digits)
    return low if low == high else f"từ {low} đến {high}"


def rise_text(rise: tuple[int, int] | None) -> str:
    """Return `tăng 15 bậc`, `giảm 2 bậc`, `giữ hạng`, a range, or nothing."""
    if rise is None:
        return ""
    least, most = (_rise(places) for places in rise)
    return least if least == most else f"từ {least} đến {most}"


def _rise(places: int) -> str:
    if not places:
        return "giữ hạng"
    return f"tăng {places} bậc" if places > 0 else f"giảm {-places} bậc"


def rise_figure(rise: tuple[int, int] | None) -> str:
    """Return `+15`, `−2`, `0`, or both ends."""
    if rise is None:
        return "–"
    least, most = (f"{places:+d}".replace("-", "−").replace("+0", "0") for places in rise)
    return least if least == most else f"{least} … {most}"


def change_text(change: "Change", digits: int) -> str:
    """Return `So với năm 2019 (49,29%, hạng 10): +6,88 điểm %, giữ hạng`."""
    before = change.before
    then = [
        f"{vietnamese(before.percent.low, digits)}%"
        if before.percent is not None and before.percent.known
        else "",
        f"hạng {before.places.best}" if before.places is not None and before.places.known else "",
        before.classes[0] if len(before.classes) == 1 else "",
    ]
    points = signed_span(change.total, digits)
    percent = signed_span(change.percent, digits)
    changes = [
        f"{percent} điểm %" if percent else f"{points} điểm" if points else "",
        rise_text(change.rise),
    ]
    stood = ", ".join(part for part in then if part)
    changed = ", ".join(part for part in changes if part)
    return f"So với năm {change.year}" + (f" ({stood})" if stood else "") + f": {changed or '–'}"


def run_text(run: "Run") -> str:
    """Return `4 năm liền (2017–2020) xếp cuối`."""
    what = f"xếp loại {run.name}" if run.kind is RunKind.CLASS else _WHAT[run.kind]
    least = "" if run.since_known else "ít nhất "
    return f"{least}{run.years} năm liền ({run.since}–{run.since + run.years - 1}) {what}"


def told_runs(history: "History | None") -> "Iterator[Run]":
    """Yield the runs that are worth telling: no weaker one, and `out of` only for who was in."""
    runs = history.runs if history is not None else ()
    last = {run.years for run in runs if run.kind is RunKind.LAST}
    for run in runs:
        weaker = run.kind is RunKind.BOTTOM and run.years in last
        always = run.kind is RunKind.OUT_OF_BOTTOM and not run.since_known
        if not weaker and not always:
            yield run


def runs_text(history: "History | None") -> str:
    """Return the runs, one after another."""
    return "; ".join(run_text(run) for run in told_runs(history))


def history_lines(units: "Sequence[RankedUnit]", digits: int) -> "Iterator[str]":
    """Yield what the units of one cohort have to tell of the years: who rose, who is last again."""
    changes = [
        (unit.name, unit.history.change)
        for unit in units
        if unit.history is not None and unit.history.change is not None
    ]
    known = [
        (change.percent.low, name, change)
        for name, change in changes
        if change.percent is not None and change.percent.known
    ]
    if known:
        yield _moved([(value, name) for value, name, _ in known], known[0][2].year, digits)
    for unit in units:
        runs = [run for run in told_runs(unit.history) if run.kind is not RunKind.CLASS]
        if runs:
            name = unit.name
            yield f"{name}: {'; '.join(run_text(run) for run in runs)}"


def _moved(known: "Sequence[tuple[Decimal, str]]", year: int, digits: int) -> str:
    up, down = (sum(value > 0 for value, _ in known), sum(value < 0 for value, _ in known))
    parts = [f"So với năm {year}: {up} đơn vị tăng điểm, {down} giảm, {len(known) - up - down} giữ"]
    for word, value in (("tăng", max(known)[0]), ("giảm", min(known)[0])):
        if value and (value > 0) is (word == "tăng"):
            names = ", ".join(name for own, name in known if own == value)
            parts.append(f"{word} nhiều nhất {names} ({signed(value, digits)} điểm %)")
    return "; ".join(parts)
