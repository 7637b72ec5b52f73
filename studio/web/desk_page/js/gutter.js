// Beside each line the state of its segment: by colour, by shape, and by its length in seconds.
import { Decoration, EditorView, GutterMarker, RangeSetBuilder, StateEffect, StateField, gutter } from "../vendor/codemirror.js";
import { patchSegment, segments, setSegments } from "./segments.js";

const SAID = { fresh: "its sound is made", stale: "its sound is not made yet", making: "its sound is being made", failed: "it cannot be spoken" };

class Bar extends GutterMarker {
  constructor(state, label, locked, title) {
    super();
    Object.assign(this, { state, label, locked, title });
    this.elementClass = `segment ${state}${label === null ? "" : " first"}`;
  }
  eq(other) { return other.elementClass === this.elementClass && other.label === this.label && other.locked === this.locked; }
  toDOM() {
    const made = document.createElement("span");
    made.className = "length";
    made.textContent = this.label === null ? "" : `${this.locked ? "🔒 " : ""}${this.label}`;
    made.title = this.title;
    return made;
  }
}

const bars = StateField.define({
  create: (state) => build(state),
  update: (value, transaction) => (transaction.docChanged || transaction.effects.some((one) => one.is(setSegments) || one.is(patchSegment))
    ? build(transaction.state) : value),
});

// A line that holds several segments has the state of the one that is furthest from being heard, and their seconds.
const RANK = { fresh: 0, stale: 1, making: 2, failed: 3 };

function build(state) {
  const lines = new Map();
  for (const one of state.field(segments).list) {
    if (one.kind !== "speech" || one.state === "unspoken") continue;
    const first = state.doc.lineAt(Math.min(one.from, state.doc.length)).number;
    const last = state.doc.lineAt(Math.min(one.to, state.doc.length)).number;
    for (let line = first; line <= last; line += 1) {
      const held = lines.get(line) ?? { state: "fresh", seconds: null, estimated: false, locked: false };
      if (RANK[one.state] > RANK[held.state]) held.state = one.state;
      if (line === first) {
        held.seconds = (held.seconds ?? 0) + (one.duration_s || 0);
        held.estimated ||= one.estimated || one.state !== "fresh";
        held.locked ||= one.locked;
      }
      lines.set(line, held);
    }
  }
  const made = new RangeSetBuilder();
  for (const [line, held] of [...lines].sort((a, b) => a[0] - b[0])) {
    const { from } = state.doc.line(line);
    const label = held.seconds === null ? null : held.seconds ? `${held.estimated ? "≈" : ""}${held.seconds.toFixed(1)}` : "";
    made.add(from, from, new Bar(held.state, label, held.locked, `Play: ${SAID[held.state]}`));
  }
  return made.finish();
}

export const setPlayhead = StateEffect.define();

// The passage that sounds, and in it the word that sounds by its share of the passage.
const playhead = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    let next = value.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setPlayhead)) next = heard(transaction.state, effect.value);
    return next;
  },
  provide: (self) => EditorView.decorations.from(self),
});

function heard(state, told) {
  if (told === null) return Decoration.none;
  const to = Math.min(told.to, state.doc.length);
  const from = Math.min(told.from, to);
  const made = [];
  if (from < to) made.push(Decoration.mark({ class: "sounding" }).range(from, to));
  if (told.word && told.word.to <= state.doc.length) made.push(Decoration.mark({ class: "sounding-word" }).range(told.word.from, told.word.to));
  return Decoration.set(made, true);
}

export const segmentGutter = (play) => [
  segments, bars, playhead,
  gutter({
    class: "segments",
    markers: (view) => view.state.field(bars),
    initialSpacer: () => new Bar("fresh", "≈00.0", false, ""),
    domEventHandlers: { mousedown: (view, line) => { play(line.from); return true; } },
  }),
];
