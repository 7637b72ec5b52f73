// The waveform of the whole episode: the takes that are made, each at its place; what is not made yet stays empty.
import { ask, here } from "./api.js";

const REST_MS = 700;
const FEW = 6;

export class Outline {
  #score; #told; #levels = new Map(); #per = 4; #due = 0; #asking = false;

  constructor(bus, score, told) {
    this.#score = score;
    this.#told = told;
    bus.on("score", () => this.#soon());
  }

  // How loud it is at most between two moments, from 0 to 1; null where nothing is made.
  level(one, from, to) {
    const levels = one.state === "fresh" ? this.#levels.get(one.id) : null;
    if (!levels) return null;
    const first = Math.floor(Math.max(0, from - one.start_s) * this.#per);
    const last = Math.max(first + 1, Math.ceil((to - one.start_s) * this.#per));
    return levels.slice(first, last).reduce((most, level) => Math.max(most, level), 0) / 100;
  }

  // Of a stretch of the episode as lines of an SVG path, `columns` of them; what is spoken and not made is left out.
  path(speech, from, to, { x = 0, width, middle, height, columns }) {
    const step = (to - from) / columns;
    const parts = [];
    let at = speech.findIndex((one) => one.start_s + one.duration_s > from);
    for (let column = 0; at >= 0 && column < columns; column += 1) {
      const [start, end] = [from + column * step, from + (column + 1) * step];
      while (at < speech.length && speech[at].start_s + speech[at].duration_s <= start) at += 1;
      const one = speech[at];
      if (!one || one.start_s >= end) continue;
      const level = this.level(one, start, end);
      if (level === null) continue;
      const half = Math.max(0.5, Math.sqrt(level) * height / 2);
      parts.push(`M${(x + ((column + 0.5) * width) / columns).toFixed(1)} ${(middle - half).toFixed(1)}V${(middle + half).toFixed(1)}`);
    }
    return parts.join("");
  }

  #soon() {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.#look(), REST_MS);
  }

  async #look() {
    if (this.#asking) { this.#soon(); return; }
    const missing = this.#score.speech.filter((one) => one.state === "fresh" && one.id && !this.#levels.has(one.id));
    if (!missing.length) return;
    this.#asking = true;
    const asked = missing.length > FEW ? "" : `?keys=${missing.map((one) => one.id).join(",")}`;
    try {
      const { takes, per_s: per } = await ask("GET", `${here}/outlines${asked}`);
      this.#per = per;
      for (const one of missing) this.#levels.set(one.id, null); // what is lost is not asked for again and again
      for (const [key, levels] of Object.entries(takes)) this.#levels.set(key, levels);
      this.#told();
    } catch { /* the strip shows what it knows; the next change asks again */ } finally {
      this.#asking = false;
    }
  }
}
