// Renders, publishing and checks: started here, followed here, and stopped here. They go on without this page.
import { ask, episode } from "./api.js";
import { attempt, say } from "./announce.js";
import { $, button, clock, fill, make } from "./dom.js";

const NAMES = { render: "Render", publish: "Publish", verify: "Verify" };
const ENDED = new Set(["done", "failed", "cancelled", "interrupted"]);

export class Jobs {
  #jobs = new Map();
  #entries = new Map();

  constructor(bus) {
    bus.on("job", (told) => this.#take(told));
    bus.on("again", () => this.load());
    for (const kind of Object.keys(NAMES)) $(`job-${kind}`).addEventListener("click", () => this.#start(kind));
    this.load();
  }

  async load() {
    const told = await ask("GET", "/api/jobs").catch(() => null);
    for (const job of told?.jobs ?? []) this.#jobs.set(job.id, job);
    this.#show();
  }

  async #start(kind) {
    await attempt(async () => {
      const { id } = await ask("POST", "/api/jobs", { kind, episodes: [episode] });
      if (!this.#jobs.has(id)) this.#take({ id, kind, episodes: [episode], state: "queued", done: 0, total: 0, message: "", left_s: null });
    });
  }

  #take(job) {
    const before = this.#jobs.get(job.id);
    this.#jobs.set(job.id, job);
    if (before?.state !== job.state && ENDED.has(job.state)) say(`${NAMES[job.kind]} ${job.state}. ${job.message ?? ""}`);
    this.#show();
  }

  #show() {
    const all = [...this.#jobs.values()].reverse();
    const running = all.filter((job) => !ENDED.has(job.state)).length;
    $("jobs-count").textContent = running || "";
    $("jobs-none").hidden = all.length > 0;
    const entries = all.slice(0, 20).map((job) => this.#entry(job));
    // An entry that is replaced while somebody presses its button would swallow the press.
    if ([...$("jobs").children].some((one, at) => one !== entries[at]) || entries.length !== $("jobs").children.length) fill($("jobs"), entries);
  }

  #entry(job) {
    const ended = ENDED.has(job.state);
    let entry = this.#entries.get(job.id);
    if (!entry || entry.ended !== ended || (ended && entry.state !== job.state)) {
      entry = made(job, ended);
      this.#entries.set(job.id, entry);
    }
    entry.update(job);
    return entry.element;
  }
}

function made(job, ended) {
  const where = make("span", { class: "where" });
  const hint = make("p", { class: "hint" });
  const progress = ended ? null : make("progress", { max: 1, "aria-label": `${NAMES[job.kind]} progress` });
  const cancel = ended ? null : button("Cancel", () => attempt(() => ask("DELETE", `/api/jobs/${encodeURIComponent(job.id)}`)), { "data-key": `cancel ${job.id}`, class: "mend" });
  const again = job.state === "interrupted" || job.state === "failed" || job.state === "cancelled"
    ? button(job.state === "interrupted" ? "Go on" : "Try again", () => attempt(() => ask("POST", `/api/jobs/${encodeURIComponent(job.id)}`)), { "data-key": `again ${job.id}`, class: "mend" }) : null;
  const name = make("span", { class: "what", text: `${NAMES[job.kind] ?? job.kind} ${job.episodes.join(", ")}` });
  const element = make("li", { "data-job": job.id }, name, where, progress, hint, cancel ?? again);
  return {
    element,
    ended,
    state: job.state,
    update(now) {
      const left = now.left_s === null || now.left_s === undefined ? "" : `, ${clock(now.left_s)} left`;
      element.className = `job ${now.state}`;
      where.textContent = now.state === "running" ? `${now.done} of ${now.total}${left}` : now.state;
      const told = [now.message, ...(now.warnings ?? [])];
      if (now.too_late && !ended) told.push("Too late to cancel: the feed is changed as a whole.");
      hint.textContent = told.filter(Boolean).join("\n");
      hint.hidden = !hint.textContent;
      if (cancel) cancel.disabled = Boolean(now.too_late);
      if (progress) progress.value = now.total ? now.done / now.total : 0;
    },
  };
}
