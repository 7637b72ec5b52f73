// Plays takes one behind the other without a gap of its own; what is not fresh is waited for, never replaced.
import { stretched } from "./stretch.js";

const AHEAD_S = 4;
const LEAD_S = 0.01;
const LONGEST_PAUSE_S = 1.5;

export class Player {
  #bus; #score; #sounds; #session = null; #frame = 0;
  rate = 1;

  constructor(bus, score, sounds) {
    this.#bus = bus;
    this.#score = score;
    this.#sounds = sounds;
    bus.on("score", () => this.#recheck());
  }

  get playing() { return this.#session !== null; }

  // Plays from one place of the text to another; `offset` is the share of the first segment that is left out.
  play({ from, to = Infinity, loop = false, offset = 0 }) {
    this.stop();
    const session = {
      cursor: this.#score.mark(from), begin: this.#score.mark(from), end: to === Infinity ? null : this.#score.mark(to),
      loop, offset, pieces: [], clock: 0, abort: new AbortController(), wake: () => {},
    };
    this.#session = session;
    this.#bus.emit("player", { state: "waiting" });
    this.#run(session).catch((error) => {
      if (session.abort.signal.aborted) return;
      this.stop();
      this.#bus.emit("trouble", error);
    });
    this.#show();
  }

  stop() {
    const session = this.#session;
    if (!session) return;
    this.#session = null;
    session.abort.abort(new DOMException("stopped", "AbortError"));
    for (const piece of session.pieces) piece.node.stop();
    for (const mark of [session.cursor, session.begin, session.end]) if (mark) this.#score.release(mark);
    for (const piece of session.pieces) this.#score.release(piece.mark);
    cancelAnimationFrame(this.#frame);
    this.#bus.emit("player", { state: "stopped" });
  }

  // What sounds at this moment: { segment, share, at_s }, or null.
  get now() {
    const session = this.#session;
    if (!session) return null;
    const time = this.#sounds.context.currentTime;
    const piece = session.pieces.findLast((one) => one.starts <= time) ?? null;
    if (!piece) return null;
    const share = Math.min(1, piece.offset + ((time - piece.starts) / (piece.ends - piece.starts)) * (1 - piece.offset));
    return { segment: piece.segment, from: piece.mark.position, share, at_s: piece.segment.start_s + share * piece.segment.duration_s };
  }

  async #run(session) {
    const { signal } = session.abort;
    for (;;) {
      const limit = session.end?.position ?? Infinity;
      const next = this.#score.speech.find((one) => one.to > session.cursor.position);
      // While words have been written that are no segment's yet, they may be what is to be played.
      if ((!next || next.from >= limit) && !this.#score.unsure) {
        if (!session.loop || !session.pieces.length) break;
        session.cursor.position = session.begin.position;
        await this.#room(session, 0.5);
        continue;
      }
      const segment = await this.#score.ready(session.cursor, signal);
      if (segment === null || segment.from >= limit) continue;
      const buffer = await this.#sounds.take(segment.id);
      signal.throwIfAborted();
      if (!this.#score.holds(segment.id)) continue;
      this.#lay(session, segment, buffer);
      await this.#room(session, AHEAD_S);
    }
    await this.#room(session, 0);
    if (this.#session === session) this.stop();
  }

  #lay(session, segment, whole) {
    const context = this.#sounds.context;
    const buffer = stretched(context, whole, this.rate);
    const before = session.pieces.at(-1);
    const pause = before && segment.start_s > before.segment.start_s
      ? Math.min(LONGEST_PAUSE_S, Math.max(0, segment.start_s - before.segment.start_s - before.segment.duration_s)) / this.rate : 0;
    const starts = Math.max(context.currentTime + LEAD_S, session.clock + pause);
    const offset = session.pieces.length ? 0 : session.offset;
    const node = new AudioBufferSourceNode(context, { buffer });
    node.connect(context.destination);
    node.start(starts, offset * buffer.duration);
    const ends = starts + buffer.duration * (1 - offset);
    const piece = { node, segment, starts, ends, offset, mark: this.#score.mark(segment.from) };
    node.onended = () => session.wake();
    session.pieces.push(piece);
    session.clock = ends;
    session.cursor.position = segment.to;
    this.#bus.emit("laid", { segment, starts });
  }

  // Waits until no more than so many seconds are laid out ahead.
  async #room(session, seconds) {
    while (session.clock - this.#sounds.context.currentTime > seconds) {
      const left = session.clock - this.#sounds.context.currentTime - seconds;
      await new Promise((resolve) => {
        session.wake = resolve;
        setTimeout(resolve, Math.max(5, left * 1000));
      });
      session.abort.signal.throwIfAborted();
    }
  }

  // Takes back what is laid out and has become old before it began.
  #recheck() {
    const session = this.#session;
    if (!session) return;
    const time = this.#sounds.context.currentTime;
    const old = session.pieces.findIndex((one) => one.starts > time && !this.#score.holds(one.segment.id));
    if (old < 0) return;
    const dropped = session.pieces.splice(old);
    for (const piece of dropped) piece.node.stop();
    session.cursor.position = dropped[0].mark.position;
    session.clock = session.pieces.at(-1)?.ends ?? 0;
    session.wake();
  }

  #show() {
    const frame = () => {
      if (!this.#session) return;
      const now = this.now;
      if (now) this.#bus.emit("playhead", now);
      this.#frame = requestAnimationFrame(frame);
    };
    this.#frame = requestAnimationFrame(frame);
  }
}
