// Two versions of the script side by side; the left one may be mended before it is kept.
import { EditorState, EditorView, MergeView } from "../vendor/codemirror.js";
import { nonce } from "./api.js";
import { lineEnd } from "./editor.js";
import { $ } from "./dom.js";

// The text that the author chooses, or null if none is chosen yet.
export function compare(mine, theirs, name = "On disk") {
  $("compare-theirs").textContent = name;
  const sheet = $("compare");
  const common = (text) => [EditorView.cspNonce.of(nonce), EditorView.lineWrapping, EditorState.lineSeparator.of(lineEnd(text))];
  const label = (name) => EditorView.contentAttributes.of({ "aria-label": name, tabindex: "0" });
  const merge = new MergeView({
    parent: $("compare-texts"), collapseUnchanged: { margin: 3, minSize: 6 }, revertControls: "b-to-a",
    renderRevertControl: () => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = "←";
      made.setAttribute("aria-label", "Take this passage of theirs");
      return made;
    },
    a: { doc: mine, extensions: [...common(mine), label("Yours; you may change it here")] },
    b: { doc: theirs, extensions: [...common(theirs), label("On disk"), EditorState.readOnly.of(true)] },
  });
  return new Promise((resolve) => {
    const chosen = { mine: () => merge.a.state.sliceDoc(), theirs: () => theirs };
    sheet.onclose = () => {
      const text = chosen[sheet.returnValue]?.() ?? null;
      merge.destroy();
      resolve(text);
    };
    sheet.returnValue = "";
    sheet.showModal();
  });
}
