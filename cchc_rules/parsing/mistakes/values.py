"""Slips around values: points in parentheses, `80-90%`, `yes` for `có`, a month for a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.keywords import spell
from cchc_rules.parsing.lexer import STARTERS
from cchc_rules.parsing.mistakes.stop import NUMBERS, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.parsing.mistakes.stop import Stop

_VALUES = frozenset({*NUMBERS, "PERCENT", "DATE"})


def dashed_range(stop: Stop) -> Iterator[Repair]:
    """`80-90%: 2` and `80% - 90%: 2` for `từ 80% đến dưới 90%: 2`."""
    if not isinstance(stop.standing.opener, s.TableHead | s.ClassHead):
        return
    for start in (0, 2):
        low, dash, high = (*stop.lexemes[start : start + 3], None, None, None)[:3]
        if low is None or dash is None or high is None or dash.type != "MINUS":
            continue
        if low.type not in _VALUES or high.type not in _VALUES:
            continue
        if high.type == "PERCENT" and low.type in NUMBERS:
            low = low._replace(type="PERCENT", text=f"{low.text}%")
        first = low._replace(type="FROM", text=spell("FROM"))
        until = dash._replace(type="UP_TO_BELOW", text=spell("UP_TO_BELOW"))
        lexemes = stop.replaced(start, start + 3, first, low, until, high)
        written = stop.written(start, start + 3)
        message = f"“{written}”: một khoảng viết bằng “từ … đến …”."
        remedy = f"Viết từ {low.text} đến dưới {high.text}, hoặc từ {low.text} đến {high.text}."
        yield Repair("E107", low, message, remedy, lexemes, sure=False)


def points_in_parentheses(stop: Stop) -> Iterator[Repair]:
    """`TIÊU CHÍ 1.1 "…" (5 điểm)` and `từ 80%: (2)`."""
    if stop.here.type != "_OPEN":
        return
    close = next(
        (i for i in range(stop.index, len(stop.lexemes)) if stop.lexemes[i].type == "_CLOSE"), 0
    )
    inner = stop.lexemes[stop.index + 1 : close]
    if not inner or inner[0].type not in NUMBERS or len(inner) > 2:  # noqa: PLR2004 - 5 điểm
        return
    written = stop.written(stop.index, close + 1)
    colon = stop.here._replace(type="_COLON", text=":")
    new = inner if stop.before.type == "_COLON" else [colon, *inner]
    message = f"Số điểm không đặt trong ngoặc: “{written}”."
    remedy = f"Viết “: {' '.join(x.text for x in inner)}”."
    lexemes = stop.replaced(stop.index, close + 1, *new)
    yield Repair("E110", stop.here, message, remedy, lexemes)


def points_before_colon(stop: Stop) -> Iterator[Repair]:
    """`TIÊU CHÍ 1.1 "…" điểm: 5`, `… điểm tối đa: 5 điểm`."""
    after = stop.lexemes[stop.index + 1 : stop.index + 3]
    kinds = [x.type for x in after]
    if stop.here.type not in {"POINTS", "MAXIMUM"} or kinds[:1] != ["_COLON"]:
        return
    if len(after) < 2 or after[1].type not in NUMBERS:  # noqa: PLR2004 - the colon, a number
        return
    points = stop.here._replace(type="POINTS", text=spell("POINTS"))
    end = stop.index + 3 + (stop.kinds(stop.index + 3, stop.index + 4) == ("POINTS",))
    lexemes = stop.replaced(stop.index, end, *after, points)
    message = f"Trước dấu hai chấm không viết “{stop.here.text}”."
    yield Repair("E105", stop.here, message, f"Viết “: {after[1].text} điểm”.", lexemes)


_YES = frozenset({"x", "yes", "true", "roi", "dat", "ok", "v"})
_NO = frozenset({"no", "false", "chua", "khong co"})


def yes_or_no(stop: Stop) -> Iterator[Repair]:
    """`có_kế_hoạch = x` and `= yes` for `= có`."""
    sign = next((i for i, x in enumerate(stop.lexemes) if x.type == "_EQUALS"), 0)
    value = stop.bare_words(sign + 1, len(stop.lexemes))
    if not sign or stop.names.type_of(stop.lexemes[0].text) != "T_BOOL":
        return
    if value not in _YES | _NO:
        return
    kind = "YES" if value in _YES else "NO"
    first = stop.lexemes[sign + 1]
    lexemes = [*stop.lexemes[: sign + 1], first._replace(type=kind, text=spell(kind))]
    written = stop.written(sign + 1, len(stop.lexemes))
    message = f"“{written}”: ở đây chỉ viết được “có” hoặc “không”."
    yield Repair("E107", first, message, f"Viết {spell(kind)}.", lexemes)


_PERIODS = ("thang", "quy", "tuan", "cuoi nam", "dau nam")


def period_for_date(stop: Stop) -> Iterator[Repair]:
    """`trong tháng 01: 2` and `đến quý I: 2` in a table of dates."""
    opener = stop.standing.opener
    colon = next((i for i, x in enumerate(stop.lexemes) if x.type == "_COLON"), 0)
    if not (isinstance(opener, s.TableHead) and isinstance(opener.argument, s.Name) and colon):
        return
    words = f" {stop.bare_words(0, colon)} "
    if stop.names.type_of(opener.argument.name) != "T_DATE":
        return
    days = sum(x.type in {"INT", "DATE", "DAY", "CODE"} for x in stop.lexemes[:colon])
    if days > 1 or not any(f" {period} " in words for period in _PERIODS):
        return
    first = stop.lexemes[0]
    until = first._replace(type="UP_TO", text=spell("UP_TO"))
    day = first._replace(type="DATE", text="01/01/2026")
    written = stop.written(0, colon)
    message = f"“{written}” không phải một mốc ngày."
    remedy = "Viết ngày cuối của thời hạn, ví dụ: đến 31/01 năm nay."
    lexemes = [until, day, *stop.lexemes[colon:]]
    yield Repair("E104", first, message, remedy, lexemes, sure=False)


def keyword_before_rest(stop: Stop) -> Iterator[Repair]:
    """`từ còn lại: 0` for `còn lại: 0`."""
    if stop.kinds(1, 2) == ("ELSE",) and stop.lexemes[0].type in {"FROM", "IF", "BELOW", "UP_TO"}:
        shown = stop.lexemes[0].text
        message = f"Thừa chữ “{shown}” trước “còn lại”."
        yield Repair("E107", stop.lexemes[0], message, f"Bỏ “{shown}”.", stop.lexemes[1:])


def comma_range(stop: Stop) -> Iterator[Repair]:
    """`từ 70%, dưới 100%: 2` and `từ 70% <100%: 2` for `từ 70% đến dưới 100%: 2`."""
    if stop.here.type == "BELOW" and "UP_TO_BELOW" in stop.accepts and not stop.at_end:
        new = stop.here._replace(type="UP_TO_BELOW", text=spell("UP_TO_BELOW"))
        lexemes = stop.replaced(stop.index, stop.index + 1, new)
        message = f"Giữa hai cận của một khoảng không viết “{stop.here.text}”."
        yield Repair("E106", stop.here, message, "Viết “đến dưới”.", lexemes)
    for start in (stop.index, stop.index - 1):
        if start > 0 and stop.kinds(start, start + 2) in {("_COMMA", "BELOW"), ("_COMMA", "UP_TO")}:
            shown = stop.lexemes[start + 1].text
            below = stop.lexemes[start + 1].type == "BELOW"
            kind = "UP_TO_BELOW" if below else "UP_TO"
            new = stop.made(start, start + 2, kind, spell(kind))
            lexemes = stop.replaced(start, start + 2, new)
            message = f"Giữa hai cận của một khoảng không viết “, {shown}”."
            remedy = f"Thay “, {shown}” bằng “{spell(kind)}”."
            yield Repair("E106", stop.lexemes[start], message, remedy, lexemes)


def remark(stop: Stop) -> Iterator[Repair]:
    """`từ 70% đến 100% (không bao gồm): 2`: words in parentheses, where nothing else can stand."""
    if stop.here.type != "_OPEN":
        return
    close = next(
        (i for i in range(stop.index, len(stop.lexemes)) if stop.lexemes[i].type == "_CLOSE"), 0
    )
    if close and all(stop.is_word(i) for i in range(stop.index + 1, close)):
        written = stop.written(stop.index, close + 1)
        lexemes = stop.replaced(stop.index, close + 1)
        message = f"Ghi chú “{written}” không đứng được ở đây."
        remedy = "Bỏ ghi chú, hoặc đặt nó sau dấu # ở cuối dòng."
        yield Repair("E110", stop.here, message, remedy, lexemes, sure=False)


def colon_behind_keyword(stop: Stop) -> Iterator[Repair]:
    """`RÀNG BUỘC: a không quá b`."""
    if stop.index == 1 and stop.here.type == "_COLON" and stop.lexemes[0].type in STARTERS:
        lexemes = stop.replaced(1, 2)
        message = f"Sau “{stop.lexemes[0].text}” không có dấu hai chấm."
        if stop.whole(lexemes):
            yield Repair("E106", stop.here, message, "Bỏ dấu “:”.", lexemes)


def broken_decimal(stop: Stop) -> Iterator[Repair]:
    """`1, 5`, `1;5` and `1'5` for `1,5`."""
    start = stop.index - 1
    whole, sign, decimals = (*stop.lexemes[max(start, 0) : start + 3], None, None, None)[:3]
    if start < 1 or whole is None or sign is None or decimals is None:
        return
    if sign.text not in {",", ";", "'"} or whole.type != "INT" or decimals.type != "INT":
        return
    if stop.kinds(start + 3, start + 4) not in {(), ("POINTS",)}:
        return
    number = f"{whole.text},{decimals.text}"
    new = stop.made(start, start + 3, "NUMBER", number)
    written = stop.written(start, start + 3)
    message = f"“{written}” không phải một số."
    lexemes = stop.replaced(start, start + 3, new)
    yield Repair("E103", whole, message, f"Viết {number}.", lexemes, sure=sign.text == ",")


def council_up_to(stop: Stop) -> Iterator[Repair]:
    """`hội đồng chấm tối đa 3` for `hội đồng chấm từ 0 đến 3`."""
    if stop.lexemes[0].type != "COUNCIL" or stop.bare_words(1, 3) != "toi da":
        return
    first = stop.lexemes[1]
    words = (("FROM", spell("FROM")), ("INT", "0"), ("UP_TO", spell("UP_TO")))
    new = [first._replace(type=kind, text=text) for kind, text in words]
    remedy = f"Viết {stop.lexemes[0].text} từ 0 đến …"
    message = "Điểm hội đồng chấm phải nói từ đâu đến đâu."
    yield Repair("E107", first, message, remedy, stop.replaced(1, 3, *new))


SURE = (
    broken_decimal,
    council_up_to,
    colon_behind_keyword,
    comma_range,
    dashed_range,
    period_for_date,
    keyword_before_rest,
    points_in_parentheses,
    points_before_colon,
    yes_or_no,
)
POSSIBLE = (remark,)
