"""Workbooks made by hand, part by part, for what no library writes."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from cchc_rules.diagnostics import Diagnostic
from cchc_rules.excel.reading import Workbook, open_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def relations(*links: tuple[str, str, str], external: frozenset[str] = frozenset()) -> str:
    mode = ' TargetMode="External"'
    rows = "".join(
        f'<Relationship Id="{key}" Type="{RELATED}/{kind}" Target="{target}"'
        f"{mode if key in external else ''}/>"
        for key, kind, target in links
    )
    opening = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return f"{XML}{opening}{rows}</Relationships>"


def worksheet(rows: str, *, before: str = "", after: str = "") -> str:
    return (
        f'{XML}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def strings(texts: Iterable[str]) -> str:
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
    return f'{XML}<sst xmlns="{MAIN}">{items}</sst>'


def styles(*, formats: Mapping[int, str] = {}, fonts: Iterable[str] = (), xfs: str = "") -> str:
    codes = "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in formats.items())
    named = "".join(f'<font><name val="{font}"/></font>' for font in fonts)
    return (
        f'{XML}<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><fonts>{named}</fonts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{xfs}</cellXfs></styleSheet>'
    )


def parts(
    *sheets: str, shared: str = "", style: str = "", book: str = "", names: Iterable[str] = ()
) -> dict[str, str | bytes]:
    """Return the parts of a workbook with these sheets."""
    titles = [*names, *(f"Trang{at}" for at in range(1, len(sheets) + 1))]
    listed = "".join(
        f'<sheet name="{titles[at]}" sheetId="{at + 1}" r:id="rId{at + 1}"/>'
        for at in range(len(sheets))
    )
    links = [
        (f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)
    ]
    links += [("rIdS", "styles", "styles.xml")] if style else []
    links += [("rIdT", "sharedStrings", "sharedStrings.xml")] if shared else []
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{book}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*links),
    }
    for at, sheet in enumerate(sheets, start=1):
        found[f"xl/worksheets/sheet{at}.xml"] = sheet
    if style:
        found["xl/styles.xml"] = style
    if shared:
        found["xl/sharedStrings.xml"] = shared
    return found


def save(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """Write the parts as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def opened(path: Path) -> Workbook:
    """Open a workbook that must open."""
    workbook, found = open_workbook(path)
    assert workbook is not None, found
    return workbook


def refusal(path: Path) -> Diagnostic:
    """Open a workbook, and read its sheets; return the one finding that stops it."""
    from cchc_rules.excel.guard import RefusalError

    workbook, found = open_workbook(path)
    if workbook is None:
        return found[-1]
    with workbook:
        for sheet in workbook.sheets:
            try:
                sheet.read()
            except RefusalError as error:
                return error.found(workbook.file, sheet.name)
    raise AssertionError(path)
