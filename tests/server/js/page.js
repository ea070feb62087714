// The task pane's page without its display: its scripts as the server sends them, in their order, on
// Microsoft's runtime of custom functions.
"use strict";

const { webcrypto } = require("node:crypto");
const vm = require("node:vm");
const { OfficeMockObject } = require("office-addin-mock");
const { host } = require("./host.js");
const { NAME, Runtime, surroundings } = require("./runtime.js");

const SCRIPT = /<script([^>]*)>([^<]*)<\/script>/g;
const DISPLAY = "/pane/pane.js"; // needs a browser: browsing.js

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url}: ${response.status}`);
  }
  return response.text();
}

// As much of XMLHttpRequest as xlwings uses, over real HTTP.
class Request {
  #headers = {};

  open(method, url) {
    Object.assign(this, { method, url });
  }

  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }

  getResponseHeader(name) {
    return this.response.headers.get(name);
  }

  async send(body) {
    try {
      const signal = AbortSignal.timeout(this.timeout);
      this.response = await fetch(this.url, {
        method: this.method,
        headers: this.#headers,
        body,
        signal,
      });
      this.responseText = await this.response.text();
    } catch (error) {
      return error.name === "TimeoutError" ? this.ontimeout() : this.onerror();
    }
    this.status = this.response.status;
    this.statusText = this.response.statusText;
    return this.onload();
  }
}

// A browser that lets frames keep nothing: Excel on the web is full of frames.
function blocked() {
  throw new Error("The operation is insecure.");
}

class Page {
  #modules = new Map();

  // `given`: as `host` takes it.
  constructor(base, given) {
    this.base = base;
    this.runtime = new Runtime();
    this.window = vm.createContext({
      ...surroundings(),
      _richApiNativeBridge: this.runtime.bridge,
      crypto: webcrypto,
      location: new URL("/taskpane.html", base),
      XMLHttpRequest: Request,
    });
    this.window.window = this.window.self = this.window;
    for (const storage of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(this.window, storage, { get: blocked });
    }
    this.given = given;
  }

  async load() {
    const scripts = [...(await fetched(this.window.location)).matchAll(SCRIPT)];
    for (const [, attributes, content] of scripts) {
      const [, source] = /src="([^"]*)"/.exec(attributes) ?? [];
      if (source === undefined) {
        this.window.document.getElementById = () => ({ textContent: content });
      } else if (source.endsWith("/office.js")) {
        await this.#office(source);
      } else if (/type="module"/.test(attributes) && source !== DISPLAY) {
        await this.#module(new URL(source, this.base));
      } else if (source !== DISPLAY) {
        this.#run(await fetched(new URL(source, this.base)));
      }
    }
    return this;
  }

  get registered() {
    return Object.keys(this.window.CustomFunctions._association.mappings);
  }

  keepToken(token) {
    this.#modules.get(new URL("/pane/bridge.js", this.base).href).namespace.keepToken(token);
  }

  async #office(source) {
    this.#run(await fetched(new URL(source.replace("office.js", NAME), this.base)));
    const { Excel, Office } = host(OfficeMockObject, this.given);
    Object.assign(this.window, { clearTimeout, Excel, Office, setTimeout });
  }

  #run(code) {
    vm.runInContext(code, this.window);
  }

  async #module(url) {
    const module = await this.#linked(url);
    await module.link((specifier, from) => this.#linked(new URL(specifier, from.identifier)));
    await module.evaluate();
  }

  async #linked(url) {
    const known = this.#modules.get(url.href);
    if (known) {
      return known;
    }
    const made = new vm.SourceTextModule(await fetched(url), {
      identifier: url.href,
      context: this.window,
    });
    this.#modules.set(url.href, made);
    return made;
  }
}

module.exports = { Page, fetched };
