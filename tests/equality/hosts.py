"""The hosts by name, each a module with `missing` and `answers`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from tests.equality.cases import differences

if TYPE_CHECKING:
    from tests.equality.cases import Cases, Difference, Grid

MODULES = {
    "plain": "tests.equality.plain",
    "cli": "tests.equality.cli",
    "classic": "tests.equality.classic",
    "server": "tests.server.equality",
    "lite": "tests.lite.equality",
    "calc": "tests.equality.calc",
}


class Host(Protocol):
    """What answers formulas."""

    def missing(self) -> str:
        """Return why it cannot be asked here; empty: it can."""

    def answers(self, cases: Cases) -> list[Grid]:
        """Return what each formula gives."""


def host(name: str) -> Host:
    """Return a host."""
    found: Host = import_module(MODULES[name])
    return found


def compare(name: str, cases: Cases) -> list[Difference]:
    """Ask a host and return where it differs; its module may say what it cannot show."""
    asked = host(name)
    return differences(cases, asked.answers(cases), getattr(asked, "limited", None))


def there_is(name: str) -> bool:
    """Say whether this checkout has such a host at all."""
    package, _, _ = MODULES[name].rpartition(".")
    return find_spec(package) is not None and find_spec(MODULES[name]) is not None
