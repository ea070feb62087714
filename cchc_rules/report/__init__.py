"""Results in, what people and programs read out: text for a terminal, JSON, workbooks."""
