// Questions to the real task pane in Chromium on stdin, one a line; answers on stdout, one a line.
//
// {"url", "query", "width", "excel", "steps": [[name, …], …]} → {"results", "problems"}
//
// `results` has what those steps gave that ask for something, `problems` what the browser complained of.
// Only office.js is another: `excel` is what `host` takes, or null for the office.js of Microsoft.
"use strict";

const { readFileSync } = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const { OfficeApp } = require("office-addin-manifest");
const { launched } = require("./chromium.js");

const PATIENCE = 10_000;
const MOCK = path.dirname(require.resolve("office-addin-mock"));

// office-addin-mock, our host on it, and the few words of CustomFunctions that xlwings uses.
function officeJs(excel) {
  const modules = ["possibleErrors", "host", "officeMockObject"].map(
    (name) =>
      `((exports) => {${readFileSync(path.join(MOCK, `${name}.js`))}\n})(made["./${name}"] = {});`,
  );
  return `(() => {
    const made = { "office-addin-manifest": { OfficeApp: ${JSON.stringify(OfficeApp)} } };
    const require = (name) => made[name];
    ${modules.join("\n")}
    ${readFileSync(path.join(__dirname, "host.js"))}
    class CellError extends Error {
      constructor(code, message) {
        super(message);
        this.code = code;
      }
    }
    const functions = {};
    const excel = host(made["./officeMockObject"].OfficeMockObject, ${JSON.stringify(excel)});
    Object.assign(globalThis, {
      excel: { ...excel, functions },
      Excel: excel.Excel,
      Office: excel.Office,
      CustomFunctions: {
        associate: (name, called) => (functions[name] = called),
        Error: CellError,
        ErrorCode: { invalidValue: "#VALUE!", notAvailable: "#N/A" },
      },
    });
  })();`;
}

const STEPS = {
  text: (page, where) => page.locator(where).innerText(),
  texts: (page, where) => page.locator(where).allInnerTexts(),
  visible: (page, where) => page.locator(where).isVisible(),
  fill: (page, where, value) => page.locator(where).fill(value),
  click: (page, where) => page.locator(where).click(),
  press: (page, key) => page.keyboard.press(key),
  until: (page, where, value) => page.locator(where, { hasText: value }).waitFor(),
  offline: (page) => page.context().setOffline(true),
  focused: (page) => page.evaluate(() => document.activeElement.id),
  openAll: (page) => page.$$eval("details", (all) => all.forEach((one) => (one.open = true))),
  wider: (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  calculated: (page) => page.evaluate(() => excel.calculated),
  cell: (page) => page.evaluate(() => excel.context.workbook.cell.formulas),
  stored: (page) =>
    page.evaluate(() => ({
      session: Object.values(sessionStorage),
      lasting: [...Object.values(localStorage), document.cookie],
    })),
  foreign: (page) =>
    page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.foreign = true";
      document.head.append(script);
      return globalThis.foreign ?? false;
    }),
  async loaded(page, file) {
    const end = Date.now() + PATIENCE;
    while (!page.loaded.has(file) && Date.now() < end) {
      await page.waitForTimeout(50);
    }
    return page.loaded.has(file);
  },
  registered: (page) => page.evaluate(() => Object.keys(excel.functions)),
  call: (page, name, args) =>
    page.evaluate(
      ([called, given]) =>
        excel.functions[called](...given, { address: "Sheet1!A1" }).then(
          (value) => ({ value }),
          ({ code, message }) => ({ code, message }),
        ),
      [name, args],
    ),
  async inaccessible(page) {
    await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
    const { violations } = await page.evaluate(() => axe.run());
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.target).join(", ")}`);
  },
  screenshot: (page, file) => page.screenshot({ path: file, fullPage: true }).then(() => undefined),
};

async function browsed(browser, { url, query, width, excel, steps }) {
  const page = await browser.newPage({ viewport: { width, height: 760 } });
  page.setDefaultTimeout(PATIENCE);
  const problems = [];
  page.on("console", (said) => said.type() === "error" && problems.push(said.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.loaded = new Set();
  page.on("requestfinished", (request) => page.loaded.add(path.basename(request.url())));
  await page.route("**", (route) => {
    const asked = route.request().url();
    if (excel && asked.endsWith("/office.js")) {
      return route.fulfill({ contentType: "text/javascript", body: officeJs(excel) });
    }
    if (!asked.startsWith(url)) {
      problems.push(`asked for ${asked}`);
      return route.abort();
    }
    return route.continue();
  });
  const results = [];
  try {
    await page.goto(`${url}/taskpane.html${query}`);
    for (const [name, ...given] of steps) {
      const result = await STEPS[name](page, ...given);
      if (result !== undefined) {
        results.push(result);
      }
    }
  } catch (error) {
    problems.push(error.message);
  }
  await page.close();
  return { results, problems };
}

async function main() {
  const browser = await launched(process.argv[2]);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await browsed(browser, JSON.parse(line)))}\n`);
  }
  await browser.close();
}

main();
