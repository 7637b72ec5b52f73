// Elements, made without markup: what comes from a script is only ever text.
export const $ = (id) => document.getElementById(id);

export function make(tag, told = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(told)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "text") made.textContent = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function draw(tag, told = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(told)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// As many of these in a drawing as are told, of which only what is another than before is touched.
export function redraw(parent, tag, told) {
  while (parent.childElementCount > told.length) parent.lastElementChild.remove();
  let held = parent.firstElementChild;
  for (const one of told) {
    if (held === null) held = parent.appendChild(draw(tag));
    for (const [name, value] of Object.entries(one)) if (held.told?.[name] !== value) held.setAttribute(name, value);
    held.told = one;
    held = held.nextElementSibling;
  }
}

export function button(text, press, told = {}) {
  return make("button", { type: "button", text, onclick: press, ...told });
}

// Redraws a list and leaves the focus on the entry that had it, which is known by data-key.
export function fill(list, entries) {
  const held = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  list.replaceChildren(...entries);
  if (held) list.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
}

export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const tail = `${String(Math.floor(whole / 60) % 60).padStart(hours ? 2 : 1, "0")}:${String(whole % 60).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
