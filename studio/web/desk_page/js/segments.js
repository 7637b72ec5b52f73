// The segments of the text in the editor, and what is known about the sound of each.
import { StateEffect, StateField } from "../vendor/codemirror.js";

export const setSegments = StateEffect.define();
export const patchSegment = StateEffect.define();

// `unsure`: words outside of a segment have changed, and nobody knows yet which sounds that made old.
const NOTHING = { list: [], unsure: true };

export const segments = StateField.define({
  create: () => NOTHING,
  update(value, transaction) {
    let next = transaction.docChanged ? moved(value, transaction.changes) : value;
    for (const effect of transaction.effects) {
      if (effect.is(setSegments)) next = effect.value;
      if (effect.is(patchSegment)) next = patched(next, effect.value);
    }
    return next;
  },
});

function moved(value, changes) {
  const list = value.list.map((one) => {
    const at = { ...one, from: changes.mapPos(one.from, 1), to: changes.mapPos(one.to, -1) };
    if (at.to < at.from) at.to = at.from;
    return changes.touchesRange(one.from, one.to) ? touched(at) : at;
  });
  return { list, unsure: value.unsure || reachesOut(value.list, changes) };
}

function touched(one) {
  return one.kind === "speech" ? { ...one, state: "stale", id: "", touched: true } : { ...one, touched: true };
}

function reachesOut(list, changes) {
  let out = false;
  changes.iterChangedRanges((from, to) => {
    out ||= !list.some((one) => one.kind === "speech" && one.from <= from && to <= one.to);
  });
  return out;
}

function patched(value, told) {
  const list = value.list.map((one) => {
    if (one.index !== told.index || one.touched) return one;
    return { ...one, ...told, id: told.id ?? one.id };
  });
  return { ...value, list };
}

// What the server says about a text of the trail, at its places in the text of now.
export function placed(told, step) {
  const place = (line, column) => {
    const row = step.doc.line(Math.min(line + 1, step.doc.lines));
    return Math.min(row.from + column, row.to);
  };
  let unsure = false;
  const list = told.map((one) => {
    const from = place(one.line, one.column);
    const to = Math.max(from, place(one.end_line, one.end_column));
    const now = { ...one, from: step.since.mapPos(from, 1), to: Math.max(step.since.mapPos(from, 1), step.since.mapPos(to, -1)) };
    return step.since.touchesRange(from, to) ? touched(now) : now;
  });
  if (!step.since.empty) {
    unsure = reachesOut(told.map((one) => ({ kind: one.kind, from: place(one.line, one.column), to: place(one.end_line, one.end_column) })), step.since);
  }
  return { list, unsure };
}
