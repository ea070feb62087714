"""Rule sets in, forms of them out, as bytes and as openpyxl reads them."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import openpyxl

from cchc_rules.bundled import folder
from cchc_rules.engine.pressing import Press
from cchc_rules.engine.rules import load_rules
from cchc_rules.facts import Unit
from cchc_rules.forms.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl import Workbook

    from cchc_rules.facts import Datum
    from cchc_rules.forms.layout import Layout
    from cchc_rules.model import RuleSet

COMMUNE, DISTRICT = "mau/2026/xa.cchc", "dien_bien/2020/huyen.cchc"


@cache
def press(name: str) -> Press:
    loaded = load_rules(str(folder("rules") / name), only_errors=True)
    assert loaded.usable is not None
    return Press(loaded, loaded.usable)


def press_of(text: str, place: Path) -> Press:
    """Return the press of a rule text."""
    path = place / "luat.cchc"
    path.write_text(text, encoding="utf-8")
    loaded = load_rules(str(path), only_errors=True)
    assert loaded.usable is not None, loaded.found
    return Press(loaded, loaded.usable)


def rules_of(name: str) -> RuleSet:
    return press(name).rules


def layout_of(name: str, kind: str) -> Layout:
    return lay_out(rules_of(name), (kind,) if kind else ())


def form(name: str, unit: Unit, previous: Mapping[str, Datum] | None = None) -> bytes:
    return press(name).form_of(unit, previous or {})


def book(content: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


XA, HUYEN, BLANK = Unit("Xã Mường Nhé", "xã", "07"), Unit("Huyện Mường Nhé", "huyện"), Unit("", "")
"""A unit of each of two bundled rule sets, and none."""
