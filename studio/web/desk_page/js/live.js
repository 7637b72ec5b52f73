// Hears edits: what was just written sounds as soon as it is made, when its sentence has ended or the keys rest.
import { $ } from "./dom.js";

const REST_MS = 800;
const ENDS = /[.!?…:;"”)\n]$/;

export class Live {
  #score; #player; #mark = null; #due = 0; #on = false;

  constructor(bus, score, player) {
    this.#score = score;
    this.#player = player;
    bus.on("edited", (told) => this.#edited(told));
  }

  set(on) {
    this.#on = on;
    $("live").setAttribute("aria-pressed", String(on));
  }
  get on() { return this.#on; }

  #edited({ doc, changes, transactions }) {
    if (!this.#on || !transactions.some((one) => one.isUserEvent("input") || one.isUserEvent("delete"))) return;
    let place = 0;
    let typed = "";
    changes.iterChanges((_a, _b, from, to, inserted) => { place = from; typed = inserted.toString(); if (to > from) place = to - 1; });
    // A blank at the end of a passage is no part of it.
    const written = doc.sliceString(Math.max(0, place - 200), place + 1).trimEnd();
    place = Math.min(place, Math.max(0, place - 200) + Math.max(0, written.length - 1));
    if (this.#mark) this.#score.release(this.#mark);
    this.#mark = this.#score.mark(place);
    this.#mark.side = -1;
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.#hear(), ENDS.test(typed) ? 0 : REST_MS);
  }

  #hear() {
    this.#player.play({ from: this.#mark.position, to: this.#mark.position + 1 });
  }
}
