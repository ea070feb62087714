"""A ranking in, the JSON of `rank --json` and `score --json` out, unit by unit.

{"rules": {"code", "year", "sha256"}, "round": "self" | "appraised", "units": [unit …],
 "summary": [cohort …], "diagnostics": [finding …]}

unit of `rank`: {"name", "kind", "total", "percent", "rank", "class", "status", "ranked",
"groups": [{"code", "score", "maximum", "percent"}],
"leaves": [{"code", "score", "maximum", "status"}]}; `score` has neither rank, class nor ranked.
Numbers are decimal strings, published once; percents are 84.58 for 84,58 %. Where something is
open it is null, and `total_range`, `percent_range`, `score_range`, `maximum_range` ([low, high], an
end that nothing bounds is null), `rank_range` ([best, worst]) or `classes` stand beside it.
`ranked` null: not known yet. What does not apply has a null score.

With `--previous` a unit of `rank` has "previous": {"year", "total", "percent", "rank", "class"},
"change": {"total", "percent", "rank"} (published now minus published then; `rank` is by how many
places it rose), both null where it was not ranked then, and "runs": [{"what": "first" | "last" |
"bottom" | "out_of_bottom" | "class", "class", "since", "years", "since_known"}] of 2 years or more.

cohort: {"kind" (null: all), "units", "ranked", "not_scored", "mean_percent",
"fields": [{"code", "title", "mean_percent"}], "highest_fields": [code …],
"lowest_fields": [code …], "classes": [{"name", "sure", "possible"}],
"distances": [{"name", "to_next_rank", "to_next_class": {"name", "points"} | null,
"lowest_in": [code …]}]}.
"""

from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import LeafStatus
from cchc_rules.model import Level
from cchc_rules.numeric import plain
from cchc_rules.report.documents import compact, rules_json
from cchc_rules.report.findings import json_of
from cchc_rules.report.numbers import ends_json, exact_json, span_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.evaluation.results import GroupScore, LeafScore
    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.history import History
    from cchc_rules.ranking.results import Cohort, Places, RankedUnit, Ranking


def document(
    rules: "RuleSet | None",
    ranking: "Ranking | None",
    found: "Sequence[Diagnostic]",
    *,
    places: bool,
) -> "Iterator[str]":
    """Yield the whole document, a line for each unit; `places` is what `rank` adds to `score`.

    Without a ranking (the rules cannot be used) the units are empty and the findings say why.
    """
    units = ranking.units if ranking else ()
    yield f'{{"rules": {compact(rules_json(rules))},\n'
    yield f' "round": {compact(ranking.round.value if ranking else None)},\n "units": ['
    for number, unit in enumerate(units):
        yield (",\n  " if number else "\n  ") + compact(unit_json(unit, places=places))
    yield '],\n "summary": ['
    if ranking is not None:
        yield from _summary(ranking)
    yield "],\n"
    yield f' "diagnostics": {compact([json_of(one) for one in found])}}}\n'


def _summary(ranking: "Ranking") -> "Iterator[str]":
    for number, cohort in enumerate(ranking.cohorts):
        yield ", " if number else ""
        yield from _cohort_pieces(ranking.units, cohort, ranking.rules.digits)


def unit_json(unit: "RankedUnit", *, places: bool) -> dict[str, object]:
    """Return one unit."""
    own = unit.assessment
    digits = own.rules.digits
    return {
        "name": own.facts.unit.name,
        "kind": own.facts.unit.kind,
        **span_json("total", own.total, digits),
        **_percent_json(unit, digits),
        **(_standing_json(unit.places, unit.classes) if places else {}),
        "status": own.status.value,
        **({"ranked": own.ranked} if places else {}),
        **(_history_json(unit.history, digits) if places and unit.history is not None else {}),
        "groups": [
            _group_json(score, digits)
            for score in own.groups
            if score.group.level is not Level.ROOT
        ],
        "leaves": [_leaf_json(score, digits) for score in own.leaves],
    }


def _percent_json(unit: "RankedUnit", digits: int) -> dict[str, object]:
    """Return the published percent; it is open where the total is."""
    if unit.percent is None:
        return {"percent": None}
    low, high = unit.percent.low, unit.percent.high
    if unit.known:
        return {"percent": f"{low:f}"}
    return {"percent": None, "percent_range": ends_json(low, high, digits)}


def _standing_json(places: "Places | None", classes: tuple[str, ...]) -> dict[str, object]:
    found: dict[str, object] = {"rank": None}
    if places is not None and places.known:
        found["rank"] = places.best
    elif places is not None:
        found["rank_range"] = [places.best, places.worst]
    found["class"] = classes[0] if len(classes) == 1 else None
    if len(classes) > 1:
        found["classes"] = list(classes)
    return found


def _history_json(history: "History", digits: int) -> dict[str, object]:
    change = history.change
    runs = [
        {
            "what": run.kind.value,
            "class": run.name or None,
            "since": run.since,
            "years": run.years,
            "since_known": run.since_known,
        }
        for run in history.runs
    ]
    if change is None:
        return {"previous": None, "change": None, "runs": runs}
    before, rise = change.before, change.rise
    previous = {
        "year": change.year,
        **span_json("total", before.total, digits),
        **span_json("percent", before.percent, digits),
        **_standing_json(before.places, before.classes),
    }
    changed = {
        **span_json("total", change.total, digits),
        **span_json("percent", change.percent, digits),
        "rank": rise[0] if rise is not None and rise[0] == rise[1] else None,
        **({"rank_range": list(rise)} if rise is not None and rise[0] != rise[1] else {}),
    }
    return {"previous": previous, "change": changed, "runs": runs}


def _group_json(score: "GroupScore", digits: int) -> dict[str, object]:
    return {
        "code": score.group.code,
        **span_json("score", score.score if score.share else None, digits),
        **exact_json("maximum", score.maximum),
        **span_json("percent", score.share, digits, percent=True),
    }


def _leaf_json(score: "LeafScore", digits: int) -> dict[str, object]:
    applies = score.status is not LeafStatus.NOT_APPLICABLE or score.maximum
    return {
        "code": score.leaf.code,
        **span_json("score", score.score if applies else None, digits),
        "maximum": plain(score.maximum),
        "status": score.status.value,
    }


def _cohort_pieces(units: "Sequence[RankedUnit]", cohort: "Cohort", digits: int) -> "Iterator[str]":
    """Yield the summary of a cohort, a piece for each unit."""
    about = {
        "kind": cohort.kind or None,
        "units": cohort.units,
        "ranked": cohort.ranked,
        "not_scored": cohort.not_scored,
        **span_json("mean_percent", cohort.mean, digits),
        "fields": [
            {"code": one.code, "title": one.title, **span_json("mean_percent", one.mean, digits)}
            for one in cohort.fields
        ],
        "highest_fields": list(cohort.highest),
        "lowest_fields": list(cohort.lowest),
        "classes": [
            {"name": count.name, "sure": count.sure, "possible": count.possible}
            for count in cohort.classes
        ],
    }
    yield compact(about).removesuffix("}") + ', "distances": ['
    between = ""
    for unit in units:
        if cohort.kind in {"", unit.kind}:
            yield between + compact(_distance_json(unit))
            between = ", "
    yield "]}"


def _distance_json(unit: "RankedUnit") -> dict[str, object]:
    above = unit.to_next_class
    return {
        "name": unit.name,
        "to_next_rank": None if unit.to_next_rank is None else plain(unit.to_next_rank),
        "to_next_class": above and {"name": above.name, "points": f"{above.points:f}"},
        "lowest_in": list(unit.lowest_in),
    }
