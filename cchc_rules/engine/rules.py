"""A path or `MÃ@NĂM` in, the bound and checked rule set out, with every finding on the way."""

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.binding import load
from cchc_rules.checks import check
from cchc_rules.diagnostics import Severity, bounded, has_errors, in_order, without_followers
from cchc_rules.engine.library import find, is_reference, trusted_folder
from cchc_rules.records import field, record, replace
from cchc_rules.source import read_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.model import RuleSet
    from cchc_rules.source import Source
    from cchc_rules.syntax import RuleFile


@record()
class Loaded:
    """What became of one rule file; `lines` has the text of each file that findings may name.

    `rules` may be partial where there are errors; `usable` is None then.
    """

    name: str
    found: "tuple[Diagnostic, ...]"
    rules: "RuleSet | None" = None
    file: "RuleFile | None" = None
    source: "Source | None" = None
    lines: "Mapping[str, Sequence[str]]" = field(default_factory=dict)

    @property
    def usable(self) -> "RuleSet | None":
        """Return the rule set if nothing was found that stops scoring."""
        return None if has_errors(self.found) else self.rules


def load_rules(name: str, year: int | None = None, *, only_errors: bool = False) -> Loaded:
    """Read, bind and check the rule set `name`, a path or `MÃ@NĂM`, for its year or `year`.

    `only_errors` is for scoring: what a warning says is for those who write rules.
    """
    path, missing = find(name) if is_reference(name) else (Path(name), ())
    source, unread = read_source(path) if path else (None, ())
    if path is None or source is None:
        return Loaded(name, (*missing, *unread))
    loaded = load(source, year=year, root=_root(path))
    everything = [*loaded.diagnostics, *_checked(loaded.rules, only_errors=only_errors)]
    found = bounded(in_order(without_followers(everything)), source.file)
    return Loaded(
        name=name,
        found=tuple(one for one in found if not only_errors or one.severity is Severity.ERROR),
        rules=loaded.rules,
        file=loaded.file,
        source=source,
        lines={one.file: one.lines for one in loaded.sources},
    )


def _checked(rules: "RuleSet | None", *, only_errors: bool) -> "tuple[Diagnostic, ...]":
    if rules is None:
        return ()
    # No error depends on the examples, and running them takes longer than all other checks.
    return check(replace(rules, scenarios=()) if only_errors else rules)


def _root(path: Path) -> Path | None:
    """Return the trusted folder for the files inside it: they may import from all of it."""
    trusted = trusted_folder().resolve()
    return trusted if path.resolve().is_relative_to(trusted) else None
