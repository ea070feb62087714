"""Vietnamese text in, VBA that makes it out: a module of VBA has no Vietnamese letters."""

_BLANK, _DELETE = 0x20, 0x7F
_WIDEST = 0xFFFF
_PIECE = 400
"""Letters of a literal: VBA takes lines of 1 023."""

READER = r"""Private Function ChuViet(ByVal s As String) As String
    Dim i As Long
    i = InStr(s, "\u")
    Do While i > 0
        s = Left$(s, i - 1) & ChrW$(CLng("&H" & Mid$(s, i + 2, 4))) & Mid$(s, i + 6)
        i = InStr(i + 1, s, "\u")
    Loop
    ChuViet = s
End Function
"""
"""The function that `told` calls: turns \\u1ED1 back into a letter."""


def told(text: str) -> str:
    """Return an expression of VBA that is this text; lines are continued where they grow long."""
    pieces, piece = [], ""
    for letter in map(_spelled, text):
        if len(piece) + len(letter) > _PIECE:
            pieces.append(piece)
            piece = ""
        piece += letter
    literals = (f'ChuViet("{one}")' for one in (*pieces, piece))
    return " & _\n        ".join(literals)


def _spelled(letter: str) -> str:
    code = ord(letter)
    if letter == '"':
        return '""'
    if code > _WIDEST:
        high, low = divmod(code - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04X}\\u{0xDC00 + low:04X}"
    plain = _BLANK <= code < _DELETE and letter != "\\"
    return letter if plain else f"\\u{code:04X}"
