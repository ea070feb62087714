"""The registry in, the VBA module of its functions out, as xlwings would write it and safer.

What differs from the wrappers of xlwings: errors reach the cell as Excel's own, long texts reach it
at all, Python never looks for modules beside an opened workbook, and no cell of the workbook that
happens to be in front is read for settings.
"""

from typing import TYPE_CHECKING

from cchc_rules.classic.vba import READER, told
from cchc_rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from cchc_rules.functions import Function

MODULE = "cchc_udfs"
PYTHON_MODULE = "cchc_rules.udf"
CATEGORY = "CCHC"

NUMBERS = frozenset({"CCHC_DIEM", "CCHC_TONG", "CCHC_BANG", "CCHC_XEP_HANG"})
"""Functions with numbers: where Python cannot be reached they show #VALUE!, which no sum skips."""

REST = {
    "CCHC_TONG": "… (Excel cắt ở 255 chữ; từng dòng thiếu gì, sai gì: CCHC_GIAI_THICH)",
    "CCHC_BANG": "… (Excel cắt ở 255 chữ; xem phiếu của đơn vị: CCHC_GIAI_THICH, CCHC_KIEM_TRA)",
}
"""Where the whole note is read that Excel does not take beside numbers: how the cut one ends."""

_UNREACHED = "Không gọi được Python. Chạy lệnh cchc doctor để biết cách sửa. Excel báo: "

_NO_HELP = "Excel không nhận phần giải thích các hàm; các hàm vẫn dùng được. Excel báo: "

_HEAD = f"""Attribute VB_Name = "{MODULE}"
' Made by "cchc addin excel" from the functions of cchc-rules. Do not edit: build it again.
' The module xlwings beside it is xlwings.bas of xlwings, under its BSD licence.
' No Option Explicit: without that module a cell shall tell of it, not a box of the VBA editor.
"""

_WRAPPER = """Public Function {name}({signature})
    On Error GoTo failed
    AnToan
    {name} = KetQua({call}{rest})
    Exit Function
failed:
    {name} = {failed}
End Function
"""

_CALL = 'XLPy.CallUDF("{module}", "{name}", Array({names}), ThisWorkbook, Application.Caller)'

_HELPERS = f"""' An error comes from Python as a Long: see cchc_rules/udf/com.py.
Private Function MotO(ByVal v As Variant) As Variant
    If VarType(v) = vbLong Then
        MotO = CVErr(v + 2146828288)
    Else
        MotO = v
    End If
End Function

' Excel refuses an array of Variants with a text above 255 letters, not an array of Strings.
Private Function KetQua(ByVal r As Variant, Optional ByVal cuoi As String) As Variant
    If Not IsArray(r) Then
        KetQua = MotO(r)
    ElseIf HaiChieu(r) Then
        KetQua = BangKetQua(r, cuoi)
    Else
        KetQua = DongKetQua(r, cuoi)
    End If
End Function

Private Function HaiChieu(ByVal r As Variant) As Boolean
    Dim n As Long
    On Error Resume Next
    n = UBound(r, 2)
    HaiChieu = (Err.Number = 0)
End Function

Private Function DongKetQua(ByVal r As Variant, ByVal cuoi As String) As Variant
    Dim i As Long
    For i = LBound(r) To UBound(r)
        r(i) = Gon(MotO(r(i)), cuoi)
    Next i
    DongKetQua = r
End Function

Private Function BangKetQua(ByVal r As Variant, ByVal cuoi As String) As Variant
    Dim i As Long, j As Long, chu As Boolean, s() As String
    ReDim s(LBound(r, 1) To UBound(r, 1), LBound(r, 2) To UBound(r, 2))
    chu = True
    For i = LBound(r, 1) To UBound(r, 1)
        For j = LBound(r, 2) To UBound(r, 2)
            If VarType(r(i, j)) = vbString Then
                s(i, j) = r(i, j)
            Else
                chu = False
            End If
            r(i, j) = Gon(MotO(r(i, j)), cuoi)
        Next j
    Next i
    If chu Then
        BangKetQua = s
    Else
        BangKetQua = r
    End If
End Function

' What is cut ends at a word and says where the rest is read.
Private Function Gon(ByVal v As Variant, ByVal cuoi As String) As Variant
    Dim dau As String
    Gon = v
    If VarType(v) <> vbString Then Exit Function
    If Len(v) <= 255 Then Exit Function
    dau = Left$(v, 255 - Len(cuoi))
    Gon = Left$(dau, InStrRev(dau, " ")) & cuoi
End Function

' Python must not take modules from the folder that Excel happens to be in.
Private Sub AnToan()
    Static xong As Boolean
    If xong Then Exit Sub
    On Error Resume Next
    WScript.Environment("PROCESS").Item("PYTHONSAFEPATH") = "1"
    xong = True
End Sub

Private Function KhongGoiDuoc(ByVal vi_sao As String) As String
    KhongGoiDuoc = {told(_UNREACHED)} & vi_sao
End Function

{READER}"""

_HELP = f"""' Excel refuses to describe the macros of a hidden workbook, which an add-in is.
Public Sub CCHC_TRO_GIUP()
    Dim an As Boolean, vi_sao As String
    an = ThisWorkbook.IsAddin
    On Error GoTo xong
    ThisWorkbook.IsAddin = False
{{calls}}
xong:
    vi_sao = Err.Description
    ThisWorkbook.IsAddin = an
    ThisWorkbook.Saved = True
    If vi_sao <> "" Then MsgBox {told(_NO_HELP)} & vi_sao
End Sub

Private Sub MoTa(ByVal ten As String, ByVal t As Variant, ByVal d As Variant)
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & ten, Description:=t, _
        Category:="{CATEGORY}", ArgumentDescriptions:=d
End Sub
"""


def wrapper_module() -> str:
    """Return the source of the module, ready for a project of VBA."""
    parts = [_HEAD, *map(_wrapper, FUNCTIONS), _HELPERS, _help_macro()]
    return "\n".join(parts).replace("\n", "\r\n")


def _wrapper(function: "Function") -> str:
    signature = ", ".join(
        f"Optional {one.name}" if one.optional else one.name for one in function.arguments
    )
    names = ", ".join(one.name for one in function.arguments)
    failed = "CVErr(2015)" if function.name in NUMBERS else "KhongGoiDuoc(Err.Description)"
    rest = f", _\n        {told(REST[function.name])}" if function.name in REST else ""
    return _WRAPPER.format(
        name=function.name,
        signature=signature,
        call=_CALL.format(module=PYTHON_MODULE, name=function.name, names=names),
        rest=rest,
        failed=failed,
    )


def _help_macro() -> str:
    """Return the macro that puts the help of each function into Excel's function window.

    An official runs it once: a macro that starts by itself is what virus scanners look for.
    """
    calls = "\n".join(f"    TroGiup{function.short}" for function in FUNCTIONS)
    return "\n".join([_HELP.format(calls=calls), *map(_help_of, FUNCTIONS)])


def _help_of(function: "Function") -> str:
    lines = [f"Private Sub TroGiup{function.short}()", "    Dim d, t"]
    lines += [f"    ReDim d(0 To {len(function.arguments) - 1})"]
    for place, argument in enumerate(function.arguments):
        lines.append(f"    d({place}) = {told(argument.help)}")
    lines += [
        f"    t = {told(function.summary)}",
        f'    MoTa "{function.name}", t, d',
        "End Sub",
        "",
    ]
    return "\n".join(lines)
