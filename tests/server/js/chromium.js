// The path of a Chromium in, one that runs with a new and empty profile out.
"use strict";

const { chromium } = require("playwright-core");

const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];

function launched(executablePath) {
  return chromium.launch({ executablePath, args: FLAGS });
}

module.exports = { launched };
