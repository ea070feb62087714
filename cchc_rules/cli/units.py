"""A name as somebody types it in, the one ranked unit that is meant out."""

from typing import TYPE_CHECKING

from cchc_rules.cli.arguments import UsageError
from cchc_rules.facts.names import Match, NameIndex
from cchc_rules.text import nearest

if TYPE_CHECKING:
    from cchc_rules.ranking.results import RankedUnit, Ranking


def pick_unit(ranking: "Ranking", name: str) -> "RankedUnit":
    """Return the unit that is meant; none, or several, is wrong usage."""
    names = [unit.name for unit in ranking.units]
    found = NameIndex(names).find(name)
    if isinstance(found, Match):
        return ranking.units[found.index]
    if found.candidates:
        raise UsageError(f"“{name}” có thể là: {', '.join(found.candidates)}. Hãy ghi rõ hơn.")
    meant = nearest(name, names)
    hint = f" Có phải “{meant}”?" if meant else ""
    raise UsageError(f"Không có đơn vị “{name}” trong số liệu.{hint}")
