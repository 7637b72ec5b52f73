// Puts the desk together: the parts, in the order in which they need each other.
import { nextDiagnostic, previousDiagnostic } from "../vendor/codemirror.js";
import { ask, episode, here } from "./api.js";
import { attempt, complain, say, tell } from "./announce.js";
import { Bus } from "./bus.js";
import { $, button, make, plural } from "./dom.js";
import { openEditor } from "./editor.js";
import { Findings } from "./findings.js";
import { Flags } from "./flags.js";
import { Hints } from "./hints.js";
import { Jobs } from "./jobs.js";
import { bindKeys, explainKeys } from "./keys.js";
import { Live } from "./live.js";
import { Looks } from "./looks.js";
import { Player } from "./player.js";
import { Saving } from "./save.js";
import { Score } from "./score.js";
import { Shape } from "./shape.js";
import { Sounds } from "./sounds.js";
import { listen } from "./stream.js";
import { Tabs } from "./tabs.js";
import { Takes } from "./takes.js";
import { Transport, reveal } from "./transport.js";
import { Voices } from "./voices.js";
import { Wave } from "./wave.js";
import { Words } from "./words.js";

async function open() {
  const bus = new Bus();
  const desk = {};
  const [show, opened] = await Promise.all([ask("GET", "/api/show"), ask("GET", here)]);
  chooser(show);
  $("path").textContent = opened.script;
  const leave = (key, run) => ({ key, run: (view) => run(view) !== false });
  const view = openEditor(bus, opened, {
    keys: [leave("F8", nextDiagnostic), leave("Shift-F8", previousDiagnostic), { key: "Escape", run: () => desk.leave() }],
    play: (place) => desk.transport.play(place),
  });
  const go = (place) => {
    view.dispatch({ selection: { anchor: place }, effects: reveal(view, place) });
    view.focus();
  };
  const score = new Score(bus, view);
  const sounds = new Sounds();
  const player = new Player(bus, score, sounds);
  const transport = new Transport(bus, view, score, player);
  const looks = new Looks(bus, view);
  const tabs = new Tabs($("tabs"));
  Object.assign(desk, {
    view, transport, saving: new Saving(bus, view, opened), live: new Live(bus, score, player),
    takes: new Takes(bus, score, sounds, player), flags: new Flags(bus, view, score, go), words: new Words(sounds),
    leave: () => leaveScript(view),
    flag: () => desk.flags.add(transport.segment, transport.word?.text, player.now?.at_s ?? transport.segment?.start_s ?? 0),
    pronounce: () => { tabs.show("tab-segment"); desk.words.start(transport.word?.text); },
    help: () => $("help").showModal(),
  });
  new Findings(bus, view, looks, go);
  new Hints(bus, view, looks);
  new Shape(bus, score, (place, stays = false) => {
    if (stays) view.dispatch({ selection: { anchor: place }, effects: reveal(view, place) });
    else go(place);
    if (player.playing) transport.play(place);
  });
  new Jobs(bus);
  new Voices(sounds, player, () => {
    const one = score.at(score.caret);
    return one?.text ?? "";
  });
  new Wave(bus, (share) => {
    const one = transport.segment;
    if (one) transport.play(Math.round(one.from + share * (one.to - one.from)));
  });
  buttons(desk);
  bindKeys(desk);
  explainKeys(desk, $("keys"));
  lines(bus);
  bus.on("fanned", changedOutside);
  bus.on("trouble", (error) => complain(error.message ?? error));
  let due = 0;
  bus.on("edited", () => {
    clearTimeout(due);
    due = setTimeout(() => wordCount(view), 400);
  });
  wordCount(view);
  listen(bus);
  view.focus();
}

function chooser(show) {
  $("episode").replaceChildren(...show.episodes.map((one) => make("option", {
    value: one.id, text: one.title ? `${one.id} · ${one.title}` : one.id, selected: one.id === episode,
  })));
  $("episode").addEventListener("change", () => location.assign(`/episodes/${encodeURIComponent($("episode").value)}`));
}

// Panels of the editor close first; then the player takes the keys.
function leaveScript(view) {
  if (view.dom.querySelector(".cm-panel, .cm-tooltip")) return false;
  $("player").focus();
  say("Player. Single keys hold here; press question mark for them.");
  return true;
}

function buttons(desk) {
  const { transport, takes, saving } = desk;
  const press = { play: () => transport.toggle(), back: () => transport.step(-1), next: () => transport.step(1), loop: () => transport.setLoop(!transport.loop),
    live: () => desk.live.set(!desk.live.on), flag: () => desk.flag(), ab: () => takes.ab(), retake: () => takes.act("retake"),
    revert: () => takes.act("revert"), lock: () => takes.lock(), save: () => saving.save(), "conflict-open": () => saving.resolve(),
    "help-open": () => desk.help(), "help-close": () => $("help").close() };
  for (const [id, run] of Object.entries(press)) $(id).addEventListener("click", () => run());
  $("reach").addEventListener("change", () => transport.setReach($("reach").value));
  $("rate").addEventListener("change", () => transport.setRate(Number($("rate").value)));
}

// Whether the server is there, by its two lines.
function lines(bus) {
  const up = { events: false, language: false };
  let began = false;
  bus.on("line", ({ part, up: now }) => {
    up[part] = now;
    const all = up.events && up.language;
    $("line").dataset.up = all;
    $("line").textContent = all ? "Connected" : began ? "Connecting again; go on writing" : "Connecting";
    began ||= all;
  });
}

// A lexicon, a voice or the settings, changed by another program: what of this text that makes old.
function changedOutside({ because, count, of }) {
  const names = because.join(", ");
  if (!count) { say(`${names} changed. Nothing of this text is to be made again.`); return; }
  const press = button("Make them now", (event) => {
    event.target.closest(".note").remove();
    attempt(() => ask("POST", `${here}/make`, { segments: "all" }));
  });
  tell(`${names} changed: ${count} of ${plural(of, "passage")} are to be made again.`, "status", press);
}

function wordCount(view) {
  const words = view.state.doc.length ? (view.state.doc.toString().match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu) ?? []).length : 0;
  $("words-count").textContent = `${words.toLocaleString("en")} words`;
}

open().catch((error) => complain(`The desk could not open this episode: ${error.message}`));
