// The takes of the passage at the caret: hear the last one against the new one, choose, keep, ask for another.
import { ask, here } from "./api.js";
import { attempt, say } from "./announce.js";
import { $, button, fill, make } from "./dom.js";

export class Takes {
  #bus; #score; #sounds; #player; #one = null; #takes = []; #side = "new"; #sounding = null; #due = 0;

  constructor(bus, score, sounds, player) {
    this.#bus = bus;
    this.#score = score;
    this.#sounds = sounds;
    this.#player = player;
    bus.on("here", (one) => this.#about(one));
    bus.on("sounding", (one) => this.#about(one));
    bus.on("player", ({ state }) => { if (state === "waiting") this.#quiet(); });
  }

  get segment() { return this.#one; }

  #about(one) {
    const same = one && this.#one && one.index === this.#one.index && one.id === this.#one.id && one.state === this.#one.state;
    this.#one = one;
    if (same) return;
    this.#side = "new";
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.#load(), 150);
  }

  async #load() {
    const one = this.#one;
    $("segment-title").textContent = one ? `${one.speaker || "Narrator"}, ${one.section || "opening"}` : "No passage here";
    if (!one || one.touched) { this.#show([]); return; }
    try {
      const { takes } = await ask("GET", `${here}/takes/${one.index}`);
      if (one === this.#one) this.#show(takes);
    } catch {
      this.#show([]);
    }
  }

  #show(takes) {
    this.#takes = takes;
    $("takes-none").hidden = takes.length > 0;
    const locked = takes.some((take) => take.chosen && take.locked) || this.#one?.locked;
    $("lock").textContent = locked ? "Unlock" : "Lock";
    $("lock").dataset.locked = Boolean(locked);
    for (const id of ["retake", "lock"]) $(id).disabled = !this.#one;
    for (const id of ["ab", "revert"]) $(id).disabled = takes.length < 2;
    fill($("takes"), takes.map((take, at) => this.#entry(take, at)));
  }

  #entry(take, at) {
    const name = `Take ${at + 1}`;
    const told = [take.chosen ? "in use" : "", take.locked ? "locked" : "", take.duration_s ? `${take.duration_s.toFixed(1)} s` : ""].filter(Boolean).join(" · ");
    return make("li", { class: take.chosen ? "take chosen" : "take" },
      button("▶", () => this.hear(take.key), { "aria-label": `Hear ${name}`, "data-key": `hear ${take.key}` }),
      make("span", { class: "what", text: name }), make("span", { class: "where", text: told }),
      take.chosen ? null : button("Use", () => this.act("choose", take.key), { "aria-label": `Use ${name}`, "data-key": `use ${take.key}` }));
  }

  async hear(key) {
    await attempt(async () => {
      this.#player.stop();
      const buffer = await this.#sounds.take(key);
      this.#quiet();
      this.#sounding = this.#sounds.once(buffer);
    });
  }

  #quiet() {
    this.#sounding?.stop();
    this.#sounding = null;
  }

  // The take before and the take in use, in turn.
  ab() {
    const used = this.#takes.findIndex((take) => take.chosen);
    const other = used > 0 ? used - 1 : used === 0 ? 1 : -1;
    if (other < 0 || other >= this.#takes.length) { say("This passage has one take only."); return; }
    this.#side = this.#side === "new" ? "last" : "new";
    const take = this.#takes[this.#side === "new" ? used : other];
    $("ab").textContent = this.#side === "new" ? "A/B: in use" : "A/B: the other";
    say(this.#side === "new" ? "The take in use" : "The other take");
    this.hear(take.key);
  }

  lock() { return this.act($("lock").dataset.locked === "true" ? "unlock" : "lock"); }

  async act(action, key) {
    const one = this.#one;
    if (!one) return;
    if (one.touched || this.#score.unsure) { say("The text is being read; a moment."); return; }
    await attempt(async () => {
      await ask("POST", `${here}/takes/${one.index}`, key ? { action, key } : { action });
      say({ retake: "Another take is being made", choose: "Chosen", lock: "Locked", unlock: "Unlocked", revert: "The last take is in use again" }[action]);
      await this.#load();
    });
  }
}
