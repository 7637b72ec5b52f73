// The server's events; a broken stream is opened again, later and later, for as long as the page lives.
import { client, episode, renew, token } from "./api.js";

const NAMES = ["segments", "segment", "shares", "loudness", "fanned", "disk", "saved", "job"];

export function listen(bus) {
  let wait = 250;
  let lost = false;
  const open = () => {
    const source = new EventSource(`/api/events?episode=${encodeURIComponent(episode)}&token=${encodeURIComponent(token)}&client=${client}`);
    source.onopen = () => {
      wait = 250;
      bus.emit("line", { part: "events", up: true });
      if (lost) bus.emit("again");
      lost = false;
    };
    source.onerror = () => {
      source.close();
      lost = true;
      bus.emit("line", { part: "events", up: false });
      setTimeout(() => renew().then(open), wait);
      wait = Math.min(wait * 2, 5000);
    };
    for (const name of NAMES) source.addEventListener(name, (event) => bus.emit(name, JSON.parse(event.data)));
  };
  open();
}
