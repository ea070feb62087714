"""A rule file in, the bound rule set out: names resolved, the year fixed, types checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import model as m
from cchc_rules import syntax as s
from cchc_rules.binding.codes import check_codes
from cchc_rules.binding.figures import constraints, declare
from cchc_rules.binding.header import (
    Header,
    check_required,
    classifications,
    first_pass,
    guessed_year,
    total_of,
    unranked,
)
from cchc_rules.binding.imports import gather
from cchc_rules.binding.mentions import mentioned
from cchc_rules.binding.outline import outline
from cchc_rules.binding.scenarios import bind_scenario
from cchc_rules.binding.scope import Scope
from cchc_rules.binding.tree import bind_tree, bind_weights
from cchc_rules.diagnostics import Span, bounded, has_errors, in_order, without_followers
from cchc_rules.headings import marked_with
from cchc_rules.parsing import parse
from cchc_rules.records import record
from cchc_rules.source import Source, digest
from cchc_rules.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cchc_rules.diagnostics import Diagnostic

__all__ = ["Loaded", "bind", "load"]


@record()
class Loaded:
    """A rule file with what was found in it; `rules` may be partial where there are errors."""

    file: s.RuleFile
    rules: m.RuleSet | None
    sources: tuple[Source, ...]
    """The imported sources and, last, the file itself: what the hash covers."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def usable(self) -> m.RuleSet | None:
        """Return the rule set if it may be scored with."""
        return None if has_errors(self.diagnostics) else self.rules


def load(source: Source, *, year: int | None = None, root: Path | None = None) -> Loaded:
    """Parse a source, read what it imports (below `root`, else its own folder) and bind it."""
    file, mistakes = parse(source)
    imports = gather(file, source.path, root)
    sources = (*imports.sources, source)
    rules, found = bind(
        file,
        year=year,
        imported=tuple(imports.blocks),
        missing_names=imports.failed,
        sha256=digest(list(sources)),
    )
    told = without_followers([*mistakes, *imports.found, *found])
    everything = bounded(in_order(told), file.file)
    return Loaded(file, rules, sources, everything)


def bind(
    file: s.RuleFile,
    *,
    year: int | None = None,
    imported: tuple[s.Block, ...] = (),
    missing_names: bool = False,
    sha256: str = "",
) -> tuple[m.RuleSet | None, tuple[Diagnostic, ...]]:
    """Bind a parsed file; `year` overrides its own. Errors leave a partial rule set.

    `missing_names`: an import failed, so that unknown names are not told.
    """
    if not file.blocks:
        return None, ()
    scope = Scope(0, ())
    block = _rule_set_block(file, scope)
    if block is None or not isinstance(block.head, s.RuleSetHead):
        return None, tuple(scope.findings)
    header = first_pass(block, block.head, scope)
    scope.year = year or header.year or guessed_year(file.blocks)
    scope.year_guessed = not (year or header.year)
    scope.year_place = header.lines[s.Year].place if s.Year in header.lines else None
    scope.kinds = header.kinds
    for kind in header.kinds if s.Kinds in header.lines else ():
        scope.unknowns.declare(("loại", fold_name(kind)), kind, header.lines[s.Kinds].place)
    rules = _bind(file, header, imported, scope, sha256)
    found = [f for f in scope.findings if not (missing_names and f.code == "E202")]
    return rules, in_order(found)


def _rule_set_block(file: s.RuleFile, scope: Scope) -> s.Block | None:
    blocks = [block for block in file.blocks if isinstance(block.head, s.RuleSetHead)]
    for extra in blocks[1:]:
        message = "Một tệp chỉ có một BỘ CHỈ SỐ."
        scope.tell("E201", extra.head.place, message, "Tách sang tệp khác.")
    if not blocks and not any(isinstance(block.head, s.LostHead) for block in file.blocks):
        message = "Tệp này chưa có dòng BỘ CHỈ SỐ."
        remedy = 'Thêm dòng đầu: BỘ CHỈ SỐ CCHC-XA "Tên bộ chỉ số"'
        scope.tell("E230", Span(file.file, 1), message, remedy)
    if not blocks:
        return None
    return s.Block(blocks[0].head, tuple(line for block in blocks for line in block.members))


def _bind(
    file: s.RuleFile, header: Header, imported: tuple[s.Block, ...], scope: Scope, sha256: str
) -> m.RuleSet:
    check_required(header, scope)
    total = total_of(header, scope)
    everything = (*imported, *file.blocks)
    declare(everything, scope)
    if header.lost & {"", "WEIGHTS"} or s.Total not in header.lines:
        scope.incomplete.add("")
    made = outline(file.blocks)
    check_codes(made, scope)
    children = bind_tree(made.root, scope)
    codes = frozenset(made.by_code)
    _check_tiebreaks(header.ranking, codes, scope)
    kinds, conditions = unranked(header.block, codes, scope)
    classes, lowerings = classifications(header.block, codes, scope)
    root = m.Group(
        m.Level.ROOT,
        "",
        header.head.title,
        total,
        children,
        header.head.place,
        weights=_root_weights(header.block, scope),
    )
    period = header.lines.get(s.Period)
    spoken_of = mentioned(everything)
    for key in spoken_of:
        scope.unknowns.found(("tên", key))
    return m.RuleSet(
        header.head.code,
        header.head.title,
        scope.year,
        header.kinds,
        root,
        header.digits,
        header.round_each,
        header.rebase,
        header.ranking,
        scope.items,
        scope.computed,
        scope.parameters,
        constraints(everything, scope),
        header.head.place,
        header.basis,
        (period.start, period.end) if isinstance(period, s.Period) else None,
        kinds,
        conditions,
        classes,
        lowerings,
        _scenarios(file, header.year or scope.year, _markable(codes, root), scope),
        sha256,
        frozenset(scope.incomplete),
        spoken_of | scope.spoken_of,
    )


def _check_tiebreaks(ranking: m.RankingRule, codes: frozenset[str], scope: Scope) -> None:
    for code in ranking.tiebreaks:
        if code not in codes and ranking.place is not None:
            remedy = "Sau “xét thêm” ghi mã của một phần, lĩnh vực hoặc tiêu chí có trong tệp."
            scope.unknown_code(code, ranking.place, remedy)


def _root_weights(block: s.Block, scope: Scope) -> tuple[m.Weights, ...]:
    gathered: list[tuple[s.WeightsHead, list[s.Entry]]] = []
    for line in block.members:
        if isinstance(line, s.WeightsHead):
            gathered.append((line, []))
        elif isinstance(line, s.Entry) and gathered:
            gathered[-1][1].append(line)
    return bind_weights(gathered, "", scope)


def _markable(codes: frozenset[str], root: m.Group) -> dict[str, bool]:
    """Say of each code whether a unit may mark it; what was lost is taken to allow it."""
    leaves = marked_with(root)
    return {code: bool(leaves.get(code, (code,))) for code in codes}


def _scenarios(
    file: s.RuleFile, own_year: int, codes: Mapping[str, bool], scope: Scope
) -> tuple[m.Scenario, ...]:
    bound = (
        bind_scenario(block, block.head, own_year, codes, scope)
        for block in file.blocks
        if isinstance(block.head, s.ScenarioHead)
    )
    return tuple(scenario for scenario in bound if scenario is not None)
