/* Search in the transcript: one text for all lines, so that a phrase is found across their borders. */
const LETTERS = 2, PAINTED = 2000;

const makeSearch = (transcript, words) => {
  const { cues, reveal, setFollowing } = transcript, query = at("query"), found = at("found");
  let text = null, hits = [], length = 0, hit = -1;
  // Put together when it is first needed. Lines as they are, letter for letter, so that places in it are places in them.
  const prepare = () => {
    const parts = [];
    let from = 0;
    for (const cue of cues) { cue.text = cue.link.firstChild.data; cue.from = from; from += cue.text.length + 1; parts.push(cue.text); }
    text = folded(parts.join(" "));
  };
  // Lower case, but for letters that would become two: every letter stays in its place.
  const folded = (given) => given.replace(/\p{Lu}/gu, (letter) => { const lower = letter.toLowerCase(); return lower.length === letter.length ? lower : letter; });
  const cueAt = (place) => cues[lastBefore(cues, place, (cue) => cue.from)];
  const range = (from) => {
    const made = new Range(), first = cueAt(from), last = cueAt(from + length - 1);
    made.setStart(first.link.firstChild, Math.min(from - first.from, first.text.length));
    made.setEnd(last.link.firstChild, Math.min(from + length - last.from, last.text.length));
    return made;
  };
  // As many as can be looked at, around the one that is shown.
  const paint = () => {
    if (!window.Highlight || !CSS.highlights) return;
    const first = Math.max(0, Math.min(hit - PAINTED / 2, hits.length - PAINTED));
    CSS.highlights.set("found", new Highlight(...hits.slice(first, first + PAINTED).map(range)));
    CSS.highlights.set("found-now", new Highlight(...(hits.length ? [range(hits[hit])] : [])));
  };
  const go = (step) => {
    if (!hits.length) return;
    hit = (hit + step + hits.length) % hits.length;
    setFollowing(false);
    paint();
    reveal(cueAt(hits[hit]).link);
    found.textContent = worded(words.found, { hit: hit + 1, hits: hits.length });
  };
  const search = () => {
    const wanted = folded(query.value.trim().replace(/\s+/g, " "));
    hits = []; hit = -1; length = wanted.length;
    if (length >= LETTERS) {
      if (text === null) prepare();
      for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + length)) hits.push(from);
    }
    found.textContent = length === 0 ? "" : length < LETTERS ? words.two_letters : words.not_found;
    if (hits.length) go(1); else paint();
  };
  query.addEventListener("input", search);
  on("search", "submit", (event) => event.preventDefault());
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") { query.value = ""; search(); query.blur(); }
  });
};
