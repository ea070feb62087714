"""The manifest by which Excel finds the server: read by Microsoft's tools, and by what it names."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from cchc_rules.server import pages
from tests.server import serving
from tests.server.js.driving import missing, told
from tests.server.serving import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.serving import Server

ADDRESS = "https://cchc.tinh.gov.vn"
OFFICE = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
OVERRIDES = "{http://schemas.microsoft.com/office/taskpaneappversionoverrides}"
BASIC = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"
KIND = "{http://www.w3.org/2001/XMLSchema-instance}type"
SHORT, LONG, NAME = 125, 250, 32
"""How many characters Excel takes in a label, in a longer text, in the name of a resource."""
TYPES = {
    "/taskpane.html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
}

with_tools = pytest.mark.skipif(bool(missing()), reason=missing())
with_server = pytest.mark.skipif(bool(serving.missing()), reason=serving.missing())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as one:
        yield one


def judged(text: str, folder: Path) -> dict[str, Any]:
    """Return what Microsoft's tools read and find."""
    found: dict[str, Any] = told("checking.js", text, str(folder))
    return found


def resources(tree: ET.Element) -> dict[str, str]:
    """Return the texts and addresses by their names."""
    return {
        one.attrib["id"]: one.attrib["DefaultValue"]
        for one in tree.iter()
        if one.tag.startswith(BASIC) and "id" in one.attrib
    }


@with_tools
def test_the_tools_of_microsoft_find_nothing(tmp_path: Path) -> None:
    found = judged(pages.manifest(ADDRESS), tmp_path)
    assert found["problems"] == []
    assert found["read"]["displayName"] == "Hàm CCHC"
    assert found["read"]["defaultSettings"] == {"sourceLocation": f"{ADDRESS}/taskpane.html"}
    assert found["read"]["defaultLocale"] == "vi-VN"
    (extension,) = found["unified"]["extensions"]
    assert extension["requirements"]["scopes"] == ["workbook"]
    assert extension["runtimes"][0]["lifetime"] == "long"
    assert extension["runtimes"][0]["code"] == {"page": f"{ADDRESS}/taskpane.html"}


@with_tools
@pytest.mark.parametrize(
    ("part", "instead", "finding"),
    [
        ("<Page>.*?</Page>", "", "Missing required <Page>"),
        ('size="80" resid', 'size="64" resid', "missing required size 80"),
        (' id="Icon.80"', ' id="Icon.81"', "must match pattern"),
        ('<Host Name="Workbook" />', "", "scopes must NOT have fewer than 1 items"),
        ("</Id>", "-</Id>", "Value does not fall within the expected range"),
    ],
)
def test_the_tools_of_microsoft_find_what_is_wrong(
    tmp_path: Path, part: str, instead: str, finding: str
) -> None:
    broken, times = re.subn(part, instead, pages.manifest(ADDRESS), flags=re.DOTALL)
    assert times
    assert finding in "\n".join(judged(broken, tmp_path)["problems"])


def test_every_name_is_resolved_and_every_resource_used() -> None:
    tree = ET.fromstring(pages.manifest(ADDRESS))
    used = {one.attrib["resid"] for one in tree.iter() if "resid" in one.attrib}
    assert used == set(resources(tree))
    assert max(map(len, used)) <= NAME


def test_texts_fit_into_what_excel_shows() -> None:
    tree = ET.fromstring(pages.manifest(ADDRESS))
    for kind, most in (("ShortStrings", SHORT), ("LongStrings", LONG)):
        for one in tree.iter(f"{BASIC}{kind}"):
            assert all(len(text.attrib["DefaultValue"]) <= most for text in one)
    (described,) = tree.iter(f"{OFFICE}Description")
    assert len(described.attrib["DefaultValue"]) <= LONG


def test_functions_stand_in_our_name_space_and_in_the_page_of_the_pane() -> None:
    tree = ET.fromstring(pages.manifest(ADDRESS))
    named = resources(tree)
    (point,) = (
        one
        for one in tree.iter(f"{OVERRIDES}ExtensionPoint")
        if one.attrib[KIND] == "CustomFunctions"
    )
    (space,) = point.iter(f"{OVERRIDES}Namespace")
    assert named[space.attrib["resid"]] == "CCHC"
    (runtime,) = tree.iter(f"{OVERRIDES}Runtime")
    (page,) = point.iter(f"{OVERRIDES}Page")
    assert runtime.attrib["resid"] == page[0].attrib["resid"]
    assert runtime.attrib["lifetime"] == "long"


def test_each_server_is_an_addin_of_its_own_and_stays_it() -> None:
    def known(address: str) -> str | None:
        return ET.fromstring(pages.manifest(address)).findtext(f"{OFFICE}Id")

    assert known(ADDRESS) == known(ADDRESS) != known("https://cchc.tinh-khac.gov.vn")


@with_server
def test_everything_that_is_named_is_there(server: Server) -> None:
    reply = server.ask("/manifest.xml")
    tree = ET.fromstring(reply.body)
    named = {
        one.attrib["DefaultValue"]
        for one in tree.iter()
        if one.attrib.get("DefaultValue", "").startswith("http")
    }
    assert len(named) == 7
    for url in named:
        assert url.startswith(f"{server.address}/")
        answer = server.ask(url.removeprefix(server.address))
        (kind,) = (kind for end, kind in TYPES.items() if url.endswith(end))
        assert answer.status == 200
        assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize("size", [16, 32, 64, 80])
def test_icons_have_the_size_that_they_are_named_for(size: int) -> None:
    data = (pages.PANE / f"icon-{size}.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (size, size)
