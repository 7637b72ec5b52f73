// Proof-listening: a key marks the word that sounds, and the list is gone through afterwards.
import { ask, episode } from "./api.js";
import { attempt, say } from "./announce.js";
import { $, button, clock, fill, make } from "./dom.js";

export class Flags {
  #score; #view; #go; #flags = [];

  constructor(bus, view, score, go) {
    this.#view = view;
    this.#score = score;
    this.#go = go;
    bus.on("again", () => this.load());
    this.load();
  }

  async load() {
    const told = await ask("GET", `/api/flags?episode=${encodeURIComponent(episode)}`).catch(() => null);
    if (!told) return;
    this.#flags = told.flags;
    this.#show();
  }

  async add(segment, word, at) {
    if (!segment || !word) { say("There is no word to flag here."); return; }
    // What sounds may be the take of words that have been edited since.
    if (!segment.id || !this.#score.all.some((one) => one.id === segment.id)) { say("This passage is being made anew; flag it when it is heard."); return; }
    await attempt(async () => {
      await ask("POST", "/api/flags", { episode, index: segment.index, of: segment.id, word, at_s: at, note: "" });
      say(`Flagged “${word}”`);
      await this.load();
    });
  }

  #show() {
    $("flags-count").textContent = this.#flags.length || "";
    $("flags-none").hidden = this.#flags.length > 0;
    fill($("flags"), this.#flags.map((flag) => make("li", {},
      make("button", { type: "button", class: "entry", "data-key": `flag ${flag.number}`, onclick: () => this.#find(flag) },
        make("span", { class: "where", text: clock(flag.at_s) }), make("span", { class: "what", text: flag.word })),
      button("Done", () => this.#drop(flag.number), { "aria-label": `Done with “${flag.word}”`, class: "mend" }))));
  }

  // The word in its segment; the segment's beginning where the word has gone.
  #find(flag) {
    const segment = this.#score.all.find((one) => one.index === flag.index);
    if (!segment) { say("This passage is not there any more."); return; }
    const text = this.#view.state.sliceDoc(segment.from, segment.to);
    const near = segment.duration_s ? Math.max(0, ((flag.at_s - segment.start_s) / segment.duration_s) * text.length - 40) : 0;
    const found = [text.indexOf(flag.word, near), text.indexOf(flag.word)].find((place) => place >= 0) ?? 0;
    this.#go(segment.from + found);
  }

  async #drop(number) {
    await attempt(async () => {
      await ask("DELETE", `/api/flags/${number}`);
      await this.load();
    });
  }
}
