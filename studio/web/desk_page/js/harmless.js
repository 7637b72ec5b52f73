// Only these elements, and no attribute but a link to the web, come through from what the language server explains.
const KNOWN = new Set(["P", "BR", "STRONG", "EM", "CODE", "PRE", "UL", "OL", "LI", "H1", "H2", "H3", "H4", "HR", "A",
  "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "BLOCKQUOTE", "DEL"]);
const GONE = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "SVG", "MATH", "NOSCRIPT"]);

export function harmless(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const made = document.implementation.createHTMLDocument("").createElement("div");
  copy(body, made);
  return made.innerHTML;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || GONE.has(node.tagName.toUpperCase())) continue;
    let into = to;
    if (KNOWN.has(node.tagName)) {
      into = to.ownerDocument.createElement(node.tagName);
      const link = node.tagName === "A" && node.getAttribute("href");
      if (link && /^https?:\/\//i.test(link)) {
        into.setAttribute("href", link);
        into.setAttribute("rel", "noreferrer");
        into.setAttribute("target", "_blank");
      }
      to.append(into);
    }
    copy(node, into);
  }
}
