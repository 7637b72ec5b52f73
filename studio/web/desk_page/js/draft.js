// What is not saved yet is kept in the browser too, until it is on disk.
const key = (opened) => `studio desk draft ${opened.uri}`;

export function keepDraft(opened, text, revision) {
  try {
    localStorage.setItem(key(opened), JSON.stringify({ text, revision }));
  } catch {
    // A full or closed store takes nothing from the text on the page.
  }
}

export function dropDraft(opened) {
  try { localStorage.removeItem(key(opened)); } catch { /* as above */ }
}

// { text, revision } of a page that went away with unsaved text, or null.
export function draftOf(opened) {
  try {
    const kept = JSON.parse(localStorage.getItem(key(opened)));
    return typeof kept?.text === "string" && kept.text !== opened.text ? kept : null;
  } catch {
    return null;
  }
}
