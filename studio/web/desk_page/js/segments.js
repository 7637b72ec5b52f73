// The segments of the text in the editor, and what is known about the sound of each.
import { StateEffect, StateField } from "../vendor/codemirror.js";

export const setSegments = StateEffect.define();
export const patchSegment = StateEffect.define();

// `unsure`: words outside of a segment have changed, and nobody knows yet which sounds that made old.
// `serial` counts the changes; `edited` is that of the last one which touched a segment.
const NOTHING = { list: [], unsure: true, serial: 0 };

export const segments = StateField.define({
  create: () => NOTHING,
  update(value, transaction) {
    let next = transaction.docChanged ? moved(value, transaction.changes, transaction.startState.doc) : value;
    for (const effect of transaction.effects) {
      if (effect.is(setSegments)) next = effect.value;
      if (effect.is(patchSegment)) next = patched(next, effect.value);
    }
    return next;
  },
});

// What is written at the end of a segment belongs to it until the server says otherwise.
function moved(value, changes, doc) {
  const serial = value.serial + 1;
  const list = value.list.map((one) => {
    const at = { ...one, from: changes.mapPos(one.from, 1), to: changes.mapPos(one.to, 1) };
    if (at.to < at.from) at.to = at.from;
    return changes.touchesRange(one.from, one.to) ? touched(at, serial) : at;
  });
  return { serial, list, unsure: value.unsure || reshapes(changes, doc) || reachesOut(value.list, list, changes) };
}

function touched(one, edited) {
  const before = (one.state === "fresh" && one.id) || one.before;
  return one.kind === "speech" ? { ...one, before, state: "stale", id: "", touched: true, edited } : { ...one, touched: true, edited };
}

// What may change how the words behind it are read: a comment or a listing begins, a line ends, somebody else speaks.
const MARKS = /[\n<>`~$[\]{}%|\\*_#:]/;

// Whether a change of a text writes or takes away such a mark.
export function reshapes(changes, doc) {
  let found = false;
  changes.iterChanges((from, to, _from, _to, inserted) => {
    found ||= MARKS.test(doc.sliceString(from, to)) || MARKS.test(inserted.toString());
  });
  return found;
}

// Whether a change is more than one within the speech of a single segment, by their places before and after it.
function reachesOut(before, after, changes) {
  const holds = (one, from, to) => one.kind === "speech" && one.from <= from && to <= one.to;
  let out = false;
  changes.iterChangedRanges((from, to, now, end) => {
    out ||= !before.some((one, at) => holds(one, from, to) && holds(after[at], now, end));
  });
  return out;
}

// `told` is about the text as it was at its `serial`: old news about a segment that was touched since is dropped.
function patched(value, { serial, told }) {
  const known = told.state === "fresh" ? { estimated: false } : {};
  const list = value.list.map((one) => (one.index === told.index && (one.edited ?? 0) <= serial ? { ...one, ...told, ...known, touched: false } : one));
  return { ...value, list };
}

// What the server says about a text of the trail, at its places in the text of now.
export function placed(told, step, serial) {
  const place = (line, column) => {
    const row = step.doc.line(Math.min(line + 1, step.doc.lines));
    return Math.min(row.from + column, row.to);
  };
  const before = told.map((one) => {
    const from = place(one.line, one.column);
    return { ...one, from, to: Math.max(from, place(one.end_line, one.end_column)) };
  });
  const list = before.map((one) => {
    const from = step.since.mapPos(one.from, 1);
    const now = { ...one, from, to: Math.max(from, step.since.mapPos(one.to, 1)) };
    return step.since.touchesRange(one.from, one.to) ? touched(now, serial) : now;
  });
  return { list, unsure: step.reshaped || reachesOut(before, list, step.since), serial };
}
