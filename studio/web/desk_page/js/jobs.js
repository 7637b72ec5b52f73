// Renders, publishing and checks: started here, followed here, and stopped here. They go on without this page.
import { ask, episode } from "./api.js";
import { attempt, say } from "./announce.js";
import { $, button, clock, fill, make } from "./dom.js";

const NAMES = { render: "Render", publish: "Publish", verify: "Verify" };
const ENDED = new Set(["done", "failed", "cancelled"]);

export class Jobs {
  #jobs = new Map();

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
    fill($("jobs"), all.slice(0, 20).map((job) => this.#entry(job)));
  }

  #entry(job) {
    const share = job.total ? job.done / job.total : 0;
    const left = job.left_s === null || job.left_s === undefined ? "" : `, ${clock(job.left_s)} left`;
    const told = job.state === "running" ? `${job.done} of ${job.total}${left}` : job.state;
    const ended = ENDED.has(job.state);
    return make("li", { class: `job ${job.state}`, "data-job": job.id },
      make("span", { class: "what", text: `${NAMES[job.kind] ?? job.kind} ${job.episodes.join(", ")}` }),
      make("span", { class: "where", text: told }),
      ended ? null : make("progress", { value: share, max: 1, "aria-label": `${NAMES[job.kind]} progress` }),
      job.message ? make("p", { class: "hint", text: job.message }) : null,
      ended ? null : button("Cancel", () => attempt(() => ask("DELETE", `/api/jobs/${encodeURIComponent(job.id)}`)), { "data-key": `cancel ${job.id}`, class: "mend" }));
  }
}
