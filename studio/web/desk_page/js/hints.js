// What the language server knows about places: what is said otherwise than written, lengths of sections, what nobody hears.
import { Decoration, EditorView, StateEffect, StateField, WidgetType } from "../vendor/codemirror.js";

class Words extends WidgetType {
  constructor(text, kind, title) {
    super();
    Object.assign(this, { text, kind, title });
  }
  eq(other) { return other.text === this.text && other.kind === this.kind; }
  toDOM() {
    const made = document.createElement("span");
    made.className = this.kind;
    made.textContent = this.text;
    if (this.title) made.title = this.title;
    return made;
  }
}

function shown() {
  const set = StateEffect.define();
  const field = StateField.define({
    create: () => Decoration.none,
    update(value, transaction) {
      let next = value.map(transaction.changes);
      for (const effect of transaction.effects) if (effect.is(set)) next = Decoration.set(effect.value, true);
      return next;
    },
    provide: (self) => EditorView.decorations.from(self),
  });
  return { set, field };
}

const hints = shown();
const lenses = shown();
const tokens = shown();

// Settings above a script are no Markdown, whatever their dashes look like to its parser.
const front = StateField.define({
  create: (state) => frontLines(state.doc),
  update: (value, transaction) => (transaction.docChanged ? frontLines(transaction.newDoc) : value),
  provide: (self) => EditorView.decorations.from(self),
});

function frontLines(doc) {
  if (doc.line(1).text.trimEnd() !== "---") return Decoration.none;
  const made = [];
  for (let line = 1; line <= doc.lines; line += 1) {
    made.push(Decoration.line({ class: "front" }).range(doc.line(line).from));
    if (line > 1 && /^(---|\.\.\.)\s*$/.test(doc.line(line).text)) return Decoration.set(made);
  }
  return Decoration.none;
}

export const hintFields = [hints.field, lenses.field, tokens.field, front];

export class Hints {
  constructor(bus, view, looks) {
    const look = (delay) => {
      looks.soon("textDocument/inlayHint", delay, () => ({ range: whole(view.state.doc) }), (told, place) => view.dispatch({ effects: hints.set.of(inlays(told ?? [], place)) }));
      looks.soon("textDocument/codeLens", delay, () => ({}), (told, place) => view.dispatch({ effects: lenses.set.of(ends(view, told ?? [], place)) }));
      looks.soon("textDocument/semanticTokens/full", delay, () => ({}), (told, place) => view.dispatch({ effects: tokens.set.of(marks(view.state.doc, told?.data ?? [], place)) }));
    };
    bus.on("edited", () => look(350));
    bus.on("look", () => look(0));
  }
}

const whole = (doc) => ({ start: { line: 0, character: 0 }, end: { line: doc.lines - 1, character: doc.line(doc.lines).length } });

const inlays = (told, place) => told.map((one) => Decoration.widget({
  widget: new Words(String(one.label), "inlay", one.tooltip), side: 1,
}).range(place(one.position)));

// Lenses that play a passage are the gutter's; those of sections stand behind their headings.
function ends(view, told, place) {
  const { doc } = view.state;
  return told.filter((one) => one.command && !one.command.command).map((one) => Decoration.widget({
    widget: new Words(one.command.title, "lens"), side: 2,
  }).range(doc.lineAt(place(one.range.start)).to));
}

const KINDS = ["spoken", "speaker", "title", "cue", "markup", "unspoken"];

function marks(doc, data, place) {
  const made = [];
  let line = 0;
  let character = 0;
  for (let i = 0; i + 4 < data.length; i += 5) {
    line += data[i];
    character = data[i] ? data[i + 1] : character + data[i + 1];
    if (data[i + 3] === 0 || line >= doc.lines) continue;
    const from = place({ line, character });
    const to = Math.min(place({ line, character: character + data[i + 2] }, -1), doc.length);
    const kind = data[i + 4] ? "left-out" : KINDS[data[i + 3]];
    if (from < to) made.push(Decoration.mark({ class: `said-${kind}` }).range(from, to));
  }
  return made;
}
