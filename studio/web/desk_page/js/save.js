// Saving, and what happens when somebody else has saved: nobody's text is overwritten unseen.
import { ask, here } from "./api.js";
import { attempt, complain, say } from "./announce.js";
import { $, button, make } from "./dom.js";
import { draftsOf, dropDraft, dropKept, keepDraft } from "./draft.js";
import { compare } from "./conflict.js";

const DRAFT_MS = 600;

export class Saving {
  #view; #opened; #revision; #disk; #busy = false; #due = 0; #theirs = null; #taken = new Set();

  constructor(bus, view, opened) {
    this.#view = view;
    this.#opened = opened;
    this.#revision = opened.revision;
    this.#disk = view.state.doc;
    bus.on("edited", () => this.#edited());
    bus.on("saved", ({ revision }) => this.#elsewhere(revision));
    bus.on("disk", (told) => this.#changed(told));
    bus.on("again", () => this.#elsewhere(null));
    addEventListener("beforeunload", (event) => { if (this.unsaved) event.preventDefault(); });
    this.#find();
  }

  get unsaved() { return !this.#view.state.doc.eq(this.#disk); }
  get text() { return this.#view.state.sliceDoc(); }

  async save() {
    if (this.#theirs) { this.resolve(); return; }
    if (this.#busy) return;
    this.#busy = true;
    const { doc } = this.#view.state;
    try {
      const { revision } = await ask("PUT", here, { text: this.text, revision: this.#revision });
      this.#settled(doc, revision);
      for (const draft of this.#taken) this.#drop(draft);
      this.#taken.clear();
      say("Saved");
    } catch (error) {
      if (error.status === 409) this.#conflict(error.body.theirs);
      else complain(`Not saved: ${error.message}`);
    } finally {
      this.#busy = false;
      this.#mark();
    }
  }

  #settled(doc, revision) {
    this.#disk = doc;
    this.#revision = revision;
    this.#theirs = null;
    $("conflict").hidden = true;
    this.#edited();
  }

  #edited() {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => {
      if (this.unsaved) keepDraft(this.#opened, this.text, this.#revision);
      else dropDraft(this.#opened);
    }, DRAFT_MS);
    this.#mark();
  }

  #mark() {
    const { unsaved } = this;
    $("unsaved").textContent = unsaved ? "Unsaved changes" : "Saved";
    $("unsaved").dataset.unsaved = unsaved;
    $("save").disabled = !unsaved && !this.#theirs;
    document.title = `${unsaved ? "● " : ""}${this.#opened.title} · desk`;
  }

  // Another tab, or a server that is back: take the file's text if this page has none of its own.
  async #elsewhere(revision) {
    if (this.#busy || revision === this.#revision) return;
    await attempt(async () => {
      const now = await ask("GET", here);
      if (now.revision !== this.#revision) this.#came(now);
    });
  }

  #changed({ state, theirs }) {
    if (state === "gone") { complain("The file is gone from the disk. Your text is here: save it to write it again."); return; }
    if (theirs.revision !== this.#revision) this.#came(theirs);
  }

  #came(theirs) {
    const doc = this.#view.state.toText(theirs.text);
    if (!this.unsaved || this.#view.state.doc.eq(doc)) {
      this.#replace(theirs.text);
      this.#settled(this.#view.state.doc, theirs.revision);
      return;
    }
    this.#conflict(theirs);
  }

  #conflict(theirs) {
    if (!theirs) { complain("The file is gone from the disk, or cannot be read. Your text is here."); return; }
    this.#theirs = theirs;
    $("conflict").hidden = false;
    say("The file was changed elsewhere. Both texts are kept; compare them.");
    this.#mark();
  }

  // Shows both; nothing is dropped before the author chooses.
  async resolve() {
    if (!this.#theirs) return;
    const theirs = this.#theirs;
    const chosen = await compare(this.text, theirs.text);
    if (chosen === null) return;
    const latest = this.#theirs;
    this.#theirs = null;
    $("conflict").hidden = true;
    this.#revision = theirs.revision;
    this.#disk = this.#view.state.toText(theirs.text);
    this.#replace(chosen);
    this.#edited();
    // The file may have become another one while the two were compared.
    if (latest !== theirs) this.#came(latest);
    else if (this.unsaved) await this.save();
  }

  // As one change of what differs, so that caret, marks and undo stay.
  #replace(text) {
    const mine = this.#view.state.doc.toString();
    const next = this.#view.state.toText(text).toString();
    let from = 0;
    const least = Math.min(mine.length, next.length);
    while (from < least && mine[from] === next[from]) from += 1;
    let tail = 0;
    while (tail < least - from && mine[mine.length - 1 - tail] === next[next.length - 1 - tail]) tail += 1;
    if (from === mine.length && from === next.length) return;
    const insert = this.#view.state.toText(next.slice(from, next.length - tail));
    this.#view.dispatch({ changes: { from, to: mine.length - tail, insert }, userEvent: "replace" });
  }

  // What pages before this one did not save: those of this browser, and those that the server was told of.
  async #find() {
    const { drafts: kept, writing } = await ask("GET", `${here}/drafts`).catch(() => ({ drafts: [], writing: [] }));
    const known = new Set([this.#opened.text]);
    const own = draftsOf(this.#opened).filter((one) => !writing.includes(one.client));
    const all = [...kept, ...own.map((one) => ({ ...one, is_old: one.revision !== this.#opened.revision }))];
    const drafts = all.filter((one) => !known.has(one.text) && known.add(one.text));
    $("draft").hidden = drafts.length === 0;
    $("draft-choices").replaceChildren(...drafts.map((one) => this.#offer(one)));
  }

  // One that was begun from another state of the file is shown beside it, and never put over it.
  #offer(draft) {
    const offer = make("li", {}, make("span", { text: told(draft, this.#opened.text) }));
    const done = () => {
      offer.remove();
      $("draft").hidden = !$("draft-choices").children.length;
      this.#view.focus();
    };
    const take = (text) => {
      this.#taken.add(draft);
      this.#replace(text);
      done();
    };
    const drop = () => { this.#drop(draft); done(); };
    const look = async () => {
      const chosen = await compare(draft.text, this.text, "The file as it is now");
      if (chosen !== null && chosen === this.text) drop();
      else if (chosen !== null) take(chosen);
    };
    offer.append(draft.is_old ? button("Compare with the file", look) : button("Take it back", () => take(draft.text)), button("Drop it", drop));
    return offer;
  }

  #drop(draft) {
    if (draft.name) ask("DELETE", `${here}/drafts/${draft.name}`).catch(() => {}); // offered again, then
    else dropKept(draft.key);
  }
}

function told(draft, text) {
  const more = draft.text.length - text.length;
  const size = more ? `${Math.abs(more).toLocaleString("en")} characters ${more > 0 ? "more" : "fewer"} than the file` : "as long as the file";
  const when = draft.at ? `of ${new Date(draft.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}` : "in this browser";
  return `Unsaved text ${when}, ${size}${draft.is_old ? "; the file has changed since" : ""}`;
}
