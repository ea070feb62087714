"""A bound rule set in, its program out: compiled once for each text and year."""

from collections import OrderedDict
from typing import TYPE_CHECKING

from cchc_rules.evaluation import Program, compile_rules

if TYPE_CHECKING:
    from cchc_rules.model import RuleSet

_MOST = 8
_compiled: OrderedDict[tuple[str, int, str], Program] = OrderedDict()


def program_of(rules: "RuleSet") -> Program:
    """Return the program of `rules`, as compiled before where the text is the same.

    The hash decides, not the path; the file's name is part of the key because traces show it.
    """
    key = rules.sha256, rules.year, rules.place.file
    if key not in _compiled:
        _compiled[key] = compile_rules(rules)
    _compiled.move_to_end(key)
    if len(_compiled) > _MOST:
        _compiled.popitem(last=False)
    return _compiled[key]
