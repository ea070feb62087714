"""A path and what it is to be checked against in, all that was found in the file out.

`validate_one` takes and returns values that can be pickled, so that it runs in any executor; rules
and roster are loaded once in each process.
"""

from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic, Severity, has_errors
from cchc_rules.engine.data import is_json, only_declared, read_earlier, read_json
from cchc_rules.engine.library import shelved
from cchc_rules.engine.past import read_years
from cchc_rules.engine.programs import program_of
from cchc_rules.engine.rules import Loaded, load_rules
from cchc_rules.engine.workbooks import read_book
from cchc_rules.excel.form import FormReader, Prepared
from cchc_rules.excel.form.stamp import NO_STAMP, Stamp, stamp_of
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.marking import copy_name, mark_copy
from cchc_rules.excel.reading import open_workbook
from cchc_rules.excel.roster import load_roster
from cchc_rules.facts import Round
from cchc_rules.facts.previous import with_previous
from cchc_rules.records import record
from cchc_rules.validation import Judge, Request, facts_of
from cchc_rules.validation.results import Question, compare_results
from cchc_rules.validation.surveys import surveys_in
from cchc_rules.validation.tables import broken_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.engine.workbooks import Book
    from cchc_rules.excel.reading import Workbook
    from cchc_rules.facts import Facts
    from cchc_rules.facts.previous import Earlier
    from cchc_rules.facts.roster import Roster
    from cchc_rules.model import RuleSet

_MOST = 8


@record()
class Options:
    """How files are checked.

    `rules`: a path or `MÃ@NĂM`; None: the rule set of the trusted folder that the file names.
    `round` None: what the file has figures of. `units` is the path of the roster.
    """

    rules: str | None = None
    year: int | None = None
    units: str | None = None
    round: Round | None = None
    previous: tuple[str, ...] = ()
    """Files with the council's figures of the year before: what a form says else was changed."""
    close: bool = False
    accept_declared: bool = False
    mark: bool = False
    """Write a copy with a comment at each cell that something is wrong with."""


@record()
class RulesUsed:
    """The rule set by which a file was checked."""

    code: str
    year: int
    sha256: str
    path: str


@record()
class Validated:
    """What became of one file.

    `shape` is "form", "table", "facts" (JSON), or "" for what could not be read. `facts` are those
    of `round`, one unit for a form.
    """

    file: str
    shape: str = ""
    rules: RulesUsed | None = None
    stamp: Stamp = NO_STAMP
    round: Round = Round.APPRAISED
    facts: "tuple[Facts, ...]" = ()
    found: tuple[Diagnostic, ...] = ()
    marked: str = ""
    """The copy with comments, if one was asked for and something was found."""


class Bench:
    """One rule set with its roster, ready to check many files."""

    def __init__(self, loaded: Loaded, units: str | None, previous: tuple[str, ...] = ()) -> None:
        self.loaded = loaded
        self.found: tuple[Diagnostic, ...] = ()
        self.roster: Roster | None = None
        self.earlier: Earlier | None = None
        rules = loaded.usable
        if rules is None:
            self.found = tuple(one for one in loaded.found if one.severity is Severity.ERROR)
            return
        if units:
            self.roster, self.found = load_roster(Path(units), rules.kinds)
        if previous:
            self.earlier, lost = _earlier(previous, rules)
            self.found = (*self.found, *lost)
        self.rules = rules
        prepared = Prepared(rules)
        self.reader = FormReader(prepared, self.roster)
        self.judge = Judge(prepared, program_of(rules))
        self.used = RulesUsed(rules.code, rules.year, rules.sha256, rules.place.file)

    @property
    def usable(self) -> bool:
        """Say whether files can be checked."""
        return not has_errors(self.found)

    def joined(
        self, facts: "tuple[Facts, ...]"
    ) -> "tuple[tuple[Facts, ...], tuple[Diagnostic, ...]]":
        """Return units with the council's figures of the year before, and what differs."""
        return (facts, ()) if self.earlier is None else with_previous(facts, self.earlier)


def _earlier(
    names: tuple[str, ...], rules: "RuleSet"
) -> "tuple[Earlier | None, tuple[Diagnostic, ...]]":
    """Read the figures of the year before, or say why there are none; rankings hold none."""
    past = read_years(names, rules)
    earlier, errors = read_earlier(past.figures, rules)
    return earlier, () if earlier.known else errors


_benches: OrderedDict[tuple[str, int | None, str | None, tuple[str, ...]], Bench] = OrderedDict()


def bench_of(
    rules: str, year: int | None, units: str | None, previous: tuple[str, ...] = ()
) -> Bench:
    """Return the bench of a rule set, a roster and the year before, made once in a process."""
    key = rules, year, units, previous
    if key not in _benches:
        loaded = load_rules(rules, year, only_errors=True)
        _benches[key] = Bench(loaded, units, previous)
        if len(_benches) > _MOST:
            _benches.popitem(last=False)
    return _benches[key]


def validate_one(path: str, options: Options) -> Validated:
    """Read one workbook or JSON file, score it again, and compare."""
    if is_json(path):
        return _json(path, options)
    workbook, found = open_workbook(Path(path))
    if workbook is None:
        return Validated(path, found=found)
    with workbook:
        try:
            stamp = stamp_of(workbook)
        except RefusalError as refusal:
            return Validated(path, found=(*found, refusal.found(path)))
        bench = _bench(path, options, stamp)
        if not isinstance(bench, Bench):
            return Validated(path, stamp=stamp, found=(*found, *bench))
        told = _workbook(workbook, bench, options, stamp)
    told = replace(told, found=(*found, *told.found))
    return _marked(told) if options.mark and told.found else told


def _marked(told: Validated) -> Validated:
    """Write the copy with comments; what prevents it is one more finding."""
    target = copy_name(Path(told.file))
    failed = mark_copy(Path(told.file), target, told.found)
    if failed:
        return replace(told, found=(*told.found, *failed))
    return replace(told, marked=str(target))


def _bench(path: str, options: Options, stamp: Stamp) -> "Bench | tuple[Diagnostic, ...]":
    """Return the rules that count: those that are given, else those that the file names."""
    name = options.rules or stamp.reference or _only_rules()
    if not name:
        message = "Không biết chấm theo bộ luật nào: tệp không ghi mã bộ luật."
        known = ", ".join(one.reference for one in shelved()) or "trống"
        remedy = f"Chỉ rõ --rules tệp.cchc hoặc MÃ@NĂM (thư mục luật tin cậy: {known})."
        return (Diagnostic("E565", Cell(path), message, remedy),)
    bench = bench_of(name, options.year, options.units, options.previous)
    return bench if bench.usable else bench.found


def _only_rules() -> str:
    known = [one.reference for one in shelved()]
    return known[0] if len(known) == 1 else ""


def _workbook(workbook: "Workbook", bench: Bench, options: Options, stamp: Stamp) -> Validated:
    book = read_book(workbook, bench.reader, bench.roster, stamp, results=True)
    file = workbook.file
    if book.form is not None:
        return _form(file, book, bench, options)
    if book.table is None:
        return Validated(file, "", bench.used, stamp, found=book.found)
    round_ = options.round or Round.APPRAISED
    facts, told = bench.joined(book.table.facts)
    broken = _told_of(facts, bench, round_, file)
    question = Question(file, options.round, options.close)
    differing = compare_results(book.table, facts, bench.judge.program, question)
    shape = "table" if facts or book.table.sheet else ""
    return Validated(
        file, shape, bench.used, stamp, round_, facts, (*book.found, *told, *broken, *differing)
    )


def _told_of(
    facts: "Sequence[Facts]", bench: Bench, round_: Round, file: str
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with figures taken together: constraints, surveys."""
    broken = broken_in(facts, bench.judge.program, round_, file)
    return (*broken, *surveys_in(facts, bench.rules, round_, file))


def _form(file: str, book: "Book", bench: Bench, options: Options) -> Validated:
    form = book.form
    assert form is not None  # noqa: S101 - asked by the caller
    request = Request(options.round, options.close, options.accept_declared, bench.earlier)
    bench.judge.judge(form, request)
    round_ = options.round or (
        Round.APPRAISED if form.appraised or options.accept_declared else Round.SELF
    )
    facts: tuple[Facts, ...] = ()
    if form.unit is not None:
        facts = (facts_of(form, round_, request),)
    return Validated(file, "form", bench.used, form.stamp, round_, facts, form.diagnostics())


def _json(path: str, options: Options) -> Validated:
    bench = _bench(path, options, NO_STAMP)
    if not isinstance(bench, Bench):
        return Validated(path, found=bench)
    read = read_json(path, bench.rules, bench.roster)
    round_ = options.round or read.round or Round.APPRAISED
    if (read.round, round_) == (Round.SELF, Round.APPRAISED) and not options.accept_declared:
        found = (*read.diagnostics, only_declared(path))
        return Validated(path, "facts", bench.used, NO_STAMP, round_, (), found)
    facts, told = bench.joined(read.facts)
    broken = _told_of(facts, bench, round_, path)
    found = (*read.diagnostics, *told, *broken)
    return Validated(path, "facts", bench.used, NO_STAMP, round_, facts, found)
