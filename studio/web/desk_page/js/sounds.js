// Takes as decoded sound. The newest are kept; what is asked for twice is fetched once.
const KEPT = 40;

export class Sounds {
  #context = null;
  #made = new Map();

  // Browsers let a page sound only after somebody pressed something, so it is opened then.
  get context() {
    this.#context ??= new AudioContext({ latencyHint: "interactive" });
    if (this.#context.state === "suspended") this.#context.resume();
    return this.#context;
  }

  take(key) { return this.at(`/api/takes/${encodeURIComponent(key)}.wav`); }

  at(address) {
    if (!this.#made.has(address)) {
      const made = this.#fetch(address);
      made.catch(() => this.#made.delete(address));
      this.#made.set(address, made);
      if (this.#made.size > KEPT) this.#made.delete(this.#made.keys().next().value);
    }
    return this.#made.get(address);
  }

  async #fetch(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error("This take is not there any more; ask for it again.");
    return this.context.decodeAudioData(await response.arrayBuffer());
  }

  // One sound by itself: { ended }, and stop().
  once(buffer, rate = 1) {
    const node = new AudioBufferSourceNode(this.context, { buffer });
    node.connect(this.context.destination);
    const ended = new Promise((resolve) => { node.onended = resolve; });
    node.start();
    return { ended, rate, stop: () => node.stop() };
  }
}
