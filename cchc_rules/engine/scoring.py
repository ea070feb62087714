"""What to score in; the units scored and ranked, with every finding on the way, out."""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic, has_errors
from cchc_rules.engine.data import read_data
from cchc_rules.engine.programs import program_of
from cchc_rules.engine.rules import Loaded, load_rules
from cchc_rules.evaluation import evaluate_condition, peer_values
from cchc_rules.evaluation.program import MANY
from cchc_rules.facts import Round
from cchc_rules.ranking import rank

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.evaluation import Program
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.facts import Facts
    from cchc_rules.ranking.results import Ranking

    Watch = Callable[[str, int, int], None]
    """Told what is being done, how much of it is done, and how much there is."""

_EVERY = 64


@dataclass(frozen=True, slots=True)
class Task:
    """The figures `data` of a table workbook or JSON, scored by `rules` (a path or `MÃ@NĂM`).

    `round` None: what the file says, else the appraised round. `close`: the round is closed, a
    blank is no longer awaited. `accept_declared`: declared figures count as appraised ones.
    """

    data: str
    rules: str
    year: int | None = None
    round: Round | None = None
    units: str | None = None
    previous: str | None = None
    close: bool = False
    accept_declared: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of a task; `ranking` None: rules or figures cannot be used, findings say why."""

    loaded: Loaded
    ranking: "Ranking | None" = None
    found: tuple[Diagnostic, ...] = field(default=())
    """What was found in the figures; what was found in the rules stands in `loaded`."""


def score(task: Task, watch: "Watch | None" = None) -> Scored:
    """Read, score and rank everything that the task names."""
    told: Watch = watch or _nobody
    told("Đọc bộ luật", 0, 0)
    loaded = load_rules(task.rules, task.year, only_errors=True)
    if loaded.usable is None:
        return Scored(loaded)
    told("Đọc số liệu", 0, 0)
    data = read_data(task.data, loaded.usable, task.units, task.previous)
    if not data.facts and has_errors(data.found):
        return Scored(loaded, found=data.found)
    round_ = task.round or data.round or Round.APPRAISED
    if data.round is Round.SELF and round_ is Round.APPRAISED and not task.accept_declared:
        return Scored(loaded, found=(*data.found, _only_declared(task.data)))
    program = program_of(loaded.usable)
    assessments = _assess(program, data.facts, round_, task, told)
    told("Xếp hạng", 0, 0)
    ranking = rank(program.rules, round_, assessments, partial(evaluate_condition, program))
    return Scored(loaded, ranking, data.found)


def _assess(
    program: "Program", facts: "Sequence[Facts]", round_: Round, task: Task, told: "Watch"
) -> "list[Assessment]":
    """Score all units of the round together, each compared with its group."""
    peers = peer_values(program, facts, round_, close=task.close)
    assess = program.totals if len(facts) >= MANY else program.assess
    assessments = []
    for number, one in enumerate(facts):
        if number % _EVERY == 0:
            told("Chấm điểm", number, len(facts))
        kind = one.unit.kind
        assessments.append(assess(one, round_, close=task.close, peers=peers[kind]))
    return assessments


def _nobody(_: str, __: int, ___: int) -> None:
    """Tell nobody."""


def _only_declared(name: str) -> Diagnostic:
    message = "Tệp này ghi là số liệu tự khai, chưa có số liệu thẩm định."
    remedy = "Chấm vòng tự chấm (--round tu-cham), hoặc thêm --accept-declared để lấy số tự khai."
    return Diagnostic("E563", Cell(name), message, remedy)
