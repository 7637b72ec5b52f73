/* The transcript: which line is spoken, keeping it in view, and going from line to line by the keyboard. */
const makeTranscript = (player) => {
  const lines = at("lines"), follow = at("follow");
  if (!lines) return null;
  const cues = Array.from(lines.querySelectorAll("a[data-t]"), (link) => ({ link, start: Number(link.getAttribute("data-t")) }));
  let shown = -1, stop = -1;

  // A line becomes a link when somebody comes to it: thousands at once would keep a slow phone busy.
  const link = (line, tabIndex = -1) => { line.href = `#t=${line.dataset.t}`; line.tabIndex = tabIndex; };
  const unlink = (line) => { if (line && line !== cues[stop]?.link) { line.removeAttribute("href"); line.removeAttribute("tabindex"); } };
  lines.addEventListener("pointerover", ({ target }) => { if (target.dataset.t && target !== cues[stop]?.link) link(target); });
  lines.addEventListener("pointerout", ({ target }) => { if (target.dataset.t) unlink(target); });

  const isFollowing = () => follow.getAttribute("aria-pressed") === "true";
  const setFollowing = (isOn) => follow.setAttribute("aria-pressed", String(isOn));
  // On a wide window the lines have a box of their own, and the page stays where it is; on a phone they are the page.
  const isBoxed = () => getComputedStyle(lines).overflowY !== "visible";
  const reveal = (line, isSure = false) => {
    const boxed = isBoxed(), box = boxed ? lines : document.scrollingElement, top = boxed ? lines.getBoundingClientRect().top : 0;
    const way = line.getBoundingClientRect().top - top - box.clientHeight * 0.35, isFar = Math.abs(way) > 2 * box.clientHeight;
    box.scrollTo({ top: box.scrollTop + way, behavior: isFar || isSure || isCalm() ? "instant" : "smooth" });
    // What was never in sight has no certain height yet: look again when it has one.
    if (isFar && !isSure) requestAnimationFrame(() => requestAnimationFrame(() => reveal(line, true)));
  };
  // One stop for the Tab key in all of the transcript: the line that is spoken, or where the arrow keys went.
  const setStop = (index) => {
    if (!cues[index] || index === stop) return;
    const before = cues[stop]?.link;
    stop = index;
    link(cues[index].link, 0);
    unlink(before);
  };

  setStop(0);
  at("search").hidden = false;
  setFollowing(isBoxed());
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
    const line = cues[Math.min(cues.length - 1, Math.max(0, target))].link;
    link(line);
    line.focus({ preventScroll: true });
    reveal(line);
  });
  const toggleFollowing = () => { setFollowing(!isFollowing()); if (isFollowing() && cues[shown]) reveal(cues[shown].link); };
  follow.addEventListener("click", toggleFollowing);
  for (const name of ["wheel", "touchmove"]) (isBoxed() ? lines : window).addEventListener(name, () => setFollowing(false), { passive: true });
  return { cues, reveal, setFollowing, toggleFollowing };
};
