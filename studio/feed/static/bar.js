/* The player in one row at the foot of the window, while the large one is out of sight. */
const makeBar = (player, data) => {
  const dock = at("dock"), seek = at("dock-seek"), words = data.words;
  const setShown = (isShown) => { dock.hidden = !isShown; document.documentElement.classList.toggle("docked", isShown); };
  new IntersectionObserver(([entry]) => setShown(!entry.isIntersecting && entry.boundingClientRect.top < 0)).observe(at("player"));
  on("dock-play", "click", player.toggle);
  on("dock-forward", "click", () => player.go(player.now() + 30));
  seek.addEventListener("input", () => player.go(Number(seek.value)));
  for (const name of ["play", "pause", "ended"]) player.audio.addEventListener(name, () => showPlaying(at("dock-play"), !player.audio.paused, words));
  player.watch((time, chapter) => {
    at("dock-now").textContent = clock(time);
    at("dock-title").textContent = data.chapters[chapter]?.label ?? data.title;
    seek.value = time;
    seek.setAttribute("aria-valuetext", at("seek").getAttribute("aria-valuetext"));
  });
};
