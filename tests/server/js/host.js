// What the pane and the functions ask of Excel, on Microsoft's office-addin-mock. Runs in Node, and
// in place of office.js in a browser.
"use strict";

const SUPPORTED = { CustomFunctions: 1.6, ExcelApi: 1.17, SharedRuntime: 1.1 };

// Given: the runtime ("1.4"), the rows of CCHC_LUAT or null, what the active cell holds; it is locked
// where this is null.
function host(OfficeMockObject, { runtime, rules, cell }) {
  const supported = { ...SUPPORTED, CustomFunctionsRuntime: Number(runtime) };
  const calculated = [];
  const context = new OfficeMockObject(
    {
      application: {
        cultureInfo: { name: "vi-VN", datetimeFormat: { shortDatePattern: "dd/MM/yyyy" } },
        calculate: (kind) => calculated.push(kind),
      },
      workbook: {
        name: "so.xlsx",
        rules: { values: rules ?? [] },
        cell: { formulas: [[cell]] },
        names: {
          getItemOrNullObject: (name) => ({
            isNullObject: rules === null || name !== "CCHC_LUAT",
            getRangeOrNullObject: () => context.workbook.rules,
          }),
        },
        getActiveCell() {
          if (cell === null) {
            throw new Error("AccessDenied");
          }
          return this.cell;
        },
      },
    },
    "excel",
  );
  return {
    calculated,
    context,
    Excel: {
      RequestContext: function () {
        return context;
      },
      run: (action) => action(context),
    },
    Office: {
      onReady: async (then) => {
        const info = { host: "Excel", platform: "OfficeOnline" };
        then?.(info);
        return info;
      },
      context: {
        requirements: {
          isSetSupported: (name, version) => (supported[name] ?? 0) >= Number(version ?? 0),
        },
      },
    },
  };
}

if (typeof module === "object") {
  module.exports = { host };
}
