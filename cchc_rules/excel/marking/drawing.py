"""Notes by cell in, the XML of comments and of the boxes in which they are shown out."""

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from cchc_rules.excel.sheet import reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Notes = Mapping[tuple[int, int], str]

AUTHOR = "cchc"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF), " ")
"""What XML cannot hold."""
_LETTERS, _LINES = 42, 3
_LAST_COLUMN = 16_380
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{layout}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>{shapes}</xml>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/>"
    "<x:Anchor>{left}, 15, {top}, 4, {right}, 15, {bottom}, 4</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
SHAPES_OF_A_SHEET = 1024
FIRST_LAYOUT = 200
"""Far above those of the drawings that a workbook may have already."""


def comment_xml(cell: tuple[int, int], text: str, author: int, prefix: str = "") -> str:
    """Return one comment; `author` is the place of its author in the list."""
    plain = escape(text.translate(_FORBIDDEN).encode("utf-8", "replace").decode())
    t, comment = f"{prefix}t", f"{prefix}comment"
    return (
        f'<{comment} ref="{reference(*cell)}" authorId="{author}"><{prefix}text>'
        f'<{prefix}r><{prefix}rPr><{prefix}sz val="10"/><{prefix}rFont val="Tahoma"/></{prefix}rPr>'
        f'<{t} xml:space="preserve">{plain}</{t}></{prefix}r></{prefix}text></{comment}>'
    )


def comments_part(notes: "Notes", main: str) -> bytes:
    """Return a new part of comments; `main` is the namespace of the workbook."""
    listed = "".join(comment_xml(cell, notes[cell], 0) for cell in sorted(notes))
    return (
        f'{_HEAD}<comments xmlns="{main}"><authors><author>{AUTHOR}</author></authors>'
        f"<commentList>{listed}</commentList></comments>"
    ).encode()


def shapes_xml(notes: "Notes", first: int) -> str:
    """Return the boxes, numbered from `first`."""
    return "".join(_shapes(notes, first))


def _shapes(notes: "Notes", first: int) -> "Iterable[str]":
    for number, (row, column) in enumerate(sorted(notes), start=first):
        text = notes[row, column]
        lines = sum(1 + len(line) // _LETTERS for line in text.split("\n"))
        left = min(column, _LAST_COLUMN)
        top = max(0, row - 2)
        yield _SHAPE.format(
            number=number,
            left=left,
            right=left + 3,
            top=top,
            bottom=top + _LINES + lines,
            row=row - 1,
            column=column - 1,
        )


def drawing_part(notes: "Notes", layout: int) -> bytes:
    """Return a new part of boxes."""
    shapes = shapes_xml(notes, layout * SHAPES_OF_A_SHEET + 1)
    return (_HEAD + _VML.format(layout=layout, shapes=shapes)).encode()
