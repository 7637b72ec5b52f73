// Every key of the desk, once: the sheet that explains them, and what they do, are made of this list.
import { make } from "./dom.js";

// `alone` keys hold while the player has the focus (Escape leaves the script for it); the others hold everywhere.
export function keyList(desk) {
  const { transport, takes, saving } = desk;
  return [
    { group: "Listen", key: "Alt-Enter", alone: "Space", text: "Play from the caret, or pause", run: () => transport.toggle() },
    { group: "Listen", key: "Alt-Shift-Enter", alone: "Enter", text: "Play this passage", run: () => transport.play(transport.segment?.from, "segment") },
    { group: "Listen", key: "Alt-n", alone: "n", text: "Play this passage with its neighbours", run: () => transport.play(transport.segment?.from, "neighbours") },
    { group: "Listen", key: "Alt-s", alone: "s", text: "Play from here through this section", run: () => transport.play(undefined, "section") },
    { group: "Listen", key: "Alt-r", alone: "r", text: "Loop on or off", run: () => transport.setLoop(!transport.loop) },
    { group: "Listen", key: "Alt-j", alone: "j", text: "Back to the beginning of the passage, then to the one before", run: () => transport.back() },
    { group: "Listen", key: "Alt-k", alone: "k", text: "Pause", run: () => transport.pause() },
    { group: "Listen", key: "Alt-l", alone: "l", text: "Play; again: faster", run: () => transport.forward() },
    { group: "Listen", key: "Alt-h", alone: "h", text: "Slower", run: () => transport.rate(-1) },
    { group: "Listen", key: "Alt-e", alone: "e", text: "Hear edits as they are made: on or off", run: () => desk.live.set(!desk.live.on) },
    { group: "Move", key: "Alt-ArrowUp", alone: "ArrowUp", text: "To the passage before", run: () => transport.step(-1) },
    { group: "Move", key: "Alt-ArrowDown", alone: "ArrowDown", text: "To the next passage", run: () => transport.step(1) },
    { group: "Move", key: "F8", text: "To the next finding (Shift-F8: the one before)" },
    { group: "Move", key: "Escape", text: "Leave the script for the player; the single keys hold there" },
    { group: "Move", alone: "i", text: "Back to the script, at the caret", run: () => desk.view.focus() },
    { group: "Proof", key: "Alt-f", alone: "f", text: "Flag the word that sounds, or the one at the caret", run: () => desk.flag() },
    { group: "Proof", key: "Alt-a", alone: "a", text: "A/B: hear the other take and the one in use, in turn", run: () => takes.ab() },
    { group: "Proof", key: "Alt-t", alone: "t", text: "Another take of this passage", run: () => takes.act("retake") },
    { group: "Proof", key: "Alt-z", alone: "z", text: "Back to the last take", run: () => takes.act("revert") },
    { group: "Proof", key: "Alt-x", alone: "x", text: "Lock or unlock the take", run: () => takes.lock() },
    { group: "Proof", key: "Alt-p", alone: "p", text: "Change how a word is said", run: () => desk.pronounce() },
    { group: "Write", key: "Mod-s", text: "Save", run: () => saving.save() },
    { group: "Write", key: "Ctrl-Space", text: "Complete: speakers, cues, voices, rules" },
    { group: "Write", key: "F2", text: "Rename a speaker" },
    { group: "Write", key: "Mod-f", text: "Find and replace" },
    { group: "Write", key: "Mod-z", text: "Undo (Shift: redo)" },
    { group: "Write", key: "F1", alone: "?", text: "This sheet", run: () => desk.help() },
  ];
}

// As the event of a key names it, by the key's place where Alt makes another character of it.
function named(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Mod");
  if (event.altKey) parts.push("Alt");
  const letter = event.code?.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  if (event.shiftKey && event.key !== "?") parts.push("Shift");
  parts.push(event.key === " " ? "Space" : event.altKey ? letter : event.key);
  return parts.join("-");
}

const TYPED = "input, select, textarea, .cm-editor, dialog[open]";
const PRESSED = "button, a, summary, [role=tab], [role=slider]";

export function bindKeys(desk) {
  const list = keyList(desk).filter((one) => one.run);
  const everywhere = new Map(list.filter((one) => one.key).map((one) => [one.key, one.run]));
  const alone = new Map(list.filter((one) => one.alone).map((one) => [one.alone, one.run]));
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const name = named(event);
    const writing = event.target.closest?.(TYPED);
    let run = everywhere.get(name);
    if (!run && !writing && !(event.target.closest?.(PRESSED) && ["Space", "Enter", "ArrowUp", "ArrowDown"].includes(name))) run = alone.get(name);
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }, { capture: true });
}

export function explainKeys(desk, sheet) {
  const groups = grouped(keyList(desk));
  for (const [name, keys] of groups) {
    sheet.append(make("section", {}, make("h3", { text: name }), make("dl", {}, ...keys.flatMap((one) => [
      make("dt", {}, ...[one.key, one.alone].filter(Boolean).flatMap((key, at) => [at ? " or " : "", make("kbd", { text: shown(key) })])),
      make("dd", { text: one.text }),
    ]))));
  }
}

function grouped(list) {
  const made = new Map();
  for (const one of list) made.set(one.group, [...(made.get(one.group) ?? []), one]);
  return made;
}

const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);
function shown(key) {
  const words = { Mod: MAC ? "⌘" : "Ctrl", Alt: MAC ? "⌥" : "Alt", ArrowUp: "↑", ArrowDown: "↓" };
  return key.split("-").map((part) => words[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(" ");
}
