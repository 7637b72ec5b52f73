/* The show's page: episodes that play in place, and a search in all of them. */
const { words } = told(), audio = at("audio"), dock = at("dock"), seek = at("dock-seek");
enableSheets();
enableSubscribing();

// ------------------------------------------------------------------ playing
let playing = null; // { guid, audio, href, title }
const cardOf = (button) => {
  const card = button.closest(".card"), link = card.querySelector(".card-link");
  return { guid: card.dataset.guid, audio: button.getAttribute("href"), href: link.getAttribute("href"), title: link.textContent };
};
const duration = () => (Number.isFinite(audio.duration) ? audio.duration : 0);
const show = () => {
  at("dock-now").textContent = clock(audio.currentTime);
  at("dock-length").textContent = clock(duration());
  seek.max = duration() || 1;
  seek.value = audio.currentTime;
  seek.setAttribute("aria-valuetext", worded(words.position_value, { now: clock(audio.currentTime), length: clock(duration()) }));
};
const showButtons = () => {
  showPlaying(at("dock-play"), !audio.paused, words);
  for (const button of document.querySelectorAll(".card .play")) {
    const episode = cardOf(button), isOn = !audio.paused && playing?.guid === episode.guid;
    button.classList.toggle("is-playing", isOn);
    button.setAttribute("aria-label", isOn ? `${words.pause}: ${episode.title}` : worded(words.play_title, { title: episode.title }));
  }
};
const start = (episode) => {
  playing = episode;
  audio.src = episode.audio;
  audio.playbackRate = audio.defaultPlaybackRate = Number(stored("studio:speed")) || 1;
  const place = Number(stored(placeOf(episode.guid)));
  if (place) audio.addEventListener("loadedmetadata", () => { if (place < audio.duration - 5) audio.currentTime = place; }, { once: true });
  at("dock-title").textContent = episode.title;
  at("dock-title").href = episode.href;
  dock.hidden = false;
  document.documentElement.classList.add("docked");
  show();
  audio.play().catch(() => {});
};
const toggle = () => (audio.paused ? audio.play().catch(() => {}) : audio.pause());
document.addEventListener("click", (event) => {
  const button = event.target.closest(".card .play");
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const episode = cardOf(button);
  if (playing?.guid === episode.guid) toggle(); else start(episode);
});
document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.closest(".card .play")) { event.preventDefault(); event.target.closest(".play").click(); }
});
on("dock-play", "click", toggle);
on("dock-forward", "click", () => { audio.currentTime = Math.min(audio.currentTime + 30, duration()); });
on("dock-close", "click", () => { audio.pause(); dock.hidden = true; document.documentElement.classList.remove("docked"); });
seek.addEventListener("input", () => { audio.currentTime = Number(seek.value); });
for (const name of ["timeupdate", "seeked", "loadedmetadata"]) audio.addEventListener(name, show);
for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, showButtons);
audio.addEventListener("timeupdate", () => { if (playing && audio.currentTime > 0) stored(placeOf(playing.guid), Math.floor(audio.currentTime)); });
audio.addEventListener("ended", () => stored(placeOf(playing.guid), 0));

// ------------------------------------------------------------------ search
const query = at("query"), list = at("list"), hits = at("hits"), hitsList = at("hits-list"), MOST = 50;
let episodes = null;
const fetched = (name) => new Promise((resolve) => {
  const script = document.createElement("script");
  script.async = false; // each adds to the ones before it
  script.src = name;
  script.onload = script.onerror = resolve;
  document.head.append(script);
});
let loading = null;
const load = () => loading ??= fetched("episodes.js").then(async () => {
  await Promise.all((window.studioMore ?? []).map(fetched));
  episodes = window.studioEpisodes?.map((episode) => ({ ...episode, text: [episode.title, episode.summary, ...episode.facts].join(" ").toLowerCase() })) ?? null;
  if (episodes === null) loading = null; // to be tried again with the next letter
});
const cardFor = (episode) => {
  const card = at("card").content.firstElementChild.cloneNode(true), link = card.querySelector(".card-link"), play = card.querySelector(".play");
  if (episode.guid) card.dataset.guid = episode.guid; else card.removeAttribute("data-guid");
  const eyebrow = card.querySelector(".eyebrow"), badge = card.querySelector(".badge");
  eyebrow.replaceChildren(episode.facts.join(" · "), ...(episode.explicit ? [" ", badge] : []));
  link.textContent = episode.title;
  if (episode.href) link.href = episode.href; else link.removeAttribute("href");
  if (episode.audio) { play.href = episode.audio; play.setAttribute("aria-label", worded(words.play_title, { title: episode.title })); } else play.remove();
  card.querySelector(".card-summary").textContent = episode.summary;
  return card;
};
const search = async () => {
  await load();
  const wanted = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const isSearching = wanted.join("").length > 1 && episodes !== null;
  list.hidden = isSearching;
  hitsList.hidden = !isSearching;
  const found = isSearching ? episodes.filter((episode) => wanted.every((word) => episode.text.includes(word))) : [];
  hits.textContent = !isSearching ? "" : found.length ? worded(found.length === 1 ? words.one_episode : words.episodes, { count: found.length }) : words.not_found;
  hitsList.replaceChildren(...found.slice(0, MOST).map(cardFor));
  showButtons();
};
query.addEventListener("focus", load);
query.addEventListener("input", search);
on("search", "submit", (event) => event.preventDefault());
query.addEventListener("keydown", (event) => { if (event.key === "Escape") { query.value = ""; search(); } });
at("search").hidden = false;
