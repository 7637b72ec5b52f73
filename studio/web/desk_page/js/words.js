// How a word is spoken: try it, hear it, see what it changes, and only then write it down.
import { ask } from "./api.js";
import { attempt, say } from "./announce.js";
import { $, plural } from "./dom.js";

export class Words {
  #sounds; #tried = null;

  constructor(sounds) {
    this.#sounds = sounds;
    $("word-form").addEventListener("submit", (event) => { event.preventDefault(); this.#try(); });
    $("word-apply").addEventListener("click", () => this.#apply());
    for (const id of ["term", "said-as"]) $(id).addEventListener("input", () => this.#forget());
  }

  start(term) {
    $("term").value = term ?? "";
    this.#forget();
    $(term ? "said-as" : "term").focus();
  }

  #forget() {
    this.#tried = null;
    $("word-apply").hidden = true;
    $("word-told").textContent = "";
  }

  async #try() {
    const term = $("term").value.trim();
    const said = $("said-as").value.trim();
    if (!term || !said) { $("word-told").textContent = "Write the word, and how it is said."; return; }
    const wanted = { term, [$("said-kind").value]: said };
    await attempt(async () => {
      const told = await ask("POST", "/api/pronunciation", { ...wanted, apply: false });
      this.#tried = wanted;
      const episodes = Object.keys(told.affected ?? {}).length;
      $("word-told").textContent = told.count
        ? `This will make ${plural(told.count, "segment")} again${episodes > 1 ? ` in ${plural(episodes, "episode")}` : ""}.` : "No segment holds this word; nothing will be made again.";
      $("word-apply").hidden = false;
      if (told.sound) this.#sounds.once(await this.#sounds.at(told.sound));
    });
  }

  async #apply() {
    if (!this.#tried) return;
    await attempt(async () => {
      const told = await ask("POST", "/api/pronunciation", { ...this.#tried, apply: true });
      this.#forget();
      $("word-told").textContent = `Written down; ${plural(told.count, "segment")} to make again.`;
      say($("word-told").textContent);
    });
  }
}
