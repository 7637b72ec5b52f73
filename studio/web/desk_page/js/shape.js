// The episode at a glance: its length, its pillars against their targets, and its sections along a strip of time.
import { $, clock, draw, fill, make, redraw } from "./dom.js";

const WIDTH = 1000;
// For shows that give their pillars no colours of their own.
const COLOURS = ["#2a78d6", "#d6532a", "#2a9d5c", "#8a4fc9", "#a67c00", "#0f8b8d"];

export class Shape {
  #score; #go; #shares = null; #due = false;

  constructor(bus, score, go) {
    this.#score = score;
    this.#go = go;
    bus.on("shares", (told) => { this.#shares = told; this.#all(); });
    bus.on("score", () => this.#soon());
    bus.on("loudness", ({ lufs_integrated: lufs }) => {
      $("loudness").textContent = lufs === null ? "not measured yet" : `${lufs.toFixed(1)} LUFS`;
    });
    bus.on("playhead", ({ at_s }) => this.#head(at_s));
    bus.on("here", (one) => this.#head(one?.start_s ?? 0));
    $("strip").addEventListener("click", (event) => this.#point(event));
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
    fill($("chapters"), sections.map((one, at) => this.#chapter(one, at, colour(one.pillar))));
    const scale = WIDTH / Math.max(1, total);
    $("strip-sections").replaceChildren(...sections.map((one) => {
      const width = Math.max(1, one.duration_s * scale - 1);
      return coloured(draw("rect", { x: one.start_s * scale, y: 0, width, height: 30 }, draw("title")), colour(one.pillar));
    }));
    [...$("strip-sections").children].forEach((rect, at) => { rect.firstChild.textContent = `${sections[at].title}, ${clock(sections[at].duration_s)}`; });
    this.#states();
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
    if (!this.#shares) return;
    const scale = WIDTH / Math.max(1, this.#shares.total_s);
    redraw($("strip-segments"), "rect", all.map((one) => ({
      x: one.start_s * scale, y: 34, width: Math.max(0.6, (one.duration_s || 0) * scale - 0.4), height: 10, class: `state-${one.state}`,
    })));
  }

  #chapter(one, at, colour) {
    return make("li", {}, make("button", { type: "button", class: "entry chapter", "data-key": String(at), onclick: () => this.#go(this.#now(one)) },
      coloured(make("span", { class: "swatch" }), colour),
      make("span", { class: "what", text: one.title || "Opening" }),
      make("span", { class: "where", text: clock(one.duration_s) })));
  }

  #now(section) {
    const segment = this.#score.speech.find((one) => one.section === section.title && one.start_s >= section.start_s - 0.05);
    return segment?.from ?? 0;
  }

  #head(at) {
    const x = this.#shares ? (at / Math.max(1, this.#shares.total_s)) * WIDTH : 0;
    $("strip-head").setAttribute("x1", x);
    $("strip-head").setAttribute("x2", x);
  }

  #point(event) {
    if (!this.#shares) return;
    const box = $("strip").getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * this.#shares.total_s;
    const one = this.#score.speech.findLast((segment) => segment.start_s <= at) ?? this.#score.speech[0];
    if (one) this.#go(one.from);
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
