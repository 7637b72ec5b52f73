/* The transcript: which line is spoken, keeping it in view, and going from line to line by the keyboard. */
const makeTranscript = (player) => {
  const lines = at("lines"), follow = at("follow");
  if (!lines) return null;
  const cues = Array.from(lines.querySelectorAll("a[data-t]"), (link) => ({ link, start: Number(link.dataset.t) }));
  cues.forEach(({ link }, index) => { link.href = `#t=${link.dataset.t}`; link.tabIndex = index ? -1 : 0; });
  let shown = -1, stop = 0;

  const isFollowing = () => follow.getAttribute("aria-pressed") === "true";
  const setFollowing = (isOn) => follow.setAttribute("aria-pressed", String(isOn));
  // On a wide window the lines have a box of their own, and the page stays where it is; on a phone they are the page.
  const isBoxed = () => getComputedStyle(lines).overflowY !== "visible";
  const reveal = (link) => {
    const line = link.getBoundingClientRect(), box = lines.getBoundingClientRect(), behavior = isCalm() ? "auto" : "smooth";
    if (isBoxed()) lines.scrollTo({ top: lines.scrollTop + line.top - box.top - box.height * 0.35, behavior });
    else scrollTo({ top: scrollY + line.top - innerHeight * 0.35, behavior });
  };
  // One stop for the Tab key in all of the transcript: the line that is spoken, or where the arrow keys went.
  const setStop = (index) => {
    if (!cues[index] || index === stop) return;
    cues[stop].link.tabIndex = -1;
    cues[index].link.tabIndex = 0;
    stop = index;
  };

  player.watch((time) => {
    const index = lastBefore(cues, time + 0.01);
    if (index === shown) return;
    cues[shown]?.link.removeAttribute("aria-current");
    cues[index]?.link.setAttribute("aria-current", "true");
    shown = index;
    if (!lines.contains(document.activeElement)) setStop(index);
    if (isFollowing() && cues[index]) reveal(cues[index].link);
  });
  lines.addEventListener("focusin", (event) => setStop(lastBefore(cues, Number(event.target.dataset.t))));
  lines.addEventListener("keydown", (event) => {
    const target = { ArrowDown: stop + 1, ArrowUp: stop - 1, Home: 0, End: cues.length - 1 }[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    setFollowing(false);
    const link = cues[Math.min(cues.length - 1, Math.max(0, target))].link;
    link.focus({ preventScroll: true });
    reveal(link);
  });
  const toggleFollowing = () => { setFollowing(!isFollowing()); if (isFollowing() && cues[shown]) reveal(cues[shown].link); };
  follow.addEventListener("click", toggleFollowing);
  for (const name of ["wheel", "touchmove"]) (isBoxed() ? lines : window).addEventListener(name, () => setFollowing(false), { passive: true });
  at("search").hidden = false;
  if (isBoxed()) setFollowing(true);
  return { cues, reveal, setFollowing, toggleFollowing };
};
