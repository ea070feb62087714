"""Which line may stand under which heading, and which rows below which opening line."""

from __future__ import annotations

from cchc_rules import syntax as s
from cchc_rules.model import Level
from cchc_rules.records import record

METHODS = (
    s.FullIf,
    s.PerItem,
    s.TableHead,
    s.CasesHead,
    s.DirectScore,
    s.SurveyHead,
    s.ChecklistHead,
    s.Council,
)
HEADS = (
    s.Import,
    s.RuleSetHead,
    s.ParameterHead,
    s.GroupHead,
    s.ScenarioHead,
    s.LostHead,
)
OWNERS: dict[type, tuple[type, ...]] = {
    s.ClassRow: (s.ClassHead,),
    s.Entry: (s.WeightsHead,),
    s.Row: (s.TableHead, s.CasesHead, s.SurveyHead),
    s.Bullet: (s.ChecklistHead,),
}
"""The line that must stand above a row of each sort."""

ANYWHERE = (s.DataItem, s.Computed, s.Constraint, s.LostLine)
RULE_SET_LINES = (
    s.Year,
    s.Basis,
    s.Kinds,
    s.Total,
    s.Period,
    s.Rounding,
    s.Rebase,
    s.Ranking,
    s.Unranked,
    s.UnrankedIf,
    s.ClassHead,
    s.ClassRow,
    s.Lower,
    s.WeightsHead,
    s.Entry,
    s.Guidance,
)
_GROUP_LINES = (
    s.Basis,
    s.Guidance,
    s.Evidence,
    s.ZeroIf,
    s.NotApplicableIf,
    s.OnlyFor,
    s.Flag,
    s.Rescale,
    s.WeightsHead,
    s.Entry,
    s.Adjust,
    s.Row,
    s.Bullet,
    *METHODS,
)
SCENARIO_LINES = (s.Given, s.GivenManual, s.GivenMark, s.Expected, s.Flag)


@record()
class Standing:
    """Where a line stands: under which head, and which line opened the rows that go on here."""

    head: s.Head | None = None
    opener: s.Line | None = None

    def fits(self, line: s.Line) -> bool:
        """Say whether a line can stand here."""
        if isinstance(line, HEADS):
            return True
        return self.under_head(line) and (not self.needs_opener(line) or self.opened(line))

    def under_head(self, line: s.Line) -> bool:
        """Say whether a line can stand under this head, whatever stands between."""
        if isinstance(line, s.LostLine):
            return True
        match self.head:
            case None | s.Import():
                return isinstance(line, ANYWHERE)
            case s.RuleSetHead():
                return isinstance(line, (*RULE_SET_LINES, *ANYWHERE))
            case s.ParameterHead():
                return isinstance(line, (s.Entry, *ANYWHERE))
            case s.GroupHead(level):
                if isinstance(line, s.Flag):
                    return _flag_fits(line.terminal, level)
                return isinstance(line, (*_GROUP_LINES, *ANYWHERE))
            case s.ScenarioHead():
                if isinstance(line, s.Flag):
                    return line.terminal == "CLOSED"
                return isinstance(line, SCENARIO_LINES)
            case s.LostHead():
                return True

    def needs_opener(self, line: s.Line) -> bool:
        """Say whether a line is a row that another line must have opened."""
        free = isinstance(self.head, s.ParameterHead | s.LostHead)
        return isinstance(line, tuple(OWNERS)) and not free

    def opened(self, line: s.Line) -> bool:
        """Say whether the line that opens rows of this sort stands above."""
        return isinstance(self.opener, (*OWNERS[type(line)], s.LostLine))


def _flag_fits(terminal: str, level: Level) -> bool:
    if terminal == "CAPPED_TOTAL":
        return level in {Level.BONUS, Level.PENALTY}
    return terminal != "CLOSED"
