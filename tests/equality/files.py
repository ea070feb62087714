"""Files that are not in the repository in, their cases out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.facts import Round
from tests.equality.cases import Cases, cases_in
from tests.equality.facts import units_of
from tests.equality.making import cases_of, usable

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_files(names: Sequence[str]) -> Cases:
    """Return the cases of files.

    A JSON of cases is taken as it is. A rule file is filled at random, or with the facts that stand
    behind it: the command line then says what is wanted.
    """
    cases = Cases()
    rules = ""
    facts: dict[str, list[str]] = {}
    for name in names:
        loaded = json.loads(_text(name)) if name.casefold().endswith(".json") else None
        if loaded is None:
            rules, facts[name] = name, []
        elif isinstance(loaded, dict) and "calls" in loaded:
            cases.join(cases_in(loaded))
        else:
            assert rules, f"{name}: name the rule file before its facts"
            facts[rules].append(name)
    for rule_file, fact_files in facts.items():
        cases.join(_of_rules(rule_file, fact_files))
    return cases


def _of_rules(rule_file: str, fact_files: Sequence[str]) -> Cases:
    text = _text(rule_file)
    if not fact_files:
        return cases_of(rule_file, text)
    rules = usable(text)
    assert rules is not None, f"{rule_file}: the command line refuses this rule file"
    cases = Cases()
    for name in fact_files:
        loaded = json.loads(_text(name))
        told = loaded.get("round") if isinstance(loaded, dict) else None
        round_ = Round(told) if told else Round.APPRAISED
        cases.join(cases_of(f"{rule_file} · {name}", text, units_of(loaded, rules), round_))
    return cases


def _text(name: str) -> str:
    return Path(name).read_text(encoding="utf-8-sig")
