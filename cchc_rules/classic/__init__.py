"""The registry in, what Excel for Windows loads out: VBA wrappers, a workbook, an add-in."""
