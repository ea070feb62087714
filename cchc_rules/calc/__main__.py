"""Print the interface of the add-in, from which `unoidl-write` makes `workbook/addin/cchc.rdb`."""

import sys

from cchc_rules.calc.describing import idl

sys.stdout.write(idl())
