"""Slips in dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.keywords import spell
from cchc_rules.parsing.mistakes.stop import Repair
from cchc_rules.text import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.parsing.lexer import Lexeme
    from cchc_rules.parsing.mistakes.stop import Stop

_MONTHS, _DAYS, _YEAR_DIGITS = 12, 31, 4
_THREE = (
    ("INT", "STRANGE", "INT", "STRANGE", "INT"),
    ("INT", "MINUS", "INT", "MINUS", "INT"),
    ("INT", "SLASH", "INT", "SLASH", "INT"),
)


def _date(day: str, month: str, year: str) -> str | None:
    if not (day.isdigit() and month.isdigit() and year.isdigit()):
        return None
    if not (1 <= int(day) <= _DAYS and 1 <= int(month) <= _MONTHS):
        return None
    full = "20" + year if len(year) == 2 else year  # noqa: PLR2004 - 26 for 2026
    return f"{int(day):02}/{int(month):02}/{full}" if len(full) == _YEAR_DIGITS else None


def _day(day: str, month: str) -> str | None:
    return full[:5] if (full := _date(day, month, "2024")) else None


def _starts(stop: Stop) -> range:
    return range(max(stop.index - 5, 0), min(stop.index + 1, len(stop.lexemes)))


def foreign_date(stop: Stop) -> Iterator[Repair]:
    """2026-01-15, 15-01-2026, 15.01.2026, 15/01/26, ngày 15 tháng 01 năm 2026."""
    for start in _starts(stop):
        read = _foreign(stop, start)
        if read is None:
            continue
        text, end = read
        new = stop.made(start, end, "DATE", text)
        message = "Ngày phải viết theo dạng ngày/tháng/năm."
        lexemes = stop.replaced(start, end, new)
        yield Repair("E104", stop.lexemes[start], message, f"Viết {text}.", lexemes)


def _foreign(stop: Stop, start: int) -> tuple[str, int] | None:
    """Return the date as it should be written and where it ends."""
    first = stop.lexemes[start]
    kinds = stop.kinds(start, start + 5)
    text: str | None = None
    length = 1
    if first.type == "ISO_DATE":
        text = _date(*reversed(first.text.split("-")))
    elif first.type == "CODE" and first.text.count(".") == 2:  # noqa: PLR2004 - d.m.y
        text = _date(*first.text.split("."))
    elif kinds in _THREE:
        text, length = _date(*(stop.lexemes[start + i].text for i in (0, 2, 4))), 5
    else:
        text, length = _in_words(stop, start)
    return (text, start + length) if text else None


def _in_words(stop: Stop, start: int) -> tuple[str | None, int]:
    """`[ngày] 15 tháng 01 năm 2026`."""
    said = 1 if stop.lexemes[start].type == "T_DATE" else 0
    at = start + said
    if stop.kinds(at, at + 5) != ("INT", "NAME", "INT", "YEAR", "INT"):
        return None, 0
    if stop.bare_words(at + 1, at + 2) != "thang":
        return None, 0
    words = [lexeme.text for lexeme in stop.lexemes[at : at + 5]]
    return _date(words[0], words[2], words[4]), 5 + said


def day_in_other_signs(stop: Stop) -> Iterator[Repair]:
    """31-12 năm nay, 31.12 năm nay, 31 tháng 12 năm nay, 31/12/năm nay."""
    years = {"YEAR_BEFORE", "THIS_YEAR", "YEAR_AFTER"}
    behind = [stop.index + 1] if stop.here.type == "T_DATE" else []
    for start in (*_starts(stop), *behind):
        window = stop.lexemes[start : start + 5]
        year = next((i for i, x in enumerate(window) if x.type in years), 0)
        numbers = [x.text for x in window[:year] if x.type == "INT"]
        if year and window[0].type == "CODE":
            numbers = window[0].text.split(".")
        if not year or len(numbers) != 2 or window[0].type not in {"INT", "CODE"}:  # noqa: PLR2004
            continue
        text = _day(*numbers)
        if text is None:
            continue
        said = start - (stop.kinds(start - 1, start) == ("T_DATE",))
        new = stop.made(said, start + year, "DAY", text)
        shown = f"{text} {spell(window[year].type)}"
        lexemes = stop.replaced(said, start + year, new)
        message = "Ngày và tháng viết liền bằng dấu gạch chéo, rồi đến năm."
        yield Repair("E104", window[0], message, f"Viết {shown}.", lexemes)


_YEARS = {
    "ngoai": "YEAR_BEFORE",
    "cu": "YEAR_BEFORE",
    "roi": "YEAR_BEFORE",
    "lien truoc": "YEAR_BEFORE",
    "truoc do": "YEAR_BEFORE",
    "nay": "THIS_YEAR",
    "hien tai": "THIS_YEAR",
    "danh gia": "THIS_YEAR",
    "bao cao": "THIS_YEAR",
    "toi": "YEAR_AFTER",
    "ke tiep": "YEAR_AFTER",
    "tiep theo": "YEAR_AFTER",
}


def year_in_other_words(stop: Stop) -> Iterator[Repair]:
    """31/12 năm ngoái, 31/01 năm tới."""
    for start in _starts(stop):
        if stop.kinds(start, start + 4)[:4] != ("INT", "SLASH", "INT", "YEAR"):
            continue
        for length in (2, 1):
            end = start + 4 + length
            kind = _YEARS.get(stop.bare_words(start + 4, end))
            text = _day(stop.lexemes[start].text, stop.lexemes[start + 2].text)
            if kind is None or text is None or end > len(stop.lexemes):
                continue
            day = stop.made(start, start + 3, "DAY", text)
            year = stop.made(start + 3, end, kind, spell(kind))
            message = f"“{stop.written(start + 3, end)}” không phải từ khóa."
            lexemes = stop.replaced(start, end, day, year)
            at = stop.lexemes[start + 3]
            yield Repair("E104", at, message, f"Viết {text} {spell(kind)}.", lexemes)


def day_without_year(stop: Stop) -> Iterator[Repair]:
    """31/12 without năm trước, năm nay, năm sau."""
    for start in (stop.index - 1, stop.index - 2, stop.index - 3, stop.index):
        if start < 0 or stop.kinds(start, start + 3) != ("INT", "SLASH", "INT"):
            continue
        first, last = stop.lexemes[start], stop.lexemes[start + 2]
        if not _looks_like_date(first, last) and _rest_of_date(stop, start) == start + 3:
            continue
        written = f"{first.text}/{last.text}"
        day = stop.made(start, start + 3, "DAY", _day(first.text, last.text) or "01/01")
        year = day._replace(type="THIS_YEAR", text=spell("THIS_YEAR"))
        message = f"“{written}” chưa nói năm nào."
        remedy = f"Viết {written} năm trước, năm nay hoặc năm sau; hoặc đủ ngày/tháng/năm."
        if len(last.text) == _YEAR_DIGITS:
            message = f"“{written}” mới có tháng và năm, chưa có ngày."
            remedy = f"Viết đủ ngày/tháng/năm, ví dụ 01/{int(first.text):02}/{last.text}."
        end = _rest_of_date(stop, start)
        if end > start + 3:
            whole = shortened(stop.written(start, end))
            message = f"“{whole}” không có năm đủ bốn chữ số."
            remedy = f"Viết đủ ngày/tháng/năm, ví dụ {written}/2026."
        lexemes = stop.replaced(start, end, day, year)
        yield Repair("E104", first, message, remedy, lexemes, sure=False)
        full = stop.replaced(start, end, day._replace(type="DATE", text="01/01/2026"))
        yield Repair("E104", first, message, remedy, full, sure=False)


def _looks_like_date(first: Lexeme, last: Lexeme) -> bool:
    """Say whether two numbers may be a day and a month, or a month and a year."""
    if len(first.text) > 2:  # noqa: PLR2004
        return False
    if len(last.text) == _YEAR_DIGITS:
        return int(first.text) <= _MONTHS
    both = sorted((int(first.text), int(last.text[:3])))
    return both[0] <= _MONTHS and both[1] <= _DAYS


def _rest_of_date(stop: Stop, start: int) -> int:
    """Return where the date ends, a year of one or three digits with it."""
    return start + (5 if stop.kinds(start + 3, start + 5) == ("SLASH", "INT") else 3)


def parts_of_date_apart(stop: Stop) -> Iterator[Repair]:
    """15 / 01 / 2026 is read as three numbers; 2026/01/15 as a date behind one."""
    for start in _starts(stop):
        text, end = _digits_and_strokes(stop.lexemes, start)
        parts = text.split("/")
        if len(parts) != 3:  # noqa: PLR2004 - d/m/y
            continue
        fixed = _date(*(reversed(parts) if len(parts[0]) == _YEAR_DIGITS else parts))
        if fixed:
            new = stop.made(start, end, "DATE", fixed)
            message = "Ngày phải viết theo dạng ngày/tháng/năm."
            lexemes = stop.replaced(start, end, new)
            yield Repair("E104", stop.lexemes[start], message, f"Viết {fixed}.", lexemes)


def _digits_and_strokes(lexemes: list[Lexeme], start: int) -> tuple[str, int]:
    end, text = start, ""
    while end < len(lexemes) and lexemes[end].type in {"INT", "SLASH", "DAY", "DATE"}:
        text += lexemes[end].text
        end += 1
    return text, end


_BOUNDS = {
    "truoc": "BELOW",
    "truoc ngay": "BELOW",
    "sau": "ABOVE",
    "sau ngay": "ABOVE",
    "ke tu": "FROM",
    "ke tu ngay": "FROM",
    "tu ngay": "FROM",
    "den ngay": "UP_TO",
    "den het": "UP_TO",
    "den het ngay": "UP_TO",
    "den truoc ngay": "UP_TO_BELOW",
    "den truoc": "UP_TO_BELOW",
    "cham nhat": "UP_TO",
    "cham nhat ngay": "UP_TO",
    "muon nhat": "UP_TO",
    "tre nhat": "UP_TO",
    "khong qua ngay": "UP_TO",
    "khong muon hon": "UP_TO",
    "het ngay": "UP_TO",
    "tren ngay": "ABOVE",
    "duoi ngay": "BELOW",
}
_DATES = frozenset({"DATE", "DAY", "ISO_DATE", "INT", "CODE"})


def bound_in_other_words(stop: Stop) -> Iterator[Repair]:
    """`đến ngày 15/01/2026`, `trước ngày …`, `chậm nhất …`."""
    for start in (stop.index - 2, stop.index - 1, stop.index):
        for length in (3, 2, 1):
            end = start + length
            if start < 0 or end >= len(stop.lexemes) or stop.lexemes[end].type not in _DATES:
                continue
            kind = _BOUNDS.get(stop.bare_words(start, end))
            if kind is None:
                continue
            written = stop.written(start, end)
            new = stop.made(start, end, kind, spell(kind))
            lexemes = stop.replaced(start, end, new)
            message = f"“{written}” không phải cách viết một mốc ngày."
            remedy = f"Viết {spell(kind)} {stop.lexemes[end].text}."
            yield Repair("E104", stop.lexemes[start], message, remedy, lexemes)


def needless_day_word(stop: Stop) -> Iterator[Repair]:
    """`: ngày 15/01/2026`."""
    after = stop.lexemes[stop.index + 1 : stop.index + 2]
    if stop.here.type == "T_DATE" and after and after[0].type in _DATES:
        lexemes = stop.replaced(stop.index, stop.index + 1)
        message = "Thừa chữ “ngày” trước một ngày."
        yield Repair("E104", stop.here, message, f"Chỉ viết {after[0].text}.", lexemes)


def date_for_year(stop: Stop) -> Iterator[Repair]:
    """`năm: 01/01/2026`."""
    if stop.here.type == "DATE" and "INT" in stop.accepts and not stop.at_end:
        year = stop.here.text.split("/")[2]
        new = stop.here._replace(type="INT", text=year)
        lexemes = stop.replaced(stop.index, stop.index + 1, new)
        message = f"Ở đây chỉ viết năm, không viết “{stop.here.text}”."
        yield Repair("E104", stop.here, message, f"Viết {year}.", lexemes)


SURE = (
    foreign_date,
    parts_of_date_apart,
    day_in_other_signs,
    year_in_other_words,
    bound_in_other_words,
    needless_day_word,
    date_for_year,
    day_without_year,
)
