/* What every page's scripts share. */
document.documentElement.classList.add("js");
const at = (id) => document.getElementById(id);
const on = (id, event, listener) => at(id)?.addEventListener(event, listener);
const told = () => JSON.parse(at("data").textContent);
const worded = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds)), two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60, hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};

// Index of the last item that is at or before a place, by binary search; -1 before the first.
const lastBefore = (items, place, of = (item) => item.start) => {
  let low = 0, high = items.length;
  while (low < high) { const middle = (low + high) >> 1; if (of(items[middle]) <= place) low = middle + 1; else high = middle; }
  return low - 1;
};

// Private windows and pages on a disk may have nothing to remember in.
const stored = (key, value) => {
  try { if (value === undefined) return localStorage.getItem(key); localStorage.setItem(key, value); } catch { /* not remembered */ }
  return null;
};
const placeOf = (guid) => `studio:${guid}`;

// A button that says Play or Pause.
const showPlaying = (button, isPlaying, words) => {
  button.classList.toggle("is-playing", isPlaying);
  button.setAttribute("aria-label", isPlaying ? words.pause : words.play);
};
