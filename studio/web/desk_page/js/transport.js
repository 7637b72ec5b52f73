// The caret is the playhead: what the keys and buttons of the player do with the text.
import { say } from "./announce.js";
import { $, clock } from "./dom.js";
import { EditorView } from "../vendor/codemirror.js";
import { setPlayhead } from "./gutter.js";

const RATES = [0.75, 1, 1.25, 1.5, 1.75, 2];
export const REACHES = { end: "to the end", segment: "this passage", neighbours: "with its neighbours", section: "this section" };

export class Transport {
  #bus; #view; #score; #player; #word = null; #wait = "";
  reach = "end";
  loop = false;

  constructor(bus, view, score, player) {
    Object.assign(this, { view });
    this.#bus = bus;
    this.#view = view;
    this.#score = score;
    this.#player = player;
    bus.on("playhead", (now) => this.#follow(now));
    bus.on("player", ({ state }) => this.#state(state));
    bus.on("waiting", (one) => this.#waits(one));
    bus.on("laid", () => this.#state("playing"));
    bus.on("score", () => this.#tell());
    bus.on("caret", () => this.#tell());
  }

  get segment() { return this.#player.now?.segment ?? this.#score.at(this.#score.caret); }
  // The word that sounds, or the one at the caret.
  get word() {
    const range = (this.#player.now && this.#word) || this.#view.state.wordAt(this.#score.caret);
    return range ? { text: this.#view.state.sliceDoc(range.from, range.to), from: range.from } : null;
  }

  toggle() { return this.#player.playing ? this.pause() : this.play(); }

  play(position = this.#score.caret, reach = this.reach) {
    const one = this.#score.at(position);
    if (!one && !this.#score.unsure) { say(this.#score.fault || "There is nothing spoken here."); return; }
    if (!one) { this.#player.play({ from: position }); return; }
    this.#player.play({ from: one.from, loop: this.loop, offset: this.#share(one, position), ...this.#bounds(one, reach) });
  }

  pause() {
    const now = this.#player.now;
    this.#player.stop();
    if (now && !this.#view.hasFocus) this.#put(this.#word?.from ?? now.from);
  }

  #bounds(one, reach) {
    if (reach === "segment") return { from: one.from, to: one.to };
    if (reach === "neighbours") return { from: (this.#score.before(one) ?? one).from, to: (this.#score.after(one) ?? one).to, offset: 0 };
    if (reach === "section") return { ...this.#score.section(one), ...(this.loop ? {} : { from: one.from }) };
    return {};
  }

  // From a caret inside of a passage its sound starts at about that word; near its beginning, at its beginning.
  #share(one, position) {
    const share = (position - one.from) / Math.max(1, one.to - one.from);
    return share > 0.05 && share < 0.97 ? share : 0;
  }

  step(direction) {
    const here = this.#score.at(this.#score.caret);
    if (!here) return;
    const inside = this.#score.caret > here.from;
    const next = direction > 0 ? this.#score.after(here) : inside ? here : this.#score.before(here);
    if (!next) { say(direction > 0 ? "This is the last passage." : "This is the first passage."); return; }
    this.#put(next.from);
    say(describe(next));
    if (this.#player.playing) this.play(next.from);
  }

  back() {
    const now = this.#player.now;
    const one = now?.segment ?? this.#score.at(this.#score.caret);
    if (!one) return;
    const early = now ? now.share * one.duration_s < 1.5 : this.#score.caret <= one.from;
    const target = early ? this.#score.before(one) ?? one : one;
    this.#put(target.from);
    this.play(target.from);
  }

  forward() {
    if (this.#player.playing) this.rate(1);
    else this.play();
  }

  rate(step) {
    const at = RATES.indexOf(this.#player.rate) + step;
    this.setRate(RATES[Math.max(0, Math.min(RATES.length - 1, at))]);
  }

  setRate(rate) {
    if (rate === this.#player.rate) return;
    const now = this.#player.now;
    this.#player.rate = rate;
    $("rate").value = String(rate);
    say(`Speed ${rate}`);
    if (now) this.play(this.#word?.from ?? now.from);
  }

  setLoop(on) {
    this.loop = on;
    $("loop").setAttribute("aria-pressed", String(on));
    if (on && this.reach === "end") this.setReach("segment");
    if (this.#player.playing) this.play(this.#player.now?.from);
  }

  setReach(reach) {
    this.reach = reach;
    $("reach").value = reach;
  }

  #put(position) {
    this.#view.dispatch({ selection: { anchor: position }, effects: reveal(this.#view, position) });
  }

  #follow({ segment, from, share, at_s }) {
    const held = this.#score.all.find((one) => one.id === segment.id && one.from >= from - 1) ?? { from, to: from + (segment.to - segment.from) };
    const place = Math.min(this.#view.state.doc.length, Math.round(held.from + share * (held.to - held.from)));
    const word = this.#view.state.wordAt(place) ?? this.#word;
    $("time").textContent = clock(at_s);
    if (share >= 1 && this.#wait) this.#showWait();
    if (word?.from === this.#word?.from && segment.id === this.shown) return;
    const moved = segment.id !== this.shown;
    this.shown = segment.id;
    this.#word = word;
    this.#view.dispatch({ effects: setPlayhead.of({ from: held.from, to: held.to, word }) });
    if (moved) this.#bus.emit("sounding", segment);
    if (moved && !this.#view.hasFocus) this.#put(held.from);
  }

  #waits(one) {
    this.#wait = one ? "Waiting for the new take" : "Waiting for the text to be read";
    if ((this.#player.now?.share ?? 1) >= 1) this.#showWait();
  }

  // Only once nothing sounds any more: what is laid out is heard to its end first.
  #showWait() {
    $("player").dataset.state = "waiting";
    $("doing").textContent = this.#wait;
    this.#wait = "";
  }

  #state(state) {
    $("player").dataset.state = state;
    this.#wait = "";
    const on = state !== "stopped";
    $("play").setAttribute("aria-label", on ? "Pause" : "Play from the caret");
    $("play").dataset.on = on;
    if (state === "playing") $("doing").textContent = "Playing";
    if (on) return;
    this.shown = null;
    this.#view.dispatch({ effects: setPlayhead.of(null) });
    this.#tell();
  }

  #tell() {
    if (this.#player.playing) return;
    const one = this.#score.at(this.#score.caret);
    $("doing").textContent = one ? describe(one) : "Nothing spoken yet";
    $("time").textContent = clock(one?.start_s ?? 0);
    this.#bus.emit("here", one);
  }
}

// With what stands around it: nobody writes, or listens, at the edge of a page.
export function reveal(view, position) {
  return EditorView.scrollIntoView(position, { y: "nearest", yMargin: Math.min(160, view.scrollDOM.clientHeight / 4) });
}

const SAID = { fresh: "made", stale: "not made yet", making: "being made", failed: "failed" };

export function describe(one) {
  const length = one.duration_s ? `, ${one.estimated ? "about " : ""}${one.duration_s.toFixed(1)} s` : "";
  return `${one.speaker || "Narrator"}${one.section ? `, ${one.section}` : ""}: ${SAID[one.state] ?? one.state}${one.locked ? ", locked" : ""}${length}`;
}
