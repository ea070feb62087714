// The icon drawn anew in the sizes that the manifest names.
//
// node drawing.js CHROMIUM ../../../cchc_rules/server/pane
"use strict";

const { readFileSync } = require("node:fs");
const path = require("node:path");
const { launched } = require("./chromium.js");

const SIZES = [16, 32, 64, 80];

async function main() {
  const [, , executable, folder] = process.argv;
  const drawing = readFileSync(path.join(folder, "icon.svg"), "utf8");
  const browser = await launched(executable);
  for (const size of SIZES) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<body style="margin: 0">${drawing}</body>`);
    await page.screenshot({ path: path.join(folder, `icon-${size}.png`), omitBackground: true });
  }
  await browser.close();
}

main();
