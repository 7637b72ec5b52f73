// What is wrong with the text: in the editor at its place, with what mends it, and as a list beside it.
import { forEachDiagnostic, setDiagnostics } from "../vendor/codemirror.js";
import { $, button, fill, make, plural } from "./dom.js";
import { complain } from "./announce.js";

const SEVERITY = [, "error", "warning", "info", "hint"];
const SHOWN = 200;
// Findings wait until the keys rest: the sound of what was written does not wait for them.
const REST_MS = 250;

export class Findings {
  #view; #looks; #found = []; #everything = []; #go;

  constructor(bus, view, looks, go) {
    this.#view = view;
    this.#looks = looks;
    this.#go = go;
    bus.on("edited", () => this.#look(REST_MS));
    bus.on("look", () => this.#look(0));
  }

  #look(delay) { this.#looks.soon("textDocument/diagnostic", delay, () => ({}), (told, place) => this.#take(told.items ?? [], place)); }

  get count() { return this.#found.length; }

  #take(items, place) {
    this.#found = items.map((item) => ({
      item, from: place(item.range.start), to: Math.max(place(item.range.start), place(item.range.end, -1)), fixes: [],
    }));
    this.#show();
    if (items.length) this.#looks.soon("textDocument/codeAction", 120, () => this.#question(), (told) => this.#remedies(told ?? []));
    else this.#remedies([]);
  }

  #question() {
    const { doc } = this.#view.state;
    const end = { line: doc.lines - 1, character: doc.line(doc.lines).length };
    return { range: { start: { line: 0, character: 0 }, end }, context: { diagnostics: this.#found.map((one) => one.item) } };
  }

  #remedies(actions) {
    const { doc } = this.#view.state;
    const mine = (action) => action.diagnostics?.[0];
    for (const one of this.#found) {
      one.fixes = actions.filter((action) => mine(action) && same(mine(action), one.item));
    }
    this.#everything = actions.filter((action) => !mine(action));
    this.#show(doc);
  }

  #show() {
    const size = this.#view.state.doc.length;
    const shown = this.#found.map((one) => ({
      from: Math.min(one.from, size), to: Math.min(one.to, size), severity: SEVERITY[one.item.severity ?? 1],
      message: one.item.message, source: String(one.item.code ?? ""),
      actions: one.fixes.slice(0, 5).map((action) => ({ name: action.title, apply: () => this.#apply(action) })),
    })).sort((a, b) => a.from - b.from);
    this.#view.dispatch(setDiagnostics(this.#view.state, shown));
    this.#list();
  }

  #list() {
    const places = [];
    forEachDiagnostic(this.#view.state, (told, from) => places.push({ told, from }));
    places.sort((a, b) => SEVERITY.indexOf(a.told.severity) - SEVERITY.indexOf(b.told.severity) || a.from - b.from);
    $("findings-count").textContent = places.length || "";
    $("findings-none").hidden = places.length > 0;
    fill($("findings"), places.slice(0, SHOWN).map(({ told, from }) => this.#entry(told, from)));
    $("findings-more").textContent = places.length > SHOWN ? `and ${plural(places.length - SHOWN, "more finding")}` : "";
    fill($("mend-all"), this.#everything.map((action) => button(action.title, () => this.#apply(action), { "data-key": action.title })));
  }

  #entry(told, from) {
    const line = this.#view.state.doc.lineAt(from).number;
    const [message, ...hint] = told.message.split("\n");
    const key = `${told.source}:${line}:${message}`;
    const go = make("button", { type: "button", class: "entry", "data-key": key, onclick: () => this.#go(from) },
      make("span", { class: `severity ${told.severity}`, text: told.severity }),
      make("span", { class: "where", text: `line ${line}` }),
      make("span", { class: "what", text: message }),
      hint.length ? make("span", { class: "hint", text: hint.join(" ") }) : null);
    const fix = told.actions?.find((one) => !one.name.startsWith("Disable "));
    const mend = fix ? button("Fix", () => fix.apply(), { class: "mend", title: fix.name, "aria-label": `${fix.name}: ${message}` }) : null;
    return make("li", {}, go, mend);
  }

  async #apply(action) {
    try {
      const whole = action.edit ? action : await this.#looks.resolve(action);
      const { doc } = this.#view.state;
      const at = ({ line, character }) => doc.line(line + 1).from + character;
      const edits = whole.edit?.changes?.[this.#looks.uri] ?? [];
      const changes = edits.map((edit) => ({ from: at(edit.range.start), to: at(edit.range.end), insert: edit.newText }));
      this.#view.dispatch({ changes, userEvent: "input.fix", scrollIntoView: true });
    } catch (error) {
      complain(`That could not be mended: ${error.message}`);
    }
  }
}

function same(a, b) {
  return a.message === b.message && a.range.start.line === b.range.start.line && a.range.start.character === b.range.start.character;
}
