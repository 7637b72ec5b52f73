// The language server over a socket: the same one that editors use. Connects again for as long as the page lives.
import { LSPClient } from "../vendor/codemirror.js";
import { renew, socket } from "./api.js";
import { harmless } from "./harmless.js";

const ABILITIES = {
  textDocument: {
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll.studio"] } },
      dataSupport: true, resolveSupport: { properties: ["edit"] },
    },
    codeLens: {}, inlayHint: {},
    rename: { prepareSupport: true },
    semanticTokens: {
      requests: { full: true }, formats: ["relative"],
      tokenTypes: ["string", "class", "namespace", "macro", "operator", "comment"], tokenModifiers: ["deprecated"],
    },
  },
  workspace: { diagnostics: { refreshSupport: true } },
};

// Messages about a text that this connection has not opened are from before it broke: didOpen says it all.
class Line {
  #hearers = new Set(); #opened = false; #socket; #bus;

  constructor(made, bus) {
    this.#socket = made;
    this.#bus = bus;
    made.onmessage = (event) => this.#hear(event.data);
  }

  send(message) {
    const { method } = JSON.parse(message);
    if (method === "textDocument/didOpen") this.#opened = true;
    else if (method?.startsWith("textDocument/") && !this.#opened) return;
    if (this.#socket.readyState !== WebSocket.OPEN) throw new Error("the language server is away");
    this.#socket.send(message);
  }
  subscribe(hear) { this.#hearers.add(hear); }
  unsubscribe(hear) { this.#hearers.delete(hear); }

  #hear(message) {
    const told = JSON.parse(message);
    if (told.method !== undefined && told.id !== undefined) {
      const known = told.method === "workspace/diagnostic/refresh";
      const answer = known ? { result: null } : { error: { code: -32601, message: "not known here" } };
      this.#socket.send(JSON.stringify({ jsonrpc: "2.0", id: told.id, ...answer }));
      if (known) this.#bus.emit("look");
      return;
    }
    for (const hear of this.#hearers) hear(message);
  }
}

export function languageClient(bus, extensions) {
  const client = new LSPClient({
    timeout: 20000, sanitizeHTML: harmless,
    extensions: [{ clientCapabilities: ABILITIES }, ...extensions],
    notificationHandlers: {
      "window/showMessage": (_client, told) => { bus.emit("trouble", told); return true; },
      "window/logMessage": () => true,
    },
  });
  // An answer about a text that has changed meanwhile is no answer, and no fault either.
  const request = client.request.bind(client);
  client.request = (method, params) => request(method, params).catch((error) => {
    if ([-32801, -32800].includes(error.code) && /hover|completion/.test(method)) return null;
    throw error;
  });
  let wait = 250;
  const connect = () => {
    const made = new WebSocket(socket("/api/lsp"));
    made.onopen = () => {
      wait = 250;
      client.connect(new Line(made, bus));
      client.initializing.then(() => {
        bus.emit("line", { part: "language", up: true });
        bus.emit("look");
      }, () => made.close());
    };
    made.onclose = () => {
      client.disconnect();
      bus.emit("line", { part: "language", up: false });
      setTimeout(() => renew().then(connect), wait);
      wait = Math.min(wait * 2, 5000);
    };
  };
  connect();
  return client;
}
