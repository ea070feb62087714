"""A host's cells in, a host's cells out: the functions of CCHC in cells, the same in every host.

`FUNCTIONS` is the one registry: each host is an adapter that is made from it or calls it.
"""

from cchc_rules.functions.cells import (
    BLANK,
    Blank,
    CellIn,
    CellOut,
    ErrorCell,
    GridIn,
    GridOut,
    HostError,
    Number,
    Text,
)
from cchc_rules.functions.registry import FUNCTIONS, Argument, Function

__all__ = [
    "BLANK",
    "FUNCTIONS",
    "Argument",
    "Blank",
    "CellIn",
    "CellOut",
    "ErrorCell",
    "Function",
    "GridIn",
    "GridOut",
    "HostError",
    "Number",
    "Text",
]
