"""The functions in, a small web server for Excel's custom functions out (xlwings Server).

The only part that uses what is under the PRO licence of xlwings; see workbook/addin/server.md.
"""
