// The editor: CodeMirror with the language server and the segments.
import {
  EditorState, EditorView, HighlightStyle, Prec, completionKeymap, defaultKeymap, drawSelection,
  highlightActiveLine, history, historyKeymap, hoverTooltips, keymap, lintKeymap, markdown, markdownLanguage, renameKeymap,
  search, searchKeymap, serverCompletion, syntaxHighlighting, tags,
} from "../vendor/codemirror.js";
import { nonce } from "./api.js";
import { $ } from "./dom.js";
import { segmentGutter } from "./gutter.js";
import { hintFields } from "./hints.js";
import { languageClient } from "./lsp.js";

const colours = HighlightStyle.define([
  { tag: tags.heading, class: "md-heading" }, { tag: tags.emphasis, class: "md-emphasis" },
  { tag: tags.strong, class: "md-strong" }, { tag: tags.monospace, class: "md-code" },
  { tag: [tags.link, tags.url], class: "md-link" }, { tag: [tags.processingInstruction, tags.contentSeparator], class: "md-sign" },
  { tag: [tags.comment, tags.meta], class: "md-comment" },
]);

export function openEditor(bus, opened, { keys, play }) {
  const client = languageClient(bus, [serverCompletion(), hoverTooltips({ hoverTime: 250 })]);
  const told = EditorView.updateListener.of((update) => {
    if (update.docChanged) bus.emit("edited", { doc: update.state.doc, changes: update.changes, transactions: update.transactions });
    if (update.docChanged || update.selectionSet) bus.emit("caret", update.state.selection.main.head);
  });
  const state = EditorState.create({
    doc: opened.text,
    extensions: [
      EditorView.cspNonce.of(nonce), EditorState.lineSeparator.of(lineEnd(opened.text)), EditorState.tabSize.of(2),
      Prec.highest(keymap.of(keys)), history(), drawSelection(), highlightActiveLine(), search({ top: true }),
      EditorView.lineWrapping, EditorView.contentAttributes.of({ "aria-label": `Script ${opened.script}`, spellcheck: "true", tabindex: "0" }),
      markdown({ base: markdownLanguage, addKeymap: true }), syntaxHighlighting(colours),
      keymap.of([...lintKeymap, ...completionKeymap, ...renameKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
      ...segmentGutter(play), ...hintFields, told, client.plugin(opened.uri, "markdown"),
    ],
  });
  return new EditorView({ state, parent: $("script") });
}

// A file keeps its line ends; one that mixes them keeps each, with the odd one as a character of its own.
export function lineEnd(text) {
  return text.includes("\r\n") && !/(^|[^\r])\n|\r(?!\n)/.test(text) ? "\r\n" : "\n";
}
