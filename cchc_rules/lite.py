"""The program's own files in, what brings our functions into xlwings Lite out: code, a workbook.

Lite runs Python inside Excel and installs packages from PyPI, where this one is not. So the program
travels as text inside the code, and the code inside the workbook, as Lite keeps it there.
"""

import base64
import io
import tarfile
from hashlib import sha256

from cchc_rules import __version__
from cchc_rules.excel.webextension import with_webextension
from cchc_rules.packing import own_files

CODE = "personal/cchc_lite.py"
"""Lite serves the modules of a folder of this name in every workbook."""
BOOK = "cchc-vi-du-lite.xlsx"
REQUIREMENTS = "xlwings>=0.37.8\n"

_ASSET = "WA200008175"
"""xlwings Lite in the store of Office."""
_OTHERS = frozenset(
    {"calc", "classic", "cli", "lite.py", "packing.py", "porting.py", "server", "__main__.py"}
)
_WIDTH = 120
_TEMPLATE = '''"""Các hàm CCHC trong xlwings Lite, do lệnh `cchc addin lite` lập; đừng sửa bằng tay.

Phần chữ dài bên dưới là chính chương trình cchc-rules {version}: mã nguồn Python và các bộ luật đi
kèm, nén bz2, ghi bằng base64. Nó chạy trong Excel, không gọi mạng, không đọc tệp của máy.
"""

import base64
import io
import sys
import tarfile
import tempfile
from pathlib import Path

HOME = Path(tempfile.gettempdir(), "cchc-{stamp}")
PACKED = """
{packed}
"""

if not HOME.is_dir():
    with tarfile.open(fileobj=io.BytesIO(base64.b64decode(PACKED))) as archive:
        archive.extractall(HOME, filter="data")
if str(HOME) not in sys.path:
    sys.path.insert(0, str(HOME))

from cchc_rules.udf import *
'''


def code() -> str:
    """Return the module that is put into Lite: it needs nothing but xlwings."""
    packed = _packed()
    text = base64.b64encode(packed).decode()
    lines = (text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH))
    return _TEMPLATE.format(
        version=__version__, stamp=sha256(packed).hexdigest()[:12], packed="\n".join(lines)
    )


def with_code(book: bytes) -> bytes:
    """Return a workbook that carries the code as Lite keeps it."""
    return with_webextension(book, _ASSET, {"main.py": code(), "requirements.txt": REQUIREMENTS})


def _packed() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:bz2") as archive:
        for name, content in sorted(own_files(_OTHERS)):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return made.getvalue()
