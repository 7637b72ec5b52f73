// What may be played, in order: the segments of the text as it stands, and the waiting for their sounds.
import { ask, here } from "./api.js";
import { patchSegment, placed, segments, setSegments } from "./segments.js";
import { Trail } from "./trail.js";

export class Score {
  #bus; #view; #trail; #marks = new Set();

  // Why nothing can be spoken as the text stands, in words; empty where it can.
  fault = "";

  constructor(bus, view) {
    this.#bus = bus;
    this.#view = view;
    this.#trail = new Trail(view.state.doc);
    bus.on("edited", ({ doc, changes }) => this.#edited(doc, changes));
    bus.on("segments", (told) => this.#take(told));
    bus.on("segment", (told) => this.#patch(told));
  }

  get all() { return this.#view.state.field(segments).list; }
  get unsure() { return this.#view.state.field(segments).unsure; }
  get speech() { return this.all.filter((one) => one.kind === "speech" && one.state !== "unspoken"); }
  get caret() { return this.#view.state.selection.main.head; }

  // The segment at a place, or the next one behind it.
  at(position) { return this.speech.find((one) => one.to >= position) ?? this.speech.at(-1) ?? null; }
  before(one) { return this.speech.filter((other) => other.to <= one.from && other.index !== one.index).at(-1) ?? null; }
  after(one) { return this.speech.find((other) => other.from >= one.to && other.index !== one.index) ?? null; }
  section(one) {
    const same = this.speech.filter((other) => other.section === one.section && other.pillar === one.pillar);
    return { from: Math.min(...same.map((other) => other.from)), to: Math.max(...same.map((other) => other.to)) };
  }

  // Whether a take is the sound of the text as it stands.
  holds(key) { return this.all.some((one) => one.id === key && one.state === "fresh"); }

  // A place that moves with the text: { position }.
  mark(position) {
    const mark = { position, side: 1 };
    this.#marks.add(mark);
    return mark;
  }
  release(mark) { this.#marks.delete(mark); }

  // The segment at a mark once its sound is that of its text; null where there is no more speech. Rejects if it fails.
  async ready(mark, signal) {
    let asked = null;
    for (;;) {
      signal.throwIfAborted();
      const one = this.speech.find((other) => other.to > mark.position) ?? null;
      if (one === null && !this.unsure) return null;
      if (one?.state === "failed") throw new Error(one.message || "This passage cannot be spoken.");
      if (one?.state === "fresh" && one.id && !this.unsure) return one;
      if (one && one.state === "stale" && !one.touched && !this.unsure && asked !== one.id) {
        asked = one.id;
        ask("POST", `${here}/make`, { segments: [one.index] }).catch((error) => this.#bus.emit("trouble", error));
      }
      this.#bus.emit("waiting", one);
      await this.#bus.once("score", undefined, signal);
    }
  }

  #edited(doc, changes) {
    this.#trail.changed(doc, changes, this.#view.state.field(segments).serial);
    for (const mark of this.#marks) mark.position = changes.mapPos(mark.position, mark.side);
    this.#bus.emit("score");
  }

  #take({ revision_of_text: revision, segments: told, fault = "" }) {
    const step = this.#trail.find(revision);
    if (step === null) return;
    this.fault = fault;
    const had = new Map(this.all.filter((one) => one.before).map((one) => [one.from, one.before]));
    const next = placed(told, step, this.#view.state.field(segments).serial);
    for (const one of next.list) one.before ??= had.get(one.from);
    this.#view.dispatch({ effects: setSegments.of(next) });
    this.#bus.emit("score");
  }

  #patch(told) {
    const step = this.#trail.find(told.revision_of_text);
    if (step === null) return;
    this.#view.dispatch({ effects: patchSegment.of({ serial: step.serial, told }) });
    this.#bus.emit("score");
  }
}
