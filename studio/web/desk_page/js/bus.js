// What happens on the page, by name; parts tell each other through it and know nothing else of one another.
export class Bus {
  #heard = new Map();

  on(name, hear) {
    if (!this.#heard.has(name)) this.#heard.set(name, new Set());
    this.#heard.get(name).add(hear);
    return () => this.#heard.get(name).delete(hear);
  }

  emit(name, told) {
    for (const hear of [...(this.#heard.get(name) ?? [])]) hear(told);
  }

  once(name, fits = () => true, signal = null) {
    return new Promise((resolve, reject) => {
      const stop = this.on(name, (told) => {
        if (!fits(told)) return;
        stop();
        resolve(told);
      });
      signal?.addEventListener("abort", () => { stop(); reject(signal.reason); }, { once: true });
    });
  }
}
