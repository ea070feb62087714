"""Results in, the small JSON documents of the commands out; numbers are decimal strings."""

import json
from collections import Counter
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Severity
from cchc_rules.report.findings import json_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.model import RuleSet


def compact(value: object) -> str:
    """Write JSON on one line, Vietnamese letters as they are."""
    return json.dumps(value, ensure_ascii=False)


def rules_json(rules: "RuleSet | None") -> dict[str, object] | None:
    """Return which rules were used: {"code", "year", "sha256"}."""
    if rules is None:
        return None
    return {"code": rules.code, "year": rules.year, "sha256": rules.sha256}


def checked_json(
    name: str, rules: "RuleSet | None", found: "Sequence[Diagnostic]"
) -> dict[str, object]:
    """Return one file of `check --json`."""
    counts = Counter(one.severity for one in found)
    return {
        "file": name,
        "rules": rules_json(rules),
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "diagnostics": [json_of(one) for one in found],
    }
