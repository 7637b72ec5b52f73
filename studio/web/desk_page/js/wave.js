// The waveform of the passage at the playhead; a press on it moves the playhead there.
import WaveSurfer from "../vendor/wavesurfer.js";
import { nonce } from "./api.js";
import { $ } from "./dom.js";

export class Wave {
  #wave; #key = null;

  constructor(bus, seek) {
    const style = getComputedStyle(document.documentElement);
    this.#wave = WaveSurfer.create({
      container: $("wave"), height: 44, cspNonce: nonce, barWidth: 2, barGap: 1, barRadius: 1, cursorWidth: 2, normalize: true,
      waveColor: style.getPropertyValue("--wave").trim() || "#888", progressColor: style.getPropertyValue("--accent").trim() || "#36c",
      cursorColor: style.getPropertyValue("--accent").trim() || "#36c", interact: true,
    });
    this.#wave.on("error", () => {});
    this.#wave.on("interaction", (seconds) => seek(seconds / Math.max(0.01, this.#wave.getDuration())));
    bus.on("here", (one) => this.#about(one));
    bus.on("sounding", (one) => this.#about(one));
    bus.on("playhead", ({ segment, share }) => { if (segment.id === this.#key) this.#wave.seekTo(share); });
  }

  async #about(one) {
    const key = one?.state === "fresh" ? one.id : null;
    if (key === this.#key) return;
    this.#key = key;
    $("wave").hidden = key === null;
    if (key === null) return;
    try {
      const response = await fetch(`/api/takes/${encodeURIComponent(key)}/peaks`);
      if (!response.ok) throw new Error("no peaks");
      const { peaks } = await response.json();
      if (key !== this.#key) return;
      await this.#wave.load("", [peaks], one.duration_s || 1);
    } catch {
      if (key === this.#key) $("wave").hidden = true;
    }
  }
}
