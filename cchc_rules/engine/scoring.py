"""What to score in; the units scored and ranked, with every finding on the way, out."""

from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Diagnostic, has_errors
from cchc_rules.engine.data import Data, only_declared, read_data, read_roster, with_earlier
from cchc_rules.engine.folders import is_many
from cchc_rules.engine.library import shelved
from cchc_rules.engine.made import Made
from cchc_rules.engine.past import NO_PAST, not_compared, read_years
from cchc_rules.engine.programs import program_of
from cchc_rules.engine.rules import Loaded, load_rules
from cchc_rules.evaluation import evaluate_condition, peer_values
from cchc_rules.evaluation.program import MANY
from cchc_rules.excel.guard import RefusalError
from cchc_rules.facts import Round
from cchc_rules.ranking import rank
from cchc_rules.ranking.history import with_history
from cchc_rules.ranking.years import year_of
from cchc_rules.records import field, record, replace
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    from cchc_rules.evaluation import Program
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.facts import Facts
    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.results import Ranking
    from cchc_rules.ranking.years import Year

    Watch = Callable[[str, int, int], None]
    """Told what is being done, how much of it is done, and how much there is."""

_EVERY = 64


@record()
class Task:
    """The figures in `data`, scored by `rules` (a path or `MÃ@NĂM`).

    `data` is a workbook (a table or a form) or a file of facts, or several of them and folders.

    `round` None: what the file says, else the appraised round. `close`: the round is closed, a
    blank is no longer awaited. `accept_declared`: declared figures count as appraised ones.
    `previous`: rankings of earlier years, or the figures of the year before.
    """

    data: str | tuple[str, ...]
    rules: str
    year: int | None = None
    round: Round | None = None
    units: str | None = None
    previous: tuple[str, ...] = ()
    close: bool = False
    accept_declared: bool = False
    besides: tuple[str, ...] = ()
    """Files that are not read although they stand in a folder: what is about to be written."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the files and folders."""
        return (self.data,) if isinstance(self.data, str) else self.data


@record()
class Scored:
    """What became of a task; `ranking` None: rules or figures cannot be used, findings say why."""

    loaded: Loaded
    ranking: "Ranking | None" = None
    found: tuple[Diagnostic, ...] = field(default=())
    """What was found in the figures; what was found in the rules stands in `loaded`."""


def score(task: Task, watch: "Watch | None" = None, executor: "Executor | None" = None) -> Scored:
    """Read, score and rank everything that the task names; many files go through `executor`."""
    told: Watch = watch or _nobody
    told("Đọc bộ luật", 0, 0)
    loaded = load_rules(task.rules, task.year, only_errors=True)
    if loaded.usable is None:
        return Scored(loaded)
    try:
        return _scored(task, loaded, loaded.usable, told, executor)
    except RefusalError as refusal:  # the disk on which figures are kept meanwhile is full
        return Scored(loaded, found=(refusal.found(task.names[0]),))


def _scored(
    task: Task, loaded: Loaded, rules: "RuleSet", told: "Watch", executor: "Executor | None"
) -> Scored:
    """Read, score and rank by rules that can be used."""
    told("Đọc số liệu", 0, 0)
    past = read_years(task.previous, rules) if task.previous else NO_PAST
    data = _read(task, rules, past.figures, told, executor)
    if not data.facts and has_errors(data.found):
        return Scored(loaded, found=data.found)
    round_ = task.round or data.round or Round.APPRAISED
    if data.round is Round.SELF and round_ is Round.APPRAISED and not task.accept_declared:
        return Scored(loaded, found=(*data.found, only_declared(task.names[0])))
    program = program_of(rules)
    assessments = _assessed(program, data.facts, round_, told, close=task.close)
    ranking = rank(program.rules, round_, assessments, partial(evaluate_condition, program))
    found = (*data.found, *past.found)
    if round_ is Round.SELF or not task.previous:
        return Scored(loaded, ranking, found)
    told("So với các năm trước", 0, 0)
    years = past.years or _scored_before(past.figures, program.rules)
    ranking = with_history(ranking, years)
    return Scored(loaded, ranking, (*found, *not_compared(ranking, years)))


def _read(
    task: Task,
    rules: "RuleSet",
    figures: "Sequence[str]",
    told: "Watch",
    executor: "Executor | None",
) -> Data:
    """Read one file, or many by all cores."""
    if not is_many(task.names):
        return read_data(
            task.names[0],
            rules,
            task.units,
            figures,
            round_=task.round,
            accept_declared=task.accept_declared,
        )
    from cchc_rules.engine.gathering import gather
    from cchc_rules.engine.many import Examination
    from cchc_rules.engine.validating import Options

    roster, found = read_roster(task.units, rules) if task.units else (None, ())
    if task.units and roster is None:
        return Data((), None, found)
    options = Options(
        rules=task.rules,
        year=task.year,
        units=task.units,
        round=task.round,
        close=task.close,
        accept_declared=task.accept_declared,
    )
    examination = Examination(task.names, options, task.besides, executor)
    data = gather(examination, rules, options, roster, told)
    return with_earlier(replace(data, found=(*found, *data.found)), rules, figures)


def _scored_before(figures: "Sequence[str]", rules: "RuleSet") -> "tuple[Year, ...]":
    """Score the figures of the year before by the rule set of that year, if it is known."""
    wanted = fold_title(rules.code), rules.year - 1
    shelf = [one for one in shelved() if (fold_title(one.code), one.year) == wanted]
    earlier = load_rules(str(shelf[0].path), only_errors=True).usable if len(shelf) == 1 else None
    if earlier is None:
        return ()
    program = program_of(earlier)
    facts = [one for name in figures for one in read_data(name, earlier).facts]
    if not facts:
        return ()
    assessments = _assessed(program, facts, Round.APPRAISED, _nobody, close=True)
    decide = partial(evaluate_condition, program)
    return (year_of(rank(earlier, Round.APPRAISED, assessments, decide)),)


def _assessed(
    program: "Program", facts: "Sequence[Facts]", round_: Round, told: "Watch", *, close: bool
) -> "Sequence[Assessment]":
    """Return all units of the round, each compared with its group and scored when looked at."""
    peers = peer_values(program, facts, round_, close=close)
    assess = program.totals if len(facts) >= MANY else program.assess

    def make(number: int) -> "Assessment":
        one = facts[number]
        return assess(one, round_, close=close, peers=peers[one.unit.kind])

    return _Watched(len(facts), make, told)


class _Watched(Made["Assessment"]):
    """Assessments; whoever goes through all of them is watched."""

    def __init__(self, count: int, make: "Callable[[int], Assessment]", told: "Watch") -> None:
        super().__init__(count, make)
        self._told = told

    def __iter__(self) -> "Iterator[Assessment]":
        for number in range(len(self)):
            if number % _EVERY == 0:
                self._told("Chấm điểm", number, len(self))
            yield self[number]


def _nobody(_: str, __: int, ___: int) -> None:
    """Tell nobody."""
