"""What was scored and what is wished for in, the files that hold the results out."""

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.engine.folders import RESULT
from cchc_rules.records import record

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.engine.scoring import Scored, Watch


@record()
class Wish:
    """Where results go: into a file `output`, into the forms, or beside the forms of `names`."""

    names: tuple[str, ...]
    output: str = ""
    into_forms: bool = False
    beside: bool = True
    accept_declared: bool = False
    units: str | None = None


@record()
class Saved:
    """The files that were written, and what prevented others."""

    files: tuple[str, ...] = ()
    found: "tuple[Diagnostic, ...]" = ()


SAVED_NOTHING = Saved()


def save_results(
    scored: "Scored",
    wish: Wish,
    watch: "Watch | None" = None,
    executor: "Executor | None" = None,
) -> Saved:
    """Save the results of a ranking; those of a table are saved where the wish says so only."""
    ranking = scored.ranking
    if ranking is None or not ranking.units:
        return SAVED_NOTHING
    files: list[str] = []
    found: list[Diagnostic] = []
    if wish.into_forms:
        from cchc_rules.engine.validating import Options
        from cchc_rules.engine.writeback import write_back

        options = Options(
            rules=scored.loaded.name,
            year=ranking.rules.year,
            units=wish.units,
            accept_declared=wish.accept_declared,
        )
        back = write_back(ranking, options, watch, executor)
        files, found = [*back.files], [*back.found]
    name = wish.output or (_beside(scored, wish) if not wish.into_forms else "")
    if name:
        from cchc_rules.engine.books import save_ranking

        failed = save_ranking(ranking, (*scored.loaded.found, *scored.found), name)
        found += failed
        files += [] if failed else [name]
    return Saved(tuple(files), tuple(found))


def _beside(scored: "Scored", wish: Wish) -> str:
    """Return the file beside the form or the folder that was named; "": it is not ours to say."""
    if not wish.beside or len(wish.names) != 1 or scored.ranking is None:
        return ""
    from cchc_rules.engine.writeback import form_of

    if not all(form_of(unit.assessment.facts) for unit in scored.ranking.units):
        return ""
    path = Path(wish.names[0])
    folder = path.resolve() if path.is_dir() else path
    return str(folder.with_name(f"{folder.name if path.is_dir() else folder.stem}{RESULT}.xlsx"))
