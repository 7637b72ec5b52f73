/* The listening page: one <audio> element, and everything that follows or moves its time. */
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const audio = at("audio"), player = at("player"), seek = at("seek"), lines = at("lines"), follow = at("follow");
  const cues = [...lines.querySelectorAll(".cue")].map((link) => ({ link, start: link.dataset.seek / 1000, end: link.dataset.end / 1000 }));
  const chapterList = document.querySelector(".chapters ol"), chapterLinks = [...chapterList.querySelectorAll("a")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const remembered = `studio:${data.guid}`;

  const clock = (seconds) => {
    const s = Math.max(0, Math.floor(seconds)), two = (n) => String(n).padStart(2, "0");
    const minutes = Math.floor(s / 60) % 60, hours = Math.floor(s / 3600);
    return hours ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
  };
  // Index of the last item that starts at or before a time; -1 before the first.
  const lastBefore = (items, time) => {
    let low = 0, high = items.length;
    while (low < high) { const middle = (low + high) >> 1; if (items[middle].start <= time + 0.01) low = middle + 1; else high = middle; }
    return low - 1;
  };
  const stored = (key, value) => {
    try { if (value === undefined) return localStorage.getItem(key); localStorage.setItem(key, value); } catch { /* private or local page */ }
    return null;
  };

  // ------------------------------------------------------------------ moving
  let wanted = null;
  const duration = () => (Number.isFinite(audio.duration) ? audio.duration : data.duration);
  const go = (time, play) => {
    const target = Math.min(Math.max(0, time), Math.max(0, duration() - 0.05));
    // Before the file's length is known, browsers forget a position that is set: keep it until then.
    if (audio.readyState === 0) wanted = target; else audio.currentTime = target;
    if (play) audio.play().catch(() => {});
    show(target);
  };
  const now = () => (wanted === null ? audio.currentTime : wanted);
  const toggle = () => (audio.paused ? audio.play().catch(() => {}) : audio.pause());
  const jumpChapter = (step) => {
    const here = lastBefore(data.chapters, now());
    const again = step < 0 && now() - (data.chapters[here]?.start ?? 0) > 3;
    const target = data.chapters[again ? here : here + step];
    if (target) go(target.start); else if (step < 0) go(0);
  };
  const setSpeed = (rate) => { audio.playbackRate = rate; at("speed").value = String(rate); stored("studio:speed", rate); };
  const changeSpeed = (step) => {
    const options = at("speed").options, index = at("speed").selectedIndex + step;
    if (options[index]) setSpeed(Number(options[index].value));
  };
  audio.addEventListener("loadedmetadata", () => { if (wanted !== null) { audio.currentTime = wanted; wanted = null; } });

  // ------------------------------------------------------------------ showing
  let shownCue = -1, shownChapter = -1;
  const setFollow = (on) => follow.setAttribute("aria-pressed", String(on));
  const following = () => follow.getAttribute("aria-pressed") === "true";
  // Scrolls a box only, never the page under the listener's eyes.
  const within = (list, link) => {
    const box = list.getBoundingClientRect(), line = link.getBoundingClientRect();
    const top = list.scrollTop + line.top - box.top - box.height * 0.35;
    list.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  };
  const reveal = (link) => within(lines, link);
  function show(time) {
    at("now").textContent = clock(time);
    seek.value = time;
    seek.setAttribute("aria-valuetext", `${clock(time)} of ${clock(duration())}`);
    const chapter = lastBefore(data.chapters, time);
    if (chapter !== shownChapter) {
      chapterLinks[shownChapter]?.removeAttribute("aria-current");
      chapterLinks[chapter]?.setAttribute("aria-current", "true");
      if (chapterLinks[chapter]) within(chapterList, chapterLinks[chapter]);
      if (data.chapters[chapter]) at("now-title").textContent = data.chapters[chapter].label;
      shownChapter = chapter;
    }
    const cue = lastBefore(cues, time);
    if (cue !== shownCue) {
      cues[shownCue]?.link.classList.remove("is-now");
      shownCue = cue;
      if (cues[cue]) { cues[cue].link.classList.add("is-now"); if (following()) reveal(cues[cue].link); }
    }
  }
  audio.addEventListener("timeupdate", () => show(now()));
  audio.addEventListener("seeked", () => show(now()));
  for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, () => {
    player.classList.toggle("is-playing", !audio.paused);
    at("play").setAttribute("aria-label", audio.paused ? "Play" : "Pause");
  });
  audio.addEventListener("timeupdate", () => stored(remembered, Math.floor(audio.currentTime)));
  audio.addEventListener("ended", () => stored(remembered, 0));

  // ------------------------------------------------------------------ controls
  audio.controls = false;
  player.querySelector(".deck").hidden = false;
  at("play").addEventListener("click", toggle);
  at("back").addEventListener("click", () => go(now() - 15));
  at("forward").addEventListener("click", () => go(now() + 30));
  at("previous").addEventListener("click", () => jumpChapter(-1));
  at("next").addEventListener("click", () => jumpChapter(1));
  at("speed").addEventListener("change", (event) => setSpeed(Number(event.target.value)));
  at("help").addEventListener("click", () => at("keys").showModal());
  seek.addEventListener("input", () => go(Number(seek.value)));
  follow.addEventListener("click", () => { setFollow(!following()); if (following() && cues[shownCue]) reveal(cues[shownCue].link); });
  for (const name of ["wheel", "touchmove"]) lines.addEventListener(name, () => setFollow(false), { passive: true });
  at("share").addEventListener("click", async () => {
    const address = `${location.href.split("#")[0]}#t=${Math.floor(now())}`;
    let copied = false;
    try { await navigator.clipboard.writeText(address); copied = true; } catch { /* not allowed: leave it in the address bar */ }
    history.replaceState(null, "", address);
    at("shared").textContent = copied ? "Copied" : "In the address bar";
    setTimeout(() => { at("shared").textContent = ""; }, 1800);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-seek]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.getAttribute("href"));
    setFollow(true);
    go(link.dataset.seek / 1000, true);
  });
  const shortcuts = {
    " ": toggle, k: toggle, ArrowLeft: () => go(now() - 5), ArrowRight: () => go(now() + 5), j: () => go(now() - 15), l: () => go(now() + 30),
    n: () => jumpChapter(1), p: () => jumpChapter(-1), "<": () => changeSpeed(-1), ">": () => changeSpeed(1),
    f: () => follow.click(), "/": () => at("query").focus(), "?": () => at("keys").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest("input:not([type=range]), select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey;
    const ownKey = (event.key === " " && event.target.closest("button")) || (event.key.startsWith("Arrow") && event.target === seek);
    const action = shortcuts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (busy || ownKey || !action) return;
    event.preventDefault();
    action();
  });

  // ------------------------------------------------------------------ search
  // One text for all lines, so that a phrase is found across the borders of captions.
  let text = "", hits = [], hit = -1;
  for (const cue of cues) { cue.from = text.length; text += `${cue.link.textContent.toLowerCase()} `; }
  const cuesWithin = (from, to) => cues.filter((cue) => cue.from < to && cue.from + cue.link.textContent.length > from);
  const mark = (from, to) => {
    const [first, last] = [cuesWithin(from, from + 1)[0], cuesWithin(to - 1, to)[0]];
    if (!first || !last) return null;
    const range = new Range();
    range.setStart(first.link.firstChild, from - first.from);
    range.setEnd(last.link.firstChild, to - last.from);
    return range;
  };
  const search = () => {
    const query = at("query").value.trim().toLowerCase();
    hits = []; hit = -1;
    for (let from = text.indexOf(query); query && from >= 0; from = text.indexOf(query, from + query.length)) hits.push([from, from + query.length]);
    for (const cue of cues) cue.link.classList.remove("is-hit");
    if (window.Highlight && CSS.highlights) CSS.highlights.set("found", new Highlight(...hits.map(([from, to]) => mark(from, to)).filter(Boolean)));
    else for (const [from, to] of hits) for (const cue of cuesWithin(from, to)) cue.link.classList.add("is-hit");
    at("found").textContent = !query ? "" : hits.length ? `${hits.length} found` : "Not found";
    if (hits.length) nextHit(1);
  };
  const nextHit = (step) => {
    if (!hits.length) return;
    hit = (hit + step + hits.length) % hits.length;
    setFollow(false);
    reveal(cuesWithin(...hits[hit])[0].link);
    at("found").textContent = `${hit + 1} of ${hits.length}`;
  };
  at("query").addEventListener("input", search);
  at("search").addEventListener("submit", (event) => event.preventDefault());
  at("query").addEventListener("keydown", (event) => {
    if (event.key === "Enter") nextHit(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") { at("query").value = ""; search(); at("query").blur(); }
  });

  // ------------------------------------------------------------------ waveform, coloured by pillar
  // Opaque colours only: the part that was played is painted through the wave's own alpha.
  const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const faded = (colour, paper) => `rgb(${channels(colour).map((value, at) => Math.round(value * 0.42 + channels(paper)[at] * 0.58)).join(" ")})`;
  const themed = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const gradient = (paint) => {
    const width = at("wave").clientWidth * devicePixelRatio;
    const made = document.createElement("canvas").getContext("2d").createLinearGradient(0, 0, width, 0);
    for (const chapter of data.chapters) {
      for (const edge of [chapter.start, chapter.end]) made.addColorStop(Math.min(1, edge / data.duration), paint(chapter.colour));
    }
    return made;
  };
  const colours = () => ({ waveColor: gradient((colour) => faded(colour, themed("--card"))), progressColor: gradient((colour) => colour), cursorColor: themed("--ink") });
  if (window.WaveSurfer) {
    const wave = WaveSurfer.create({
      container: at("wave"), media: audio, peaks: [data.peaks.map((peak) => peak / 100)], duration: data.duration, height: "auto", barWidth: 2,
      barGap: 1, barRadius: 2, barMinHeight: 2, normalize: true, interact: false, cursorWidth: 2, ...colours(),
    });
    let pending = 0;
    const repaint = () => { clearTimeout(pending); pending = setTimeout(() => wave.setOptions(colours()), 120); };
    new ResizeObserver(repaint).observe(at("wave"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  }

  // ------------------------------------------------------------------ lock screen
  if ("mediaSession" in navigator) {
    const artwork = location.protocol.startsWith("http") ? [{ src: data.cover, sizes: "600x600", type: "image/jpeg" }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title: data.title, artist: data.show, album: data.show, artwork });
    navigator.mediaSession.setActionHandler("previoustrack", () => jumpChapter(-1));
    navigator.mediaSession.setActionHandler("nexttrack", () => jumpChapter(1));
    navigator.mediaSession.setActionHandler("seekbackward", () => go(now() - 15));
    navigator.mediaSession.setActionHandler("seekforward", () => go(now() + 30));
  }

  // ------------------------------------------------------------------ where to begin
  const linked = () => {
    const found = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
    return found ? Number(found[1]) : null;
  };
  addEventListener("hashchange", () => { if (linked() !== null) go(linked()); });
  const speed = Number(stored("studio:speed"));
  if (speed) setSpeed(speed);
  go(linked() ?? Number(stored(remembered) ?? 0));
})();
