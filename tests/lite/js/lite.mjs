// Pyodide as xlwings Lite runs it, offline: one JSON request a line in, one JSON answer a line out.
//
// The folder of Pyodide is the argument. A request is [name, argument]; see `requests`.

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

globalThis.fetch = (address) => {
  throw new Error(`there is no network here: ${address}`);
};

const started = process.cpuUsage();
const folder = process.argv[2];
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const quiet = { stdout: () => {}, stderr: () => {} };
const key = process.env.XLWINGS_LICENSE_KEY;
const env = { HOME: "/home/pyodide", ...(key && { XLWINGS_LICENSE_KEY: key }) };
const python = await loadPyodide({ indexURL: folder, packageCacheDir: folder, env, ...quiet });
const functions = {};

const requests = {
  // Write files: their names in Pyodide, and their texts.
  files(texts) {
    for (const [name, text] of Object.entries(texts)) {
      python.FS.mkdirTree(name.slice(0, name.lastIndexOf("/")) || "/");
      python.FS.writeFile(name, text);
    }
  },

  // Install wheels one after the other, each with all that it asks for there already.
  async install(wheels) {
    await python.loadPackage("micropip", { checkIntegrity: false, messageCallback: () => {} });
    const micropip = python.pyimport("micropip");
    for (const path of wheels) {
      const inside = `/tmp/${basename(path)}`;
      python.FS.writeFile(inside, readFileSync(path));
      await micropip.install(`emfs:${inside}`);
    }
  },

  // Run Python and return the value of its last line, as JSON has it.
  async run(code) {
    const value = await python.runPythonAsync(code);
    return value?.toJs?.({ dict_converter: Object.fromEntries }) ?? value ?? null;
  },

  // Start the runtime of xlwings with the code of a workbook.
  async start({ runtime, main }) {
    await python.runPythonAsync(runtime);
    for (const name of ["call", "code", "meta"]) {
      functions[name] = python.globals.get(`custom_functions_${name}`);
    }
    return { meta: functions.meta(main), code: functions.code(main) };
  },

  // Answer as a cell is answered.
  async call(data) {
    return functions.call(data);
  },

  // Answer every call of a file of cases, whose grids are in the cells of Office.js.
  async cases({ path, data }) {
    const { grids, calls } = JSON.parse(readFileSync(path, "utf8"));
    const answers = [];
    for (const { function: func_name, arguments: names } of calls) {
      const args = names.map((name) => grids[name]);
      answers.push(await functions.call({ ...data, func_name, args }));
    }
    return answers;
  },
};

const spent = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};
const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

answer({ value: python.version, seconds: spent(started) });
for await (const line of createInterface({ input: process.stdin })) {
  const [name, argument] = JSON.parse(line);
  const before = process.cpuUsage();
  try {
    const value = (await requests[name](argument)) ?? null;
    answer({ value, seconds: spent(before) });
  } catch (error) {
    answer({ error: error.message ?? String(error) });
  }
}
