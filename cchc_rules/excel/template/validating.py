"""What a cell takes in, its data validation with Vietnamese messages out, and the hidden lists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cchc_rules.excel.writing.rows import escaped
from cchc_rules.forms.inputs import LONGEST_NOTE, YES_NO, Entry
from cchc_rules.numeric import ZERO, plain
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from cchc_rules.forms.inputs import Input

LISTS_SHEET = "CCHC_DANH_MUC"
YES_NO_NAME, KINDS_NAME = "CCHC_CO_KHONG", "CCHC_DS_LOAI"
_TITLE, _MESSAGE = 32, 255
_TYPES = {Entry.WHOLE: "whole", Entry.DECIMAL: "decimal", Entry.DATE: "date"}
_FIRST_DAY = date(1899, 12, 30)


class Lists:
    """The lists of the drop-downs, each with the defined name by which cells use it.

    Excel keeps a list that refers to another sheet as an extension that openpyxl drops; a name
    it keeps as it is.
    """

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], str] = {YES_NO: YES_NO_NAME}

    def name_of(self, options: Sequence[str], name: str = "") -> str:
        """Return the name of the list of these options."""
        wanted = tuple(options)
        return self._names.setdefault(wanted, name or f"CCHC_DM_{len(self._names)}")

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each name with its options."""
        return ((name, options) for options, name in self._names.items())


@record()
class Rule:
    """A data validation; `wanted` is told when the cell is chosen, `wrong` when it is refused."""

    type: str
    formulas: tuple[str, ...]
    title: str
    wanted: str
    wrong: str
    operator: str = "between"

    def xml(self, cells: str) -> str:
        """Return the element for cells ("D13:E13 D15")."""
        formulas = "".join(
            f"<formula{at}>{escaped(text)}</formula{at}>"
            for at, text in enumerate(self.formulas, start=1)
        )
        operator = f' operator="{self.operator}"' if self.operator != "between" else ""
        return (
            f'<dataValidation type="{self.type}"{operator} allowBlank="1" showInputMessage="1" '
            f'showErrorMessage="1" errorTitle="Chưa đúng" error="{_quoted(self.wrong, _MESSAGE)}" '
            f'promptTitle="{_quoted(self.title, _TITLE)}" '
            f'prompt="{_quoted(self.wanted, _MESSAGE)}" sqref="{cells}">{formulas}</dataValidation>'
        )


def _quoted(text: str, most: int) -> str:
    return escaped(shortened(text, most)).replace('"', "&quot;")


def validation(wanted: Input, title: str, cell: str, lists: Lists) -> Rule:
    """Return the rule of an input; `cell` is the first that it is for."""
    told = title, wanted.wanted, wanted.wanted
    match wanted.entry:
        case Entry.LIST:
            return Rule("list", (lists.name_of(wanted.options),), *told)
        case Entry.TEXT:
            return Rule("textLength", (_number(wanted.high),), *told, "lessThanOrEqual")
        case _ if wanted.step is not None:
            return Rule("custom", (_stepped(wanted, cell),), *told)
        case _:
            return Rule(_TYPES[wanted.entry], (_number(wanted.low), _number(wanted.high)), *told)


def free_text(title: str, wanted: str, most: int = LONGEST_NOTE) -> Rule:
    """Return the rule of a cell of free text."""
    wrong = f"Nhiều nhất {most} ký tự."
    return Rule("textLength", (str(most),), title, wanted, wrong, "lessThanOrEqual")


def _number(bound: Decimal | date | None) -> str:
    if isinstance(bound, date):
        return str((bound - _FIRST_DAY).days)
    return plain(ZERO if bound is None else bound)


def _stepped(wanted: Input, cell: str) -> str:
    """Return a test of bounds and step, without MOD: hosts differ in it on fractions."""
    low, high, step = (_number(one) for one in (wanted.low, wanted.high, wanted.step))
    count = f"({cell}-{low})/{step}"
    whole = f"ROUND({count},10)=ROUND({count},0)"
    return f"AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high},{whole})"


def shortened(text: str, most: int) -> str:
    """Cut a text at a word where it is longer than `most`."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;.") + "…"
