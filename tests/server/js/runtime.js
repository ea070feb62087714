// Microsoft's own runtime of custom functions, talked to as Excel does over its native bridge:
// invocations in, what it sends back to the cells out.
"use strict";

const REPLY = 1;
const INVOCATION = 3;
const NAME = "custom-functions-runtime.js";

// What the runtime looks for in its window while it is loaded; there is nothing else that it may load.
function surroundings() {
  const nothing = () => undefined;
  const tag = { appendChild: nothing, setAttribute: nothing };
  return {
    addEventListener: nothing,
    clearTimeout: nothing,
    console,
    external: {},
    history: {},
    navigator: { userAgent: "" },
    setTimeout: nothing,
    document: {
      addEventListener: nothing,
      cookie: "",
      createElement: () => tag,
      currentScript: { src: `/${NAME}`, getAttribute: () => null },
      getElementsByTagName: () => [tag],
    },
  };
}

class Runtime {
  #waiting = new Map();
  #last = 0;

  // To be put into the window as `_richApiNativeBridge` before the runtime is loaded.
  bridge = { sendMessageToHost: (text) => this.#received(JSON.parse(text)) };

  // Calls a function; an error cell or another rich value is an object, as Excel serialises it.
  call(name, args) {
    const id = (this.#last += 1);
    const rich = (cell) =>
      cell !== null && typeof cell === "object" ? { value: JSON.stringify(cell) } : cell;
    const given = args.map((rows) =>
      Array.isArray(rows) ? rows.map((row) => row.map(rich)) : rows,
    );
    const answered = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.#send({
      type: INVOCATION,
      message: { entries: [[1, 1000, "", [id, name, given, "Sheet1!A1", 8, []], 0]] },
    });
    return answered;
  }

  #send(message) {
    this.bridge.onMessageFromHost(JSON.stringify(message));
  }

  #received({ id, message }) {
    const results = message.body.Actions.map((action) => {
      if (action.Name === "SetInvocationResults") {
        action.ArgumentInfo.Arguments[0].forEach((result) => this.#waiting.get(result.id)(result));
      }
      return { ActionId: action.Id, Value: null };
    });
    const reply = { statusCode: 200, headers: {}, body: { Results: results } };
    setImmediate(() => this.#send({ id, type: REPLY, message: reply }));
  }
}

module.exports = { NAME, Runtime, surroundings };
