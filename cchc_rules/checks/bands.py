"""Rows with a range of numbers or dates in: where they overlap, leave gaps or are never reached."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from cchc_rules.checks.wording import bounds_words, interval_words, is_bounded, quoted
from cchc_rules.model import ValueType
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from cchc_rules.checks.intervals import Domain, Interval
    from cchc_rules.diagnostics import Span


@record()
class Band:
    """A row as checked: its interval, None for `còn lại`."""

    interval: Interval | None
    text: str
    place: Span
    gated: bool = False
    """It has a condition besides: the same values may also come to a later row."""
    parameters: frozenset[str] = frozenset()
    """The parameters that its ends are."""


@record()
class Scale:
    """Rows over the values of one figure.

    `in_order`: rows that say only `đến` are tried in order (dates). `rows`: what a row is called.
    `idle_rest`: `còn lại` may also be come to in another way than by a value.
    """

    bands: tuple[Band, ...]
    domain: Domain
    type: ValueType
    figure: str
    in_order: bool = False
    rows: str = "dòng"
    idle_rest: bool = False


@record()
class Flaw:
    """A mistake in the rows, before it is known under which heading it stands."""

    code: str
    place: Span
    message: str
    remedy: str


def flaws(scale: Scale, *, whole: bool = True) -> Iterator[Flaw]:
    """Yield what is wrong; unless `whole`, rows were lost, and only overlaps are sure."""
    judged = [(band, _why_dead(scale, band)) for band in scale.bands]
    dead = [(band, why) for band, why in judged if why]
    alive = [band for band, why in judged if why is None and band.interval is not None]
    inverted = [band for band, _ in dead if band.interval and band.interval.empty]
    doubtful = {key for band in inverted for key in band.parameters}
    yield from _overlaps(scale, [band for band in alive if not band.parameters & doubtful])
    if not whole:
        return
    yield from _dead(scale, dead)
    yield from _late(scale, alive)
    yield from _after_rest(scale)
    if alive and not dead:
        yield from _remainder(scale, alive)


def _dead(scale: Scale, dead: Sequence[tuple[Band, str]]) -> Iterator[Flaw]:
    """E313; rows that all lie outside the values of the figure are one mistake."""
    outside = [(band, why) for band, why in dead if band.interval and not band.interval.empty]
    for band, why in dead:
        remedy = f"Sửa lại cận của {scale.rows} này, hoặc bỏ {scale.rows} này."
        if band.interval is None or band.interval.empty:
            yield Flaw("E313", band.place, why, remedy)
    if outside:
        band, why = outside[0]
        others = f" (và {len(outside) - 1} {scale.rows} khác)" if len(outside) > 1 else ""
        mend = f"Sửa lại cận của {scale.rows} này{others}"
        declared = scale.rows == "dòng"
        remedy = f"{mend}, hoặc {f'khoảng của {scale.figure}' if declared else 'bỏ mức này'}."
        yield Flaw("E313", band.place, why, remedy)


def _why_dead(scale: Scale, band: Band) -> str | None:
    """Say why no value can fall into a row, None if one can."""
    interval = band.interval
    if interval is None:
        return None
    if interval.empty:
        return f"Không giá trị nào thuộc {scale.rows} {quoted(band.text)}: hai cận ngược nhau."
    if scale.domain.common(interval) is None:
        values = interval_words(scale.domain.interval, scale.type)
        return (
            f"{scale.rows.capitalize()} {quoted(band.text)} không bao giờ được dùng: "
            f"{scale.figure} chỉ có thể {values}."
        )
    return None


def _overlaps(scale: Scale, alive: Sequence[Band]) -> Iterator[Flaw]:
    """E310; a row that swallows another is one mistake however many rows it meets."""
    told: set[int] = set()
    common = {
        (i, j): shared
        for (i, first), (j, second) in combinations(enumerate(alive), 2)
        if (shared := _shared(scale, first, second)) is not None
    }
    swallowing = {
        i
        for pair in common
        for i, j in (pair, pair[::-1])
        if _holds(scale, alive[i], alive[j]) and not _holds(scale, alive[j], alive[i])
    }
    for (i, j), shared in common.items():
        culprits = swallowing & {i, j}
        if culprits & told:
            continue
        told |= culprits
        yield _overlap(scale, alive[i], alive[j], shared)


def _shared(scale: Scale, first: Band, second: Band) -> Interval | None:
    if first.interval is None or second.interval is None or first.gated:
        return None
    if scale.in_order and first.interval.low is None and second.interval.low is None:
        return None
    return scale.domain.common(first.interval.meet(second.interval))


def _holds(scale: Scale, outer: Band, inner: Band) -> bool:
    if outer.interval is None or inner.interval is None:
        return False
    pieces = inner.interval.minus(outer.interval)
    return all(scale.domain.common(piece) is None for piece in pieces)


def _overlap(scale: Scale, first: Band, second: Band, shared: Interval) -> Flaw:
    where = _values(shared, scale)
    message = (
        f"{scale.rows.capitalize()} {quoted(second.text)} và {scale.rows} {quoted(first.text)} "
        f"cùng nhận giá trị {where}."
    )
    remedy = f"Sửa cận của một trong hai để mỗi giá trị chỉ thuộc một {scale.rows}."
    if shared.point is not None:
        ends = f"ghi “đến dưới {where}” hoặc “trên {where}” ở bên kia"
        remedy = f"Chỉ để một bên nhận {where}: {ends}."
    return Flaw("E310", second.place, message, remedy)


def _late(scale: Scale, alive: Sequence[Band]) -> Iterator[Flaw]:
    """E313 for the first deadline that the deadlines before it have already used up."""
    taken: list[Interval] = []
    for band in alive if scale.in_order else ():
        interval = band.interval
        if interval is None or interval.low is not None:
            continue
        pieces: list[Interval] = [interval]
        for earlier in taken:
            pieces = [rest for piece in pieces for rest in piece.minus(earlier)]
        if all(scale.domain.common(piece) is None for piece in pieces):
            yield Flaw(
                "E313",
                band.place,
                f"Mốc {quoted(band.text)} không bao giờ được xét: "
                "các dòng trước đã gồm mọi ngày đến mốc này.",
                "Xếp các mốc từ sớm đến muộn, hoặc bỏ mốc này.",
            )
            return
        taken.append(interval)


def _after_rest(scale: Scale) -> Iterator[Flaw]:
    """E313 for what stands below `còn lại`."""
    for before, band in zip(scale.bands, scale.bands[1:], strict=False):
        if before.interval is None:
            yield Flaw(
                "E313",
                band.place,
                f"{scale.rows.capitalize()} {quoted(band.text)} đứng sau “còn lại” "
                "nên không bao giờ được xét.",
                "Chuyển dòng “còn lại” xuống cuối.",
            )
            return


def _remainder(scale: Scale, alive: Sequence[Band]) -> Iterator[Flaw]:
    """E312 for each gap, or E313 for a `còn lại` to which nothing is left."""
    gaps = scale.domain.without(band.interval for band in alive if band.interval is not None)
    rest = next((band for band in scale.bands if band.interval is None), None)
    if rest is None:
        for gap in gaps:
            yield _gap(scale, alive, gap)
    elif not gaps and not scale.idle_rest:
        yield Flaw(
            "E313",
            rest.place,
            "Dòng “còn lại” không bao giờ được dùng: các dòng trên đã gồm mọi giá trị "
            f"có thể có của {scale.figure}.",
            "Bỏ dòng “còn lại”, hoặc sửa cận của các dòng trên.",
        )


def _gap(scale: Scale, alive: Sequence[Band], gap: Interval) -> Flaw:
    message = f"Không {scale.rows} nào nhận giá trị {_values(gap, scale)} của {scale.figure}."
    return Flaw("E312", _beside(alive, gap), message, _mend_gap(scale, gap))


def _values(interval: Interval, scale: Scale) -> str:
    return interval_words(interval, scale.type).removeprefix("đúng ")


def _mend_gap(scale: Scale, gap: Interval) -> str:
    bounds = bounds_words(gap, scale.type)
    beside = f"sửa cận của {scale.rows} bên cạnh"
    if gap.point is not None and scale.domain.grid.step is None:
        value = _values(gap, scale)
        return f"Cho một {scale.rows} bên cạnh nhận {value}: ghi “từ {value}” hoặc “đến {value}”."
    if scale.rows == "mức":
        return f"Thêm một mức “{bounds}”, hoặc {beside}."
    if is_bounded(gap, scale.type):
        return f"Thêm dòng “{bounds}: …”, hoặc {beside}."
    if scale.type is ValueType.DATE:
        return "Thêm dòng “còn lại: …” ở cuối."
    declare = f"nếu {scale.figure} không thể như vậy thì khai khoảng của nó hoặc thêm RÀNG BUỘC"
    return f"Thêm dòng “{bounds}: …” hoặc “còn lại: …”; {declare}."


def _beside(alive: Sequence[Band], gap: Interval) -> Span:
    """Return the place of the later one of the rows on both sides of a gap."""
    below: list[tuple[Decimal, int]] = []
    above: list[tuple[Decimal, int]] = []
    for index, band in enumerate(alive):
        low = band.interval.low if band.interval else None
        high = band.interval.high if band.interval else None
        if high is not None and gap.low is not None and high <= gap.low:
            below.append((high, index))
        if low is not None and gap.high is not None and low >= gap.high:
            above.append((-low, index))
    beside = [max(side)[1] for side in (below, above) if side]
    return alive[max(beside, default=len(alive) - 1)].place
