// Auditions: what other voices would make of the passage at the caret.
import { ask } from "./api.js";
import { attempt } from "./announce.js";
import { $, button, fill, make } from "./dom.js";

const LONGEST = 300;

export class Voices {
  #sounds; #text; #player;

  constructor(sounds, player, text) {
    this.#sounds = sounds;
    this.#player = player;
    this.#text = text;
    $("auditions").addEventListener("toggle", () => { if ($("auditions").open) this.#load(); });
  }

  async #load() {
    await attempt(async () => {
      const { voices } = await ask("GET", "/api/voices");
      fill($("voices"), voices.map((voice) => make("li", {},
        button("▶", (event) => this.#hear(voice.name, event.currentTarget), { disabled: !voice.usable, "aria-label": `Hear this passage by ${voice.name}`, "data-key": voice.name }),
        make("span", { class: "what", text: voice.name }),
        make("span", { class: "where", text: voice.usable ? voice.engine : voice.problem }))));
    });
  }

  async #hear(voice, pressed) {
    pressed.disabled = true;
    await attempt(async () => {
      this.#player.stop();
      const { key } = await ask("POST", "/api/say", { text: this.#text().slice(0, LONGEST), voice });
      this.#sounds.once(await this.#sounds.take(key));
    });
    pressed.disabled = false;
    pressed.focus();
  }
}
