// The texts of the last moments and what was changed since each, so that an answer about an older one finds its places.
import { ChangeSet } from "../vendor/codemirror.js";
import { sha256 } from "./hash.js";
import { reshapes } from "./segments.js";

const LENGTH = 60;

export class Trail {
  #steps = [];

  constructor(doc) {
    this.#steps.push({ doc, serial: 0, hash: null, since: ChangeSet.empty(doc.length).desc, reshaped: false });
  }

  changed(doc, changes, serial) {
    const desc = changes.desc;
    const reshaped = reshapes(changes, this.#steps.at(-1).doc);
    for (const step of this.#steps) {
      step.since = step.since.composeDesc(desc);
      step.reshaped ||= reshaped;
    }
    this.#steps.push({ doc, serial, hash: null, since: ChangeSet.empty(doc.length).desc, reshaped: false });
    if (this.#steps.length > LENGTH) this.#steps.shift();
  }

  // The step whose text has this SHA-256, newest first; null for a text that was never here.
  find(hash) {
    for (let at = this.#steps.length - 1; at >= 0; at -= 1) {
      const step = this.#steps[at];
      step.hash ??= sha256(step.doc.toString());
      if (step.hash === hash) return step;
    }
    return null;
  }
}
