// One sentence at a time: to screen readers always, and on the page where somebody has to see it.
import { $, button, make } from "./dom.js";

export function say(text) {
  $("said").textContent = text;
}

export function complain(text) {
  const note = make("div", { class: "note", role: "alert" }, make("p", { text: String(text) }));
  note.append(button("Close", () => note.remove(), { class: "quiet" }));
  const same = [...$("notes").children].find((one) => one.querySelector("p").textContent === String(text));
  same?.remove();
  $("notes").append(note);
  while ($("notes").children.length > 3) $("notes").firstElementChild.remove();
}

// Runs what may fail; a failure is told, and never silent.
export async function attempt(doing) {
  try {
    return await doing();
  } catch (error) {
    if (error?.name !== "AbortError") complain(error.message || error);
    return null;
  }
}
