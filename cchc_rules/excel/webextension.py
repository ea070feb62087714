"""A workbook and what an Office add-in keeps in it in, the workbook that carries that out.

Excel writes these parts when an add-in of its store saves its settings ([MS-OWEXML]).
"""

import json
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from cchc_rules.excel.macros import TYPES, members, zipped

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FOLDER = "xl/webextensions"
_TYPE = "application/vnd.ms-office.webextension"
_RELATION = "http://schemas.microsoft.com/office/2011/relationships/webextension"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPACE = "http://schemas.microsoft.com/office/webextensions"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_webextension(book: bytes, asset: str, kept: "Mapping[str, str]") -> bytes:
    """Return the workbook with the texts that the add-in `asset` of the store keeps in it."""
    parts = members(book)
    parts[TYPES] = _before_end(
        parts[TYPES],
        f'<Override PartName="/{_FOLDER}/taskpanes.xml" ContentType="{_TYPE}taskpanes+xml"/>'
        f'<Override PartName="/{_FOLDER}/webextension1.xml" ContentType="{_TYPE}+xml"/>',
    )
    parts["_rels/.rels"] = _before_end(
        parts["_rels/.rels"],
        f'<Relationship Id="rIdTaskpanes" Type="{_RELATION}taskpanes" '
        f'Target="{_FOLDER}/taskpanes.xml"/>',
    )
    parts[f"{_FOLDER}/taskpanes.xml"] = _taskpanes()
    parts[f"{_FOLDER}/_rels/taskpanes.xml.rels"] = (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_RELATION}" Target="webextension1.xml"/></Relationships>'
    ).encode()
    parts[f"{_FOLDER}/webextension1.xml"] = _webextension(asset, kept)
    return zipped(parts)


def _before_end(part: bytes, added: str) -> bytes:
    head, end, tail = part.rpartition(b"</")
    return head + added.encode() + end + tail


def _taskpanes() -> bytes:
    """Return the pane at the right, shown when the workbook is opened."""
    return (
        f'{_HEAD}<wetp:taskpanes xmlns:wetp="{_SPACE}/taskpanes/2010/11">'
        '<wetp:taskpane dockstate="right" visibility="1" width="350" row="0">'
        f'<wetp:webextensionref xmlns:r="{_OFFICE}" r:id="rId1"/>'
        "</wetp:taskpane></wetp:taskpanes>"
    ).encode()


def _webextension(asset: str, kept: "Mapping[str, str]") -> bytes:
    properties = "".join(
        f'<we:property name="{_attribute(name)}" value="{_attribute(json.dumps(text))}"/>'
        for name, text in kept.items()
    )
    own = str(uuid5(NAMESPACE_URL, asset)).upper()
    version = 'version="1.0.0.0"'
    return (
        f'{_HEAD}<we:webextension xmlns:we="{_SPACE}/webextension/2010/11" id="{{{own}}}">'
        f'<we:reference id="{asset.lower()}" {version} store="en-US" storeType="OMEX"/>'
        f'<we:alternateReferences><we:reference id="{asset}" {version} store="{asset}" '
        'storeType="OMEX"/></we:alternateReferences>'
        f"<we:properties>{properties}</we:properties>"
        f'<we:bindings/><we:snapshot xmlns:r="{_OFFICE}"/></we:webextension>'
    ).encode()


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})
