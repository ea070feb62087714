"""What the grammar recognised in, nodes of the syntax out: one function per rule of cchc.lark."""

from types import SimpleNamespace

from cchc_rules.parsing.build import expressions, heads, members, scenarios
from cchc_rules.parsing.build.heads import level_of
from cchc_rules.parsing.build.parts import Misread

__all__ = ["BUILD", "Misread", "level_of"]

BUILD = SimpleNamespace(**expressions.build, **heads.build, **members.build, **scenarios.build)
