// A manifest's text on stdin; what Microsoft's own readers make of it, and what they find, on stdout.
//
// checking.js FOLDER → {"read", "unified", "problems"}
//
// `unified` is the manifest after Microsoft's conversion to the newer form, whose schema is public.
"use strict";

const { readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { json } = require("node:stream/consumers");
const { AppManifestUtils } = require("@microsoft/app-manifest");
const { OfficeAddinManifest } = require("office-addin-manifest");
const { convert } = require("office-addin-manifest-converter/lib/main.js");

async function main() {
  const folder = process.argv[2];
  const file = path.join(folder, "manifest.xml");
  const said = [];
  console.log = console.error = (...words) => said.push(words.join(" "));
  const told = { read: null, unified: null, problems: said };
  writeFileSync(file, await json(process.stdin));
  try {
    told.read = await OfficeAddinManifest.readManifestFile(file);
    await convert(file, folder);
    told.unified = JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"));
    said.push(...(await AppManifestUtils.validateAgainstSchema(told.unified)));
  } catch (error) {
    said.push(error.message);
  }
  process.stdout.write(JSON.stringify(told));
}

main();
