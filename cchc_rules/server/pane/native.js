// Errors in a matrix: from runtime 1.4 on Excel takes them as the server sends them, before that
// only as CustomFunctions.Error.
function native(rows) {
  if (Office.context.requirements.isSetSupported("CustomFunctionsRuntime", "1.4")) {
    return rows;
  }
  return rows.map((row) =>
    row.map((cell) => (cell?.type === "Error" ? new CustomFunctions.Error(cell.basicValue) : cell)),
  );
}
