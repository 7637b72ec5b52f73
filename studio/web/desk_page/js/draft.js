// What is not saved yet is kept in the browser too, in case that the server is away: a draft for each page, a few of them.
import { client } from "./api.js";

const MOST = 5;
const start = (opened) => `studio desk draft ${opened.uri} `;
const own = (opened) => start(opened) + client;

// A full or closed store takes nothing from the text on the page.
const attempt = (run, otherwise = null) => { try { return run(); } catch { return otherwise; } };

export function keepDraft(opened, text, revision) {
  attempt(() => {
    localStorage.setItem(own(opened), JSON.stringify({ text, revision, at: new Date().toISOString() }));
    for (const one of draftsOf(opened).slice(MOST)) localStorage.removeItem(one.key);
  });
}

export const dropDraft = (opened) => dropKept(own(opened));
export const dropKept = (key) => attempt(() => localStorage.removeItem(key));

// [{ key, client, text, revision, at }] of pages other than this one, the latest first.
export function draftsOf(opened) {
  return attempt(() => {
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at)).filter((key) => key.startsWith(start(opened)));
    const kept = keys.filter((key) => key !== own(opened)).map((key) => ({ ...attempt(() => JSON.parse(localStorage.getItem(key))), key, client: key.slice(start(opened).length) }));
    return kept.filter((one) => typeof one.text === "string").sort((a, b) => String(b.at).localeCompare(String(a.at)));
  }, []);
}
