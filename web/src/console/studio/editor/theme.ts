/** How the editor looks: the tokens, whatever theme is on, and no colour that only colour tells. */

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const look = EditorView.theme({
  "&": { color: "var(--ot-ink)", backgroundColor: "var(--ot-paper)", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--studio-mono)", fontSize: "var(--ot-14)", lineHeight: "1.6" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ot-ink)" },
  ".cm-line": { padding: "0 8px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ot-ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--ot-accent) 24%, transparent)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--ot-wash)" },
  ".cm-gutters": {
    backgroundColor: "var(--ot-paper)",
    color: "var(--ot-ink-3)",
    border: "0",
    fontSize: "var(--ot-12)",
  },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "32px", padding: "0 4px 0 8px", lineHeight: "22.4px" },
  ".cm-studio-tests": { width: "16px" },
  ".cm-studio-tests svg": { width: "12px", height: "12px", verticalAlign: "-1px" },
  ".cm-studio-tests [data-status=failed]": { color: "var(--ot-critical)" },
  ".cm-studio-tests [data-status=passed], .cm-studio-tests [data-status=fixed]": {
    color: "var(--ot-advice)",
  },
  ".cm-lintRange": { backgroundImage: "none", textDecoration: "underline wavy 1px", textUnderlineOffset: "4px" },
  ".cm-lintRange-error": { textDecorationColor: "var(--ot-critical)" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--ot-urgent)" },
  ".cm-tooltip": {
    backgroundColor: "var(--ot-paper)",
    color: "var(--ot-ink)",
    border: "0",
    borderRadius: "4px",
    boxShadow: "var(--ot-shadow)",
    font: "400 var(--ot-14)/1.5 var(--ot-font)",
    zIndex: "20",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--studio-mono)",
    maxHeight: "240px",
    minWidth: "240px",
    "& > li": { padding: "4px 8px", lineHeight: "1.5" },
    "& > li[aria-selected]": { backgroundColor: "var(--ot-accent)", color: "var(--ot-paper)" },
  },
  ".cm-completionDetail": { marginLeft: "12px", fontStyle: "normal", color: "var(--ot-ink-2)", font: "400 var(--ot-12)/1.5 var(--ot-font)" },
  "[aria-selected] .cm-completionDetail": { color: "var(--ot-paper)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 12px", maxWidth: "320px" },
  ".cm-studio-about": { padding: "8px 12px", maxWidth: "420px" },
  ".cm-studio-about p": { margin: "0" },
  ".cm-studio-about b": { fontWeight: "600" },
  ".cm-studio-about .quiet": { color: "var(--ot-ink-2)", fontSize: "var(--ot-12)" },
  ".cm-studio-about button": {
    border: "0",
    background: "none",
    padding: "0",
    minHeight: "24px",
    color: "var(--ot-accent)",
    font: "400 var(--ot-12)/1.5 var(--ot-font)",
    cursor: "pointer",
  },
  ".cm-diagnostic": { padding: "8px 12px", borderLeft: "0", maxWidth: "420px", whiteSpace: "normal" },
  ".cm-diagnosticAction": {
    font: "inherit",
    minHeight: "32px",
    padding: "0 8px",
    marginLeft: "0",
    marginTop: "4px",
    color: "var(--ot-paper)",
    backgroundColor: "var(--ot-ink)",
    borderRadius: "4px",
  },
  ".cm-panels": { backgroundColor: "var(--ot-wash)", color: "var(--ot-ink)", font: "400 var(--ot-12)/1.5 var(--ot-font)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--ot-hair)" },
  ".cm-panel.cm-search": { padding: "8px", display: "flex", flexWrap: "wrap", gap: "4px", alignItems: "center" },
  ".cm-panel.cm-search br": { display: "none" },
  ".cm-panel.cm-search input, .cm-panel.cm-search button": { margin: "0", font: "inherit", minHeight: "24px" },
  ".cm-panel.cm-search [name=close]": { position: "static" },
  ".cm-textfield": { border: "1px solid var(--ot-edge)", backgroundColor: "var(--ot-paper)", color: "var(--ot-ink)" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "transparent", border: "0", color: "var(--ot-ink)", borderRadius: "4px" },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--ot-urgent) 24%, transparent)" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--ot-urgent) 48%, transparent)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--ot-wash)", border: "0", color: "var(--ot-ink-2)", padding: "0 4px" },
  ".cm-matchingBracket": { backgroundColor: "var(--ot-hair)", outline: "0" },
  ".cm-changedLine, .cm-insertedLine": { backgroundColor: "color-mix(in srgb, var(--ot-advice) 12%, transparent)", textDecoration: "none" },
  ".cm-changedText": { background: "color-mix(in srgb, var(--ot-advice) 24%, transparent)", textDecoration: "none" },
  ".cm-deletedChunk": { backgroundColor: "color-mix(in srgb, var(--ot-critical) 8%, transparent)", paddingLeft: "8px" },
  ".cm-deletedText": { background: "color-mix(in srgb, var(--ot-critical) 20%, transparent)" },
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: "''" },
  ".cm-collapsedLines": { background: "var(--ot-wash)", color: "var(--ot-ink-2)", padding: "4px 8px" },
});

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--ot-accent)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--ot-ink-3)" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--ot-ink-2)" },
]);

/** Of every editor in the studio, those that only show included. */
export const theme: Extension = [look, syntaxHighlighting(colours)];
