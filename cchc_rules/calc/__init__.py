"""The registry in, the add-in of LibreOffice Calc (`.oxt`) out, and what answers inside of it."""
