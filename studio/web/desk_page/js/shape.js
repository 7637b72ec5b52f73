// The episode at a glance: its length, its pillars against their targets, its waveform by section along a strip of time.
import { ask, here } from "./api.js";
import { attempt, say } from "./announce.js";
import { $, clock, draw, fill, make, redraw } from "./dom.js";
import { Outline } from "./outline.js";

const WIDTH = 1000;
const COLUMNS = 400;
// For shows that give their pillars no colours of their own.
const COLOURS = ["#2a78d6", "#d6532a", "#2a9d5c", "#8a4fc9", "#a67c00", "#0f8b8d"];

export class Shape {
  #score; #go; #outline; #shares = null; #due = false; #at = 0; #names = null; #rows = [];

  constructor(bus, score, go) {
    this.#score = score;
    this.#go = go;
    this.#outline = new Outline(bus, score, () => this.#soon());
    bus.on("shares", (told) => { this.#shares = told; this.#all(); });
    bus.on("score", () => this.#soon());
    bus.on("loudness", ({ lufs_integrated: lufs }) => {
      $("loudness").textContent = lufs === null ? "not measured yet" : `${lufs.toFixed(1)} LUFS`;
    });
    bus.on("playhead", ({ at_s }) => this.#head(at_s));
    bus.on("here", (one) => this.#head(one?.start_s ?? 0));
    $("strip").addEventListener("click", (event) => this.#point(event, 0, this.#shares?.total_s ?? 0));
    $("make-all").addEventListener("click", () => attempt(async () => {
      const { missing } = await ask("POST", `${here}/make`, { segments: "all" });
      say(`${missing} passages are being made.`);
    }));
    $("strip-box").addEventListener("keydown", (event) => this.#key(event));
  }

  #all() {
    const { total_s: total, target_s: target, sections, pillars } = this.#shares;
    $("total").textContent = clock(total);
    $("target").textContent = target ? `of ${clock(target)}` : "";
    $("left").textContent = target ? (total <= target ? `${clock(target - total)} left to write` : `${clock(total - target)} over`) : "";
    const own = new Set(pillars.map((one) => one.colour)).size === pillars.length;
    pillars.forEach((one, at) => { if (!own) one.colour = COLOURS[at % COLOURS.length]; });
    const colour = (name) => pillars.find((one) => one.name === name)?.colour ?? null;
    fill($("pillars"), pillars.map(pillar));
    this.#list(sections, colour);
    const scale = WIDTH / Math.max(1, total);
    $("strip-sections").replaceChildren(...sections.map((one) => {
      const width = Math.max(1, one.duration_s * scale - 1);
      return coloured(draw("rect", { x: one.start_s * scale, y: 0, width, height: 5 }, draw("title")), colour(one.pillar));
    }));
    [...$("strip-sections").children].forEach((rect, at) => { rect.firstChild.textContent = `${sections[at].title}, ${clock(sections[at].duration_s)}`; });
    $("strip-waves").replaceChildren(...sections.flatMap((one) => {
      const [x, width] = [one.start_s * scale, Math.max(1, one.duration_s * scale - 1)];
      return [draw("rect", { x, y: 7, width, height: 44, class: "wave-room" }), coloured(draw("path", { class: "wave-lines" }), colour(one.pillar))];
    }));
    this.#states();
  }

  // An entry that is replaced while somebody presses it would swallow the press: only other chapters are other entries.
  #list(sections, colour) {
    const names = sections.map((one) => `${one.title}\0${one.pillar}\0${colour(one.pillar)}`).join("\n");
    if (names !== this.#names) {
      this.#names = names;
      this.#rows = sections.map((one) => ({ ...one }));
      fill($("chapters"), this.#rows.map((one, at) => this.#chapter(one, at, colour(one.pillar))));
    }
    sections.forEach((one, at) => {
      Object.assign(this.#rows[at], one);
      $("chapters").children[at].querySelector(".where").textContent = clock(one.duration_s);
    });
  }

  // Once a frame is enough, however much is told.
  #soon() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => { this.#due = false; this.#states(); });
  }

  #states() {
    const all = this.#score.speech;
    const count = { fresh: 0, stale: 0, making: 0, failed: 0 };
    for (const one of all) count[one.state] = (count[one.state] ?? 0) + 1;
    $("made").textContent = this.#score.fault || all.length === 0
      ? this.#score.fault
      : `${count.fresh} of ${all.length} passages made${count.stale ? `, ${count.stale} not yet` : ""}${count.making ? `, ${count.making} being made` : ""}${count.failed ? `, ${count.failed} failed` : ""}`;
    $("make-all").hidden = Boolean(this.#score.fault) || !count.stale;
    if (!this.#shares) return;
    const scale = WIDTH / Math.max(1, this.#shares.total_s);
    redraw($("strip-segments"), "rect", all.map((one) => ({
      x: one.start_s * scale, y: 54, width: Math.max(0.6, (one.duration_s || 0) * scale - 0.4), height: 10, class: `state-${one.state}`,
    })));
    this.#waves(all, scale);
  }

  #waves(all, scale) {
    const { sections } = this.#shares;
    const [over, rows] = [$("strip-waves").querySelectorAll("path"), $("chapters").querySelectorAll("path")];
    sections.forEach((one, at) => {
      const [from, to] = [one.start_s, one.start_s + one.duration_s];
      const width = Math.max(1, one.duration_s * scale - 1);
      const columns = Math.max(1, Math.round((width / WIDTH) * COLUMNS));
      over[at]?.setAttribute("d", this.#outline.path(all, from, to, { x: from * scale, width, middle: 29, height: 42, columns }));
      rows[at]?.setAttribute("d", this.#outline.path(all, from, to, { width: WIDTH, middle: 14, height: 26, columns: COLUMNS / 2 }));
    });
  }

  #chapter(one, at, colour) {
    return make("li", {}, make("button", { type: "button", class: "entry chapter", "data-key": String(at), onclick: () => this.#go(this.#now(one)) },
      coloured(make("span", { class: "swatch" }), colour),
      make("span", { class: "what", text: one.title || "Opening" }),
      make("span", { class: "where" }),
      this.#lane(one, colour)));
  }

  // A press on it goes to that place, a press on the rest of its entry to the beginning.
  #lane(one, colour) {
    const lane = draw("svg", { class: "lane", viewBox: `0 0 ${WIDTH} 28`, preserveAspectRatio: "none", "aria-hidden": "true" }, coloured(draw("path", { class: "wave-lines" }), colour));
    lane.addEventListener("click", (event) => {
      event.stopPropagation();
      this.#point(event, one.start_s, one.duration_s);
    });
    return lane;
  }

  #now(section) {
    const segment = this.#score.speech.find((one) => one.section === section.title && one.start_s >= section.start_s - 0.05);
    return segment?.from ?? 0;
  }

  #head(at) {
    const x = this.#shares ? (at / Math.max(1, this.#shares.total_s)) * WIDTH : 0;
    $("strip-head").setAttribute("x1", x);
    $("strip-head").setAttribute("x2", x);
    this.#at = at;
    const box = $("strip-box");
    box.setAttribute("aria-valuemax", Math.round(this.#shares?.total_s ?? 0));
    box.setAttribute("aria-valuenow", Math.round(at));
    box.setAttribute("aria-valuetext", `${clock(at)} of ${clock(this.#shares?.total_s ?? 0)}${this.#section(at)?.title ? `, ${this.#section(at).title}` : ""}`);
  }

  #section(at) { return this.#shares?.sections.findLast((one) => one.start_s <= at + 0.05); }

  #point(event, from, length) {
    const box = event.currentTarget.getBoundingClientRect();
    if (this.#shares) this.#seek(from + ((event.clientX - box.left) / box.width) * length);
  }

  // To the word that is said then, by its share of the passage.
  #seek(at) {
    const one = this.#score.speech.findLast((segment) => segment.start_s <= at) ?? this.#score.speech[0];
    if (!one) return;
    const share = one.duration_s ? Math.min(0.95, Math.max(0, (at - one.start_s) / one.duration_s)) : 0;
    this.#go(Math.round(one.from + share * (one.to - one.from)));
  }

  #key(event) {
    const all = this.#score.speech;
    const here = all.findLastIndex((one) => one.start_s <= this.#at + 0.05);
    const section = this.#shares?.sections.indexOf(this.#section(this.#at)) ?? -1;
    const start = (one) => one && (all.find((other) => other.start_s >= one.start_s - 0.05) ?? null);
    const to = { ArrowRight: () => all[here + 1], ArrowLeft: () => all[here - 1], ArrowUp: () => all[here + 1], ArrowDown: () => all[here - 1],
      PageUp: () => start(this.#shares?.sections[section + 1]), PageDown: () => start(this.#shares?.sections[section - 1]),
      Home: () => all[0], End: () => all.at(-1) }[event.key];
    if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const one = to();
    if (one) this.#go(one.from, true);
  }
}

// In the colour that the show gives a pillar, or in none.
function coloured(made, colour) {
  made.classList.add("pillar-colour");
  if (/^#[0-9a-f]{6}$/i.test(colour ?? "")) made.style.setProperty("--c", colour);
  return made;
}

function pillar(one) {
  const share = `${(one.share * 100).toFixed(1)} %`;
  const bar = draw("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", class: "share", "aria-hidden": "true" },
    draw("rect", { x: 0, y: 0, width: 100, height: 8, class: "share-all" }),
    coloured(draw("rect", { x: 0, y: 0, width: Math.min(100, one.share * 100), height: 8 }), one.colour));
  const aim = aimed(one.target);
  if (aim) bar.append(draw("rect", { x: aim.from, y: 0, width: Math.max(0.8, aim.to - aim.from), height: 8, class: "share-target" }));
  return make("li", { class: "pillar", "data-pillar": one.name },
    make("span", { class: "pillar-name" }, coloured(make("span", { class: "swatch" }), one.colour), make("span", { text: one.label || one.name })),
    bar, make("span", { class: "pillar-share", text: share }),
    make("span", { class: "pillar-target", text: aim ? `aim ${aim.text}` : "" }));
}

// A target is a share, or the least and the most.
function aimed(target) {
  if (target === null || target === undefined) return null;
  const [from, to] = Array.isArray(target) ? target.map((one) => one * 100) : [target * 100, target * 100];
  return { from, to, text: from === to ? `${Math.round(from)} %` : `${Math.round(from)}–${Math.round(to)} %` };
}
