"""Loaded by LibreOffice out of the `.oxt`: the object whose methods are the functions in cells.

It must be read by any Python that some LibreOffice brings along, so that one that is too old can
say so in a cell.
"""

import sys
from typing import Any

import unohelper
from com.sun.star.lang import XServiceInfo
from vn.cchc import XFunctions

NAME = "CCHC"
SERVICES = ("com.sun.star.sheet.AddIn", "vn.cchc.Functions")
OLDEST = (3, 11)


class Functions(unohelper.Base, XFunctions, XServiceInfo):  # type: ignore[misc]
    """The add-in. Calc finds its functions as `<implementation>.<method>`: CCHC.DIEM."""

    def __init__(self, context: object) -> None:
        self.context = context

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Answer every function with a sentence, where the core could not be loaded."""
        if not name.isupper():
            raise AttributeError(name)
        found = ".".join(map(str, sys.version_info[:2]))
        sentence = (
            f"Tiện ích CCHC cần LibreOffice có Python 3.11 trở lên; bản này có Python {found}. "
            "Cài LibreOffice mới hơn rồi mở lại tệp."
        )
        return lambda *_: ((sentence,),)

    def getImplementationName(self) -> str:
        """Return the name by which formulas call the functions."""
        return NAME

    def supportsService(self, name: str) -> bool:
        """Say whether it is an add-in."""
        return name in SERVICES

    def getSupportedServiceNames(self) -> Any:  # noqa: ANN401
        """Return what it is."""
        return SERVICES


if sys.version_info[:2] >= OLDEST:
    from cchc_rules.calc.answering import methods

    for method_name, method in methods().items():
        setattr(Functions, method_name, method)

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Functions, NAME, SERVICES)
