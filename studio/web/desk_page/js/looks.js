// Asks the language server about the text as it stands: one question of a kind at a time, the last state always.
import { LSPPlugin } from "../vendor/codemirror.js";

const RETRY_MS = 1000;

export class Looks {
  #view; #due = new Map(); #busy = new Set(); #again = new Set();

  constructor(bus, view) {
    this.#view = view;
    bus.on("edited", () => this.#tell());
  }

  // What is typed is told at once, so that it can be made; what is asked about it can wait.
  #tell() {
    const client = LSPPlugin.get(this.#view)?.client;
    if (client?.connected && client.serverCapabilities) client.sync();
  }

  // Asks after `delay_ms` without another call; `take` gets the answer and a function position → place in the text of now.
  soon(method, delay, params, take) {
    clearTimeout(this.#due.get(method));
    this.#due.set(method, setTimeout(() => this.#ask(method, params, take), delay));
  }

  async #ask(method, params, take) {
    if (this.#busy.has(method)) { this.#again.add(method); return; }
    this.#busy.add(method);
    try {
      await this.once(method, params(), take);
    } catch {
      // The text has changed meanwhile, or the server is busy or away: what is true then is asked for soon.
      this.soon(method, RETRY_MS, params, take);
    } finally {
      this.#busy.delete(method);
      if (this.#again.delete(method)) this.#ask(method, params, take);
    }
  }

  async once(method, params, take) {
    const plugin = LSPPlugin.get(this.#view);
    if (!plugin?.client.connected || !plugin.client.serverCapabilities) return;
    plugin.client.sync();
    await plugin.client.withMapping(async (mapping) => {
      const told = await plugin.client.request(method, { textDocument: { uri: plugin.uri }, ...params });
      take(told, (position, assoc = 1) => mapping.mapPosition(plugin.uri, position, assoc));
    });
  }

  resolve(action) { return LSPPlugin.get(this.#view).client.request("codeAction/resolve", action); }
  get uri() { return LSPPlugin.get(this.#view).uri; }
}
