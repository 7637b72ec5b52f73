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
      const { takes } = await ask("GET", `${here}/takes/${one.index}?of=${one.id}`);
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
    $("revert").disabled = takes.length < 2;
    $("ab").disabled = this.#pair() === null;
    fill($("takes"), takes.map((take, at) => this.#entry(take, at)));
  }

  #entry(take, at) {
    const name = take.recording ? "Recording" : `Take ${at + 1}`;
    const told = [take.chosen ? "in use" : "", take.locked ? "locked" : "", take.made ? "" : "not made", take.duration_s ? `${take.duration_s.toFixed(1)} s` : ""].filter(Boolean).join(" · ");
    return make("li", { class: take.chosen ? "take chosen" : "take" },
      button("▶", () => this.hear(take.key), { disabled: !take.made, "aria-label": `Hear ${name}`, "data-key": `hear ${take.key}` }),
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

  // The take before and the take in use: of the same words where there are two, else of the words before the edit.
  #pair() {
    const made = this.#takes.filter((take) => take.made);
    const used = made.findIndex((take) => take.chosen);
    if (used < 0) return null;
    const last = made[used > 0 ? used - 1 : 1]?.key ?? this.#one?.before;
    return last && last !== made[used].key ? { last, new: made[used].key } : null;
  }

  ab() {
    const pair = this.#pair();
    if (!pair) { say("There is nothing to compare this take with."); return; }
    this.#side = this.#side === "new" ? "last" : "new";
    $("ab").textContent = this.#side === "new" ? "A/B: in use" : "A/B: the other";
    say(this.#side === "new" ? "The take in use" : "The other take");
    this.hear(pair[this.#side]);
  }

  lock() { return this.act($("lock").dataset.locked === "true" ? "unlock" : "lock"); }

  async act(action, key) {
    const one = this.#one;
    if (!one) return;
    if (one.touched || this.#score.unsure) { say("The text is being read; a moment."); return; }
    await attempt(async () => {
      await ask("POST", `${here}/takes/${one.index}`, { action, of: one.id, ...(key ? { key } : {}) });
      say({ retake: "Another take is being made", choose: "Chosen", lock: "Locked", unlock: "Unlocked", revert: "The last take is in use again" }[action]);
      await this.#load();
    });
  }
}
