/* Dialogs, and buttons that copy. */
const copyFrom = async (field, button, words) => {
  const before = button.textContent;
  let copied = false;
  field.select();
  try { await navigator.clipboard.writeText(field.value); copied = true; } catch { copied = document.execCommand?.("copy") ?? false; }
  button.textContent = copied ? words.copied : words.copy_by_hand;
  setTimeout(() => { button.textContent = before; }, 2000);
};
const enableCopying = (words) => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copyFrom(at(button.dataset.copy), button, words));
  }
};

// A click beside a dialog closes it, as Escape does.
const enableSheets = () => {
  for (const sheet of document.querySelectorAll("dialog")) sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
};

// The page about subscribing as a sheet, so that what is heard goes on. It is one page for all, always up to date.
const enableSubscribing = () => on("subscribe", "click", (event) => {
  const sheet = at("subscribe-sheet");
  if (!sheet.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!at("subscribe-frame").firstChild) {
    const frame = document.createElement("iframe");
    frame.title = sheet.getAttribute("aria-label");
    frame.allow = "clipboard-write";
    frame.src = event.currentTarget.href;
    at("subscribe-frame").append(frame);
  }
  sheet.showModal();
});
