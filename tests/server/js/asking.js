// Formulas on stdin, what Excel receives for them on stdout.
//
// {"url", "token", "runtime", "grids": {name: rows}, "calls": [[function, names of grids], …]}
//   → {"registered": names, "answers": [{"value"} or {"failed", "value", "errorCode"}, …]}
//
// "silent" makes the server unreachable once the page is there.
"use strict";

const { text } = require("node:stream/consumers");
const { Page, fetched } = require("./page.js");

async function main() {
  const { url, token, runtime, grids, calls, silent } = JSON.parse(await text(process.stdin));
  const page = await new Page(url, { runtime, rules: null, cell: "" }).load();
  const described = JSON.parse(await fetched(new URL("/xlwings/custom-functions-meta.json", url)));
  const parameters = Object.fromEntries(described.functions.map((one) => [one.id, one.parameters]));
  page.keepToken(token);
  if (silent) {
    page.window.location = new URL("http://127.0.0.1:1");
  }
  // Excel goes by the description: an argument that is left out comes as null.
  const asked = calls.map(([name, given]) =>
    page.runtime.call(
      name,
      parameters[name].map((_, index) => grids[given[index]] ?? null),
    ),
  );
  const told = JSON.stringify({ registered: page.registered, answers: await Promise.all(asked) });
  process.stdout.write(told, () => process.exit(0)); // the runtime still waits
}

main().catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`, () => process.exit(1));
});
