/* The listening page. */
const data = told(), words = data.words, player = makePlayer(data);
let transcript = null;
player.begin();
makeBar(player, data);
// In a task of its own: a slow phone answers in between.
setTimeout(() => { transcript = makeTranscript(player); if (transcript) makeSearch(transcript, words); });
setMediaSession(player, data);
enableSheets();
enableCopying(words);
enableSubscribing();

// ------------------------------------------------------------------ chapters
const chapters = at("chapters"), chapterList = at("chapter-list"), chapterLinks = chapters ? [...chapters.querySelectorAll("a[data-t]")] : [];
if (chapters && matchMedia("(max-width: 760px)").matches) chapters.open = false;
for (const link of chapterLinks) link.href = `#t=${link.dataset.t}`;
let shownChapter = -1;
player.watch((_, chapter) => {
  if (chapter === shownChapter) return;
  chapterLinks[shownChapter]?.removeAttribute("aria-current");
  chapterLinks[chapter]?.setAttribute("aria-current", "true");
  shownChapter = chapter;
  if (chapterLinks[chapter] && chapters.open) requestAnimationFrame(() => {
    const box = chapterList.getBoundingClientRect(), line = chapterLinks[chapter].getBoundingClientRect();
    chapterList.scrollTo({ top: chapterList.scrollTop + line.top - box.top - box.height * 0.35, behavior: isCalm() ? "auto" : "smooth" });
  });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-t]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(null, "", `#t=${link.dataset.t}`);
  if (transcript && getComputedStyle(at("lines")).overflowY !== "visible") transcript.setFollowing(true);
  player.go(Number(link.dataset.t), true);
});

// ------------------------------------------------------------------ volume, where the page may set it
const { audio } = player, volume = at("volume"), mute = at("mute");
audio.volume = 0.5;
const maySetVolume = audio.volume === 0.5 && matchMedia("(hover: hover)").matches;
audio.volume = 1;
const showVolume = () => { mute.setAttribute("aria-pressed", String(audio.muted || !audio.volume)); volume.value = audio.muted ? 0 : audio.volume; };
const toggleMute = () => { audio.muted = !audio.muted; };
at("volume-group").hidden = !maySetVolume;
if (maySetVolume && stored("studio:volume") !== null) audio.volume = Math.min(1, Math.max(0, Number(stored("studio:volume")) || 0));
audio.addEventListener("volumechange", showVolume);
volume.addEventListener("input", () => { audio.muted = false; audio.volume = Number(volume.value); stored("studio:volume", volume.value); });
mute.addEventListener("click", toggleMute);
showVolume();

// ------------------------------------------------------------------ share
// A page on a disk has no address that others could open: what it is published under stands in its head.
const pageAddress = () => (location.protocol === "file:" ? document.querySelector("link[rel=canonical]").href : location.href.split("#")[0]);
let sharedTime = 0;
const showShared = () => { at("share-link").value = pageAddress() + (at("share-from").checked ? `#t=${sharedTime}` : ""); };
at("share").addEventListener("click", () => {
  sharedTime = Math.floor(player.now());
  at("share-from").checked = sharedTime > 0;
  at("share-from-label").textContent = worded(words.share_from, { now: clock(sharedTime) });
  showShared();
  at("share-sheet").showModal();
});
at("share-from").addEventListener("change", showShared);

// ------------------------------------------------------------------ keyboard
const showKeys = () => at("keys").showModal();
at("help").addEventListener("click", showKeys);
const shortcuts = {
  " ": player.toggle, k: player.toggle, ArrowLeft: () => player.go(player.now() - 5), ArrowRight: () => player.go(player.now() + 5),
  j: () => player.go(player.now() - 15), l: () => player.go(player.now() + 30), n: () => player.jumpChapter(1), p: () => player.jumpChapter(-1),
  "<": () => player.changeSpeed(-1), ">": () => player.changeSpeed(1), m: toggleMute, f: () => transcript?.toggleFollowing(),
  "/": () => at("query")?.focus(), "?": showKeys,
};
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=range]), select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey;
  const isTheirs = (event.key === " " && event.target.closest("button, summary")) || (event.key.startsWith("Arrow") && event.target.closest("#volume"));
  const action = shortcuts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (isTyping || isTheirs || !action) return;
  event.preventDefault();
  action();
});
