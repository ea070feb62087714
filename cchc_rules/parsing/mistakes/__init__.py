"""A line that the grammar rejects in; what its writer meant and a kind sentence out.

Each slip is a plain function: it looks at where the line stopped making sense and offers lines
without the slip. The first offer that makes the line whole, and lets it stand where it stands, is
what was meant; one slip is one finding. What no slip explains is said as it is, and the line is
lost: nothing that depends on it is told.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.parsing.build import Misread
from cchc_rules.parsing.grammar import Rejected, at_start, parse_line
from cchc_rules.parsing.mistakes.stop import Repair, Stop
from cchc_rules.parsing.names import DECLARING, name_words
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.parsing.lexer import Lexeme
    from cchc_rules.parsing.names import Names
    from cchc_rules.parsing.standing import Standing
    from cchc_rules.syntax import Line

MOST_SLIPS = 3
"""In one line; a line with more is not understood."""
MOST_LEXEMES = 80
"""Longer lines are not searched for slips."""
MOST_BRANCHES = 4
MOST_TRIED = 300_000
"""Lexemes for one file: a file of garbage must not take minutes."""


@record()
class Reading:
    """What became of a line: its nodes (two if two lines were written as one), none if lost.

    `guess` is the line as it was probably meant, where that is not sure enough to score with.
    """

    nodes: tuple[Line, ...]
    found: tuple[Diagnostic, ...] = ()
    guess: Line | None = None


@record()
class _Way:
    """The slips that lead from a line to one that makes sense; `node` is None if none does."""

    repairs: tuple[Repair, ...] = ()
    node: Line | None = None

    @property
    def sure(self) -> bool:
        return self.node is not None and all(repair.sure for repair in self.repairs)


@record(frozen=False)
class Reader:
    """Reads the lines of one file."""

    names: Names
    raw: Sequence[str]
    _tried: int = 0
    _last: tuple[list[Lexeme], Line | Rejected | Misread] | None = None

    def read(self, lexemes: list[Lexeme], standing: Standing) -> Reading:
        """Recognise a line, mending what can be mended."""
        result = self._parsed(lexemes)
        if not isinstance(result, Rejected | Misread) and not self._doubts(
            result, lexemes, standing
        ):
            return Reading((result,))
        lexemes = self._renamed(lexemes)
        way = self._way(lexemes, standing, MOST_SLIPS)
        if way is None:
            return _unexplained(lexemes)
        found = tuple(repair.finding for repair in way.repairs if not repair.told)
        rest = tuple(line for repair in way.repairs for line in _rest(repair))
        if way.sure and way.node is not None:
            return Reading((way.node, *rest), found)
        return Reading(rest, found, way.node)

    def is_line(self, lexemes: list[Lexeme], standing: Standing) -> bool:
        """Say whether a line makes sense as it is."""
        result = parse_line(self._renamed(lexemes))
        return not isinstance(result, Rejected | Misread) and standing.fits(result)

    def is_half(self, lexemes: list[Lexeme]) -> bool:
        """Say whether a line makes no sense whatever it stands under."""
        if not isinstance(self._parsed(lexemes), Rejected):
            return False
        return isinstance(parse_line(self._renamed(lexemes)), Rejected)

    def _parsed(self, lexemes: list[Lexeme]) -> Line | Rejected | Misread:
        """Recognise a line as it is; it is asked for twice in a row."""
        if self._last is None or self._last[0] is not lexemes:
            self._last = lexemes, parse_line(lexemes)
        return self._last[1]

    def _doubts(self, line: Line, lexemes: list[Lexeme], standing: Standing) -> bool:
        return _is_doubtful(line, standing) or self.names.in_pieces(lexemes, self.raw)

    def _renamed(self, lexemes: list[Lexeme]) -> list[Lexeme]:
        """Read names that cannot be names as they were declared: that was told there."""
        declared = len(name_words(lexemes)) if lexemes[0].type in DECLARING else -2
        while isinstance(result := parse_line(lexemes), Rejected):
            if result.index <= declared + 1:
                break
            start, end, name = self.names.misnamed_at(lexemes, result.index)
            if not name:
                break
            new = lexemes[start]._replace(type="NAME", text=name, end=lexemes[end - 1].end)
            lexemes = [*lexemes[:start], new, *lexemes[end:]]
        return lexemes

    def _way(self, lexemes: list[Lexeme], standing: Standing, most: int) -> _Way | None:
        """Return the way of the fewest slips, None if there is none of at most `most`."""
        result = parse_line(lexemes)
        if isinstance(result, Misread):
            return self._reread(result, lexemes, standing, most)
        if not isinstance(result, Rejected):
            if not self._doubts(result, lexemes, standing):
                return _Way((), result)
            result = at_start()
        if most == 0 or len(lexemes) > MOST_LEXEMES:
            return None
        stop = Stop(lexemes, result, self.names, standing, self.raw)
        return self._first_way(stop, most)

    def _first_way(self, stop: Stop, most: int) -> _Way | None:
        # Imported here: most files are sound, and the slips take a while to load.
        from cchc_rules.parsing.mistakes.slips import SEVERAL, offers, opening_words

        astray: _Way | None = None
        further: list[tuple[int, Repair]] = []
        left = _left(stop.lexemes, stop.index)
        alone = most == MOST_SLIPS
        for slip, repair in offers(stop, alone=alone):
            if self._tried >= MOST_TRIED:
                break
            self._tried += len(repair.lexemes)
            again = parse_line(repair.lexemes)
            if isinstance(again, Rejected):
                still = _left(repair.lexemes, again.index)
                if slip in SEVERAL and repair.sure and still < left:
                    further.append((still, repair))
            elif isinstance(again, Misread):
                further += [(0, repair)] if slip in SEVERAL else []
            elif stop.standing.fits(again) and not self._doubts(
                again, repair.lexemes, stop.standing
            ):
                return _Way((repair,), again)
            elif slip is opening_words:
                astray = astray or _Way((repair,), again)
        for _, repair in sorted(further, key=itemgetter(0))[:MOST_BRANCHES]:
            way = self._way(repair.lexemes, stop.standing, most - 1)
            if way is not None:
                return _Way((repair, *way.repairs), way.node)
        return astray

    def _reread(
        self, wrong: Misread, lexemes: list[Lexeme], standing: Standing, most: int
    ) -> _Way | None:
        found = wrong.finding
        repair = Repair(found.code, wrong.at, found.message, found.remedy, lexemes)
        if wrong.meant is None:
            return _Way((repair,), None)
        meant = [wrong.meant if x is wrong.at else x for x in lexemes]
        way = self._way(meant, standing, most)
        return way and _Way((repair, *way.repairs), way.node)


def _left(lexemes: list[Lexeme], index: int) -> int:
    """Return how much of a line is not understood; a text without its end has words too."""
    swallowed = [x for x in lexemes[index:] if x.type == "OPEN_TEXT"]
    return len(lexemes) - index + sum(len(x.text.split()) for x in swallowed)


def _rest(repair: Repair) -> Iterator[Line]:
    """Yield the second line that a slip found behind the first."""
    if repair.rest:
        result = parse_line(list(repair.rest))
        if not isinstance(result, Rejected | Misread):
            yield result


def _unexplained(lexemes: list[Lexeme]) -> Reading:
    result = parse_line(lexemes)
    if isinstance(result, Rejected):
        from cchc_rules.parsing.mistakes.unknown import not_understood

        return Reading((), (not_understood(lexemes, result),))
    return Reading(()) if isinstance(result, Misread) else Reading((result,))


def _is_doubtful(line: Line, standing: Standing) -> bool:
    """Say whether a line was read as something that cannot stand here, and so probably is not.

    `hạng: 1` is a row of weights to the grammar, `a = 1` a figure of a KIỂM THỬ.
    """
    match line:
        case s.TableHead(s.Text()):
            return True
        case s.Entry() | s.Given() | s.Row(s.Text()):
            return not standing.fits(line)
    return False
