"""A machine in, one verdict for each of the commonest errors out."""

import ntpath
from typing import TYPE_CHECKING

from cchc_rules.classic.doctor.verdicts import Status, Verdict
from cchc_rules.classic.files import ADDIN, INTERPRETER, SETTINGS, XLWINGS, version_of
from cchc_rules.classic.wrappers import MODULE
from cchc_rules.excel.macros import Contents, contents_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.classic.doctor.machine import Machine

_OFFICE = r"Software\Microsoft\Office\16.0\Excel"
_POLICIES = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
_ALL_OFF = 4
_INSTALL = "Chạy: pip install --force-reinstall cchc-rules[excel]"
_REBUILD = "Đóng Excel, chạy: cchc addin excel --install rồi mở lại Excel."
_ONLY_WINDOWS = "Chỉ kiểm tra được trên máy Windows có Excel."


def packages(machine: "Machine") -> Verdict:
    """Whether the Python of Excel has what it needs."""
    name, title = "packages", "Thư viện Python"
    wanted = ["xlwings", "pyopenvba", *(["pywin32"] if machine.windows else [])]
    gone = [one for one in wanted if machine.version_of(one) is None]
    if gone:
        return Verdict(name, title, Status.BROKEN, f"Chưa cài {', '.join(gone)}.", _INSTALL)
    if machine.windows and not machine.importable("win32com"):
        return Verdict(
            name, title, Status.BROKEN, "pywin32 đã cài nhưng không nạp được.",
            "Chạy: pip install --force-reinstall pywin32",
        )  # fmt: skip
    return Verdict(name, title, Status.FINE, f"xlwings {machine.version_of('xlwings')}.")


def libraries(machine: "Machine") -> Verdict:
    """Whether the DLL that Excel loads is there, of the right version, and not taken away."""
    name, title = "dll", "DLL của xlwings"
    if not machine.windows:
        return Verdict(name, title, Status.UNKNOWN, _ONLY_WINDOWS)
    version = machine.version_of("xlwings")
    if version is None:
        return Verdict(name, title, Status.UNKNOWN, "Chưa cài xlwings nên chưa có DLL.")
    listed = [one for one in machine.files_of("xlwings") if one.casefold().endswith(".dll")]
    gone = [one for one in listed if not machine.exists(one)]
    if gone:
        return Verdict(
            name, title, Status.BROKEN,
            f"Tệp {ntpath.basename(gone[0])} đã được cài nhưng nay không còn: thường là phần mềm "
            "diệt virus đã cách ly.",
            f"Nhờ bộ phận tin học khôi phục và cho phép thư mục {ntpath.dirname(gone[0])} "
            f"trong phần mềm diệt virus. {_INSTALL}",
        )  # fmt: skip
    folder = ntpath.dirname(_interpreter(machine))
    for bits in (64, 32):
        wanted = f"xlwings{bits}-{version}.dll"
        if not any(
            machine.exists(ntpath.join(one, wanted)) for one in (folder, ntpath.dirname(folder))
        ):
            return Verdict(
                name, title, Status.BROKEN,
                f"Không có {wanted} cạnh Python mà Excel gọi ({folder}): DLL và xlwings khác "
                "phiên bản, hoặc xlwings được cài vào Python khác.",
                f"Mở cửa sổ lệnh bằng chính Python đó. {_INSTALL}",
            )  # fmt: skip
    return Verdict(name, title, Status.FINE, f"Có đủ DLL {version} cho Excel 32 và 64 bit.")


def python(machine: "Machine") -> Verdict:
    """Whether the Python that Excel calls exists and is this one."""
    name, title = "python", "Python mà Excel gọi"
    if not machine.windows:
        return Verdict(name, title, Status.UNKNOWN, _ONLY_WINDOWS)
    path = _interpreter(machine)
    content = machine.read(path)
    remedy = (
        "Cài Python theo workbook/addin/excel.md, hoặc chỉ đúng chỗ: "
        r'cchc addin excel --install --python "ĐƯỜNG_DẪN\pythonw.exe"'
    )
    if content is None:
        message = f"Không có {path}, nơi Excel tìm Python."
        return Verdict(name, title, Status.BROKEN, message, remedy)
    if not content or r"\windowsapps" in path.casefold():
        message = f"{path} là lối tắt của Microsoft Store, Excel không gọi được."
        return Verdict(name, title, Status.BROKEN, message, remedy)
    if ntpath.dirname(path).casefold() != ntpath.dirname(machine.executable).casefold():
        message = f"Excel gọi {path}, còn lệnh này chạy bằng {machine.executable}."
        remedy = f"Chạy cchc doctor bằng Python của Excel; nếu Excel gọi nhầm: {_REBUILD}"
        return Verdict(name, title, Status.BROKEN, message, remedy)
    return Verdict(name, title, Status.FINE, f"{path} ({machine.bits} bit).")


def addin(machine: "Machine") -> Verdict:
    """Whether the add-in stands where Excel loads and trusts it."""
    name, title = "addin", f"Chỗ đặt {ADDIN}"
    if not machine.windows:
        return Verdict(name, title, Status.UNKNOWN, _ONLY_WINDOWS)
    path = machine.addin
    if not machine.exists(path):
        return Verdict(name, title, Status.BROKEN, f"Không có {path}.", _REBUILD)
    if machine.from_internet(path):
        return Verdict(
            name, title, Status.BROKEN, f"Windows coi {path} là tệp tải từ mạng và chặn macro.",
            "Bấm chuột phải vào tệp, Properties, đánh dấu Unblock (Bỏ chặn), OK, mở lại Excel.",
        )  # fmt: skip
    if stray := _stray(machine, path):
        return Verdict(
            name, title, Status.BROKEN, f"Excel còn nạp một bản khác: {stray}.",
            "Trong Excel: File, Options, Add-ins, Go…: bỏ dấu cchc; xóa bản kia rồi mở lại Excel.",
        )  # fmt: skip
    return Verdict(name, title, Status.FINE, f"{path}.")


def permission(machine: "Machine") -> Verdict:
    """Whether Excel may run macros, and has not put the add-in aside."""
    name, title = "macros", "Quyền chạy macro"
    if not machine.windows:
        return Verdict(name, title, Status.UNKNOWN, _ONLY_WINDOWS)
    if (machine.registry(_POLICIES) or {}).get("VBAWarnings") == _ALL_OFF:
        return Verdict(
            name, title, Status.BROKEN, "Chính sách của cơ quan cấm mọi macro của Excel.",
            "Nhờ bộ phận tin học cho phép thư mục XLSTART, hoặc dùng LibreOffice, lệnh cchc score.",
        )  # fmt: skip
    if machine.registry(rf"{_OFFICE}\Resiliency\DisabledItems"):
        return Verdict(
            name, title, Status.BROKEN, "Excel đã tự tắt một phần bổ trợ sau lần bị treo.",
            "Excel: File, Options, Add-ins, Manage: Disabled Items, Go…, chọn cchc, Enable.",
        )  # fmt: skip
    return Verdict(name, title, Status.FINE, "Không thấy điều gì cấm macro.")


def modules(machine: "Machine") -> Verdict:
    """Whether the macros are whole ("Object required") and of the version of xlwings."""
    name, title = "modules", "Macro trong tệp (lỗi “Object required”)"
    seen = contents(machine)
    if seen is None:
        return Verdict(name, title, Status.UNKNOWN, f"Không đọc được {ADDIN}.")
    missing = [one for one in (XLWINGS, MODULE) if one not in seen.modules]
    if missing:
        message = f"{ADDIN} thiếu mô đun {', '.join(missing)}: hàm sẽ báo “Object required”."
        return Verdict(name, title, Status.BROKEN, message, _REBUILD)
    inside, installed = version_of(seen.modules[XLWINGS]), machine.version_of("xlwings")
    if installed is not None and inside != installed:
        message = f"{ADDIN} được lập cho xlwings {inside}, máy có xlwings {installed}."
        return Verdict(name, title, Status.BROKEN, message, _REBUILD)
    return Verdict(name, title, Status.FINE, f"Macro đủ, đúng xlwings {inside}.")


CHECKS: "tuple[Callable[[Machine], Verdict], ...]" = (
    packages,
    python,
    libraries,
    addin,
    permission,
    modules,
)


def contents(machine: "Machine") -> Contents | None:
    """Return the macros and the settings of the add-in of this machine."""
    data = machine.read(machine.addin) if machine.importable("pyopenvba") else None
    return contents_of(data, SETTINGS) if data is not None else None


def _interpreter(machine: "Machine") -> str:
    """Return the Python that Excel calls: what the add-in's sheet says, else the usual one."""
    seen = contents(machine)
    named = seen.settings.get("INTERPRETER_WIN") if seen else None
    return machine.expanded(named or INTERPRETER)


def _stray(machine: "Machine", path: str) -> str:
    """Return another copy of the add-in that Excel loads as well ("": none)."""
    options = machine.registry(rf"{_OFFICE}\Options") or {}
    for name, value in options.items():
        loaded = str(value).removeprefix("/R ").strip('"')
        if name.startswith("OPEN") and ntpath.basename(loaded).casefold() == ADDIN:
            whole = machine.expanded(loaded)
            if whole.casefold() != path.casefold():
                return whole
    usual = machine.expanded(rf"%APPDATA%\Microsoft\AddIns\{ADDIN}")
    return usual if usual.casefold() != path.casefold() and machine.exists(usual) else ""
