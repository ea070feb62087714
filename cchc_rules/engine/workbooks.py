"""A workbook and rules in, whether it holds one unit's form or a table of units, and which, out."""

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.reading import open_workbook
from cchc_rules.excel.table import read_sure_table, read_table
from cchc_rules.facts import Round
from cchc_rules.facts.reading import Read
from cchc_rules.forms.layout import RULES_SHEET
from cchc_rules.records import record, replace

if TYPE_CHECKING:
    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.excel.form import Form, FormReader, Stamp
    from cchc_rules.excel.reading import Workbook
    from cchc_rules.excel.table import Table
    from cchc_rules.facts.roster import Roster
    from cchc_rules.model import RuleSet


@record()
class Book:
    """What a workbook holds: a form, or a table; neither: the findings say why."""

    form: "Form | None" = None
    table: "Table | None" = None
    found: "tuple[Diagnostic, ...]" = ()


def read_book(
    workbook: "Workbook",
    reader: "FormReader",
    roster: "Roster | None",
    stamp: "Stamp",
    *,
    results: bool = False,
) -> Book:
    """Read a workbook as what its content says that it is; `results`: of a table also these."""
    rules = reader.prepared.rules
    table = None
    if not stamp.sha256:
        table = read_sure_table(workbook, rules, roster, results=results)
    if table is not None:
        return Book(table=table, found=table.diagnostics)
    try:
        candidate = reader.find(workbook, stamp)
        if stamp.sha256:
            from cchc_rules.validation.stamps import is_foreign, not_found

            if candidate is None or is_foreign(candidate, stamp, reader.prepared):
                return Book(found=(not_found(workbook.file, stamp, rules),))
        if candidate is not None:
            return Book(form=reader.read(workbook, candidate, stamp))
    except RefusalError as refusal:
        return Book(found=(refusal.found(workbook.file),))
    table = read_table(workbook, rules, roster, results=results)
    return Book(table=table, found=table.diagnostics)


def read_figures(
    name: str,
    rules: "RuleSet",
    roster: "Roster | None",
    round_: Round | None,
    *,
    accept_declared: bool,
) -> Read:
    """Read the figures of a workbook; a form has those of two rounds (see `engine.data`)."""
    workbook, found = open_workbook(Path(name))
    if workbook is None:
        return Read((), None, found)
    with workbook:
        if all(sheet.name != RULES_SHEET for sheet in workbook.sheets):
            # What forms need takes longer to import than a table of some hundred units to read.
            table = read_sure_table(workbook, rules, roster)
            if table is not None:
                return Read(table.facts, None, (*found, *table.diagnostics))
        read = _read_form(workbook, rules, roster, round_, accept_declared=accept_declared)
    return replace(read, diagnostics=(*found, *read.diagnostics))


def _read_form(
    workbook: "Workbook",
    rules: "RuleSet",
    roster: "Roster | None",
    round_: Round | None,
    *,
    accept_declared: bool,
) -> Read:
    """Read a workbook that is not surely a table."""
    from cchc_rules.excel.form import FormReader, Prepared, stamp_of
    from cchc_rules.validation import facts_in

    try:
        stamp = stamp_of(workbook)
    except RefusalError as refusal:
        return Read((), None, (refusal.found(workbook.file),))
    book = read_book(workbook, FormReader(Prepared(rules), roster), roster, stamp)
    if book.form is None:
        facts = book.table.facts if book.table is not None else ()
        return Read(facts, None, book.found)
    form = book.form
    told = form.diagnostics()
    declared_only = not (form.appraised or accept_declared)
    if form.unit is None:
        return Read((), None, told)
    chosen = round_ or (Round.SELF if declared_only else Round.APPRAISED)
    facts = (facts_in(form, chosen, accept_declared=accept_declared),)
    return Read(facts, Round.SELF if declared_only else None, told)
