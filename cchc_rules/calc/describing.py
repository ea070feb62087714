"""The registry in, what LibreOffice has to be told of the add-in out: types, help, registration."""

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from cchc_rules import __version__
from cchc_rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.functions import Argument, Function

COMPONENT = "cchc_calc.py"
TYPES = "cchc.rdb"
HELP = "CalcAddIns.xcu"
REGISTRATION = "cchc.components"
IDENTIFIER = "vn.cchc.calc"

_ROWS = "sequence<sequence<any> >"
_LANGUAGES = ("en", "vi")
"""Calc shows the text of its own language, else English: both are the Vietnamese text."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def idl() -> str:
    """Return the interface of the add-in, from which `unoidl-write` makes the type library."""
    methods = "".join(f"  {_ROWS} {one.short}({_parameters(one)});\n" for one in FUNCTIONS)
    return f"module vn {{ module cchc {{\ninterface XFunctions {{\n{methods}}};\n}}; }};\n"


def _parameters(function: "Function") -> str:
    return ", ".join(f"[in] {_type(one)} {_inner(one)}" for one in function.arguments)


def _inner(argument: "Argument") -> str:
    """Return the name inside of the interface, where small letters and _ do not go together."""
    return argument.name.replace("_", "")


def _type(argument: "Argument") -> str:
    """Figures come as their range; all else may be a text, a range or left out."""
    return "com::sun::star::table::XCellRange" if argument.figures else "any"


def help_texts() -> str:
    """Return the help of the function wizard (CalcAddIns.xcu)."""
    functions = "".join(map(_function, FUNCTIONS))
    return (
        f'{_HEAD}<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="CalcAddIns" '
        'oor:package="org.openoffice.Office">\n'
        '<node oor:name="AddInInfo"><node oor:name="CCHC" oor:op="replace">'
        f'<node oor:name="AddInFunctions">\n{functions}</node></node></node>\n'
        "</oor:component-data>\n"
    )


def _function(function: "Function") -> str:
    arguments = "".join(map(_argument, function.arguments))
    return (
        f'<node oor:name="{function.short}" oor:op="replace">\n'
        f"{_told('DisplayName', function.name)}"
        f"{_told('Description', function.summary)}"
        '<prop oor:name="Category"><value>Add-In</value></prop>\n'
        f"{_told('CompatibilityName', function.name)}"
        f'<node oor:name="Parameters">\n{arguments}</node>\n</node>\n'
    )


def _argument(argument: "Argument") -> str:
    return (
        f'<node oor:name="{_inner(argument)}" oor:op="replace">\n'
        f"{_told('DisplayName', argument.name)}{_told('Description', argument.help)}</node>\n"
    )


def _told(name: str, text: str) -> str:
    values = "".join(f'<value xml:lang="{one}">{escape(text)}</value>' for one in _LANGUAGES)
    return f'<prop oor:name="{name}">{values}</prop>\n'


def registration() -> str:
    """Return which object is in which file: nothing of it is run to install the add-in."""
    return (
        f'{_HEAD}<components xmlns="http://openoffice.org/2010/uno-components">\n'
        f'<component loader="com.sun.star.loader.Python" uri="{COMPONENT}">\n'
        '<implementation name="CCHC"><service name="com.sun.star.sheet.AddIn"/>'
        '<service name="vn.cchc.Functions"/></implementation>\n</component>\n</components>\n'
    )


def description() -> str:
    """Return name, version and summary, as the extension manager shows them."""
    name = "CCHC: hàm chấm điểm cải cách hành chính"
    return (
        f'{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f"<identifier value={quoteattr(IDENTIFIER)}/>\n<version value={quoteattr(__version__)}/>\n"
        f"<display-name>{''.join(_named(name))}</display-name>\n"
        '<dependencies><l:LibreOffice-minimal-version xmlns:l="'
        'http://libreoffice.org/extensions/description/2011" value="7.4" '
        'l:name="LibreOffice 7.4"/></dependencies>\n'
        "</description>\n"
    )


def _named(name: str) -> "Iterator[str]":
    for language in _LANGUAGES:
        yield f'<name lang="{language}">{escape(name)}</name>'


def manifest() -> str:
    """Return the kind of each part."""
    parts = {
        TYPES: "application/vnd.sun.star.uno-typelibrary;type=RDB",
        REGISTRATION: "application/vnd.sun.star.uno-components",
        HELP: "application/vnd.sun.star.configuration-data",
    }
    entries = "".join(
        f'<manifest:file-entry manifest:media-type="{kind}" manifest:full-path="{path}"/>\n'
        for path, kind in parts.items()
    )
    space = 'xmlns:manifest="http://openoffice.org/2001/manifest"'
    return f"{_HEAD}<manifest:manifest {space}>\n{entries}</manifest:manifest>\n"
