// One sentence at a time: to screen readers always, and on the page where somebody has to see it.
import { $, button, make } from "./dom.js";

export function say(text) {
  $("said").textContent = text;
}

export const complain = (text) => tell(text, "alert");

// What somebody has to see, with something to press where that helps.
export function tell(text, role = "status", ...buttons) {
  const note = make("div", { class: `note ${role}`, role }, make("p", { text: String(text) }), ...buttons);
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
