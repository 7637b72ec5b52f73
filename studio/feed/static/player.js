/* One <audio> element, and everything that shows or moves its time. `watch` has a function told now, and of every change. */
const makePlayer = (data, audio = at("audio")) => {
  const watchers = [], seek = at("seek"), speed = at("speed"), words = data.words;
  let wanted = null, shownChapter, isLaidOut = false;

  const duration = () => (Number.isFinite(audio.duration) ? audio.duration : data.duration);
  const now = () => (wanted === null ? audio.currentTime : wanted);
  const chapterAt = (time) => lastBefore(data.chapters, time + 0.01);
  // Where a server sends a file only from its beginning, browsers stay there and say nothing.
  const reach = (target) => {
    const { seekable } = audio, end = seekable.length ? seekable.end(seekable.length - 1) : 0;
    at("no-jumps").textContent = target > end + 1 && target > audio.currentTime + 1 ? words.no_jumps : "";
    audio.currentTime = target;
  };
  const go = (time, play) => {
    const target = Math.min(Math.max(0, time), Math.max(0, duration() - 0.05));
    // Before the file's length is known, browsers forget a position that is set: keep it until then.
    if (audio.readyState === 0) wanted = target; else reach(target);
    if (play) audio.play().catch(() => {});
    show();
  };
  const toggle = () => (audio.paused ? audio.play().catch(() => {}) : audio.pause());
  const jumpChapter = (step) => {
    const here = chapterAt(now()), again = step < 0 && now() - (data.chapters[here]?.start ?? 0) > 3;
    const target = data.chapters[again ? here : here + step];
    if (target) go(target.start); else if (step < 0) go(0);
  };
  const setSpeed = (rate) => {
    if (![...speed.options].some((option) => Number(option.value) === rate)) return;
    audio.playbackRate = audio.defaultPlaybackRate = rate;
    speed.value = String(rate);
    stored("studio:speed", rate);
  };
  const changeSpeed = (step) => { const option = speed.options[speed.selectedIndex + step]; if (option) setSpeed(Number(option.value)); };

  const show = () => {
    const time = now(), chapter = chapterAt(time), label = data.chapters[chapter]?.label;
    at("now").textContent = clock(time);
    seek.value = time;
    seek.setAttribute("aria-valuetext", worded(words.position_value, { now: clock(time), length: clock(duration()) }) + (label ? `, ${label}` : ""));
    if (chapter !== shownChapter && label) at("now-title").textContent = label;
    shownChapter = chapter;
    if (isLaidOut) drawWave(at("wave"), data, time);
    for (const watcher of watchers) watcher(time, chapter);
  };

  audio.addEventListener("loadedmetadata", () => { if (wanted !== null) { reach(wanted); wanted = null; } });
  for (const name of ["timeupdate", "seeked"]) audio.addEventListener(name, show);
  for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, () => showPlaying(at("play"), !audio.paused, words));
  audio.addEventListener("timeupdate", () => { if (wanted === null) stored(placeOf(data.guid), Math.floor(audio.currentTime)); });
  audio.addEventListener("ended", () => stored(placeOf(data.guid), 0));
  on("play", "click", toggle);
  on("back", "click", () => go(now() - 15));
  on("forward", "click", () => go(now() + 30));
  on("previous", "click", () => jumpChapter(-1));
  on("next", "click", () => jumpChapter(1));
  on("speed", "change", () => setSpeed(Number(speed.value)));
  on("seek", "input", () => go(Number(seek.value)));

  // ------------------------------------------------------------------ time and chapter under the pointer
  const row = at("wave-row"), tip = at("tip");
  const point = (event) => {
    const box = row.getBoundingClientRect(), x = Math.min(box.width, Math.max(0, event.clientX - box.left));
    const time = duration() * x / box.width;
    at("tip-time").textContent = clock(time);
    at("tip-title").textContent = data.chapters[chapterAt(time)]?.label ?? "";
    tip.hidden = false;
    tip.style.left = `${Math.min(Math.max(x, tip.offsetWidth / 2), box.width - tip.offsetWidth / 2)}px`;
  };
  row.addEventListener("pointermove", point);
  row.addEventListener("pointerdown", point);
  for (const name of ["pointerleave", "pointercancel"]) row.addEventListener(name, () => { tip.hidden = true; });

  // ------------------------------------------------------------------ where to begin
  const linked = () => { const found = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash); return found ? Number(found[1]) : null; };
  addEventListener("hashchange", () => { if (linked() !== null) go(linked()); });
  const begin = () => {
    audio.controls = false;
    audio.hidden = true;
    document.querySelector(".deck").hidden = false;
    // It is told of the first size as well, when the page has been laid out: to ask before would do all that work twice.
    new ResizeObserver(() => { isLaidOut = true; drawWave(at("wave"), data, now()); }).observe(at("wave"));
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", show);
    const rate = Number(stored("studio:speed"));
    if (rate) setSpeed(rate);
    const place = Number(stored(placeOf(data.guid)));
    go(linked() ?? (place < duration() - 5 ? place : 0));
  };
  const watch = (watcher) => { watchers.push(watcher); watcher(now(), chapterAt(now())); };
  return { audio, go, now, duration, toggle, jumpChapter, changeSpeed, watch, begin };
};

const setMediaSession = (player, data) => {
  if (!("mediaSession" in navigator)) return;
  const artwork = location.protocol.startsWith("http") ? [{ src: data.cover, sizes: "600x600", type: "image/jpeg" }] : [];
  navigator.mediaSession.metadata = new MediaMetadata({ title: data.title, artist: data.show, album: data.show, artwork });
  const handlers = {
    previoustrack: () => player.jumpChapter(-1), nexttrack: () => player.jumpChapter(1),
    seekbackward: () => player.go(player.now() - 15), seekforward: () => player.go(player.now() + 30),
    seekto: (event) => player.go(event.seekTime),
  };
  for (const [name, handler] of Object.entries(handlers)) { try { navigator.mediaSession.setActionHandler(name, handler); } catch { /* not here */ } }
};
