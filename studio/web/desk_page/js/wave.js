// The waveform of the passage at the playhead; a press on it moves the playhead there.
import WaveSurfer from "../vendor/wavesurfer.js";
import { nonce } from "./api.js";
import { $ } from "./dom.js";

// Takes of words that are just being typed come and go: only what stays is drawn.
const REST_MS = 200;

export class Wave {
  #wave; #key = null; #due = 0;

  constructor(bus, seek) {
    this.#wave = WaveSurfer.create({
      container: $("wave"), height: 44, cspNonce: nonce, barWidth: 2, barGap: 1, barRadius: 1, cursorWidth: 2, normalize: true, ...colours(),
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#wave.setOptions(colours()));
    this.#wave.on("error", () => {}); // it has no sound of its own to load
    this.#wave.on("interaction", (seconds) => seek(seconds / Math.max(0.01, this.#wave.getDuration())));
    bus.on("here", (one) => this.#about(one));
    bus.on("sounding", (one) => this.#about(one));
    bus.on("playhead", ({ segment, share }) => { if (segment.id === this.#key) this.#wave.seekTo(share); });
  }

  #about(one) {
    const key = one?.state === "fresh" ? one.id : null;
    if (key === this.#key) return;
    this.#key = key;
    $("wave").hidden = key === null;
    clearTimeout(this.#due);
    if (key !== null) this.#due = setTimeout(() => this.#load(key, one.duration_s), REST_MS);
  }

  async #load(key, duration) {
    try {
      const response = await fetch(`/api/takes/${encodeURIComponent(key)}/peaks`);
      if (!response.ok) throw new Error("no peaks");
      const { peaks } = await response.json();
      if (key !== this.#key) return;
      await this.#wave.load("", [peaks], duration || 1);
    } catch {
      if (key === this.#key) $("wave").hidden = true;
    }
  }
}

// A canvas knows colours only as they come out in this scheme.
function colours() {
  const [waveColor, accent] = ["--wave", "--accent"].map((name) => {
    $("wave").style.color = `var(${name})`;
    return getComputedStyle($("wave")).color;
  });
  $("wave").style.color = "";
  return { waveColor, progressColor: accent, cursorColor: accent };
}
