/** What stands under the pointer, told beside it; by F2 for what the cursor is in. */

import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { type EditorView, type Tooltip, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import type { StudioWords } from "../words.ts";
import { type About, aboutAt, examples } from "./about.ts";
import type { Knowledge } from "./offers.ts";

/** `open` goes to where a name is defined. */
export interface Reading {
  readonly known: () => Knowledge | null;
  readonly words: () => StudioWords;
  readonly open: (path: string, line: number) => void;
}

const show = StateEffect.define<Tooltip | null>();

const shown = StateField.define<Tooltip | null>({
  create: () => null,
  update(tooltip, transaction) {
    for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
    return transaction.docChanged || transaction.selection !== undefined ? null : tooltip;
  },
  provide: (field) => showTooltip.from(field),
});

export function hover(reading: Reading): Extension {
  const tooltip = (view: EditorView, position: number): Tooltip | null => {
    const known = reading.known();
    const about = known === null ? null : aboutAt(view.state.doc.toString(), position, known);
    if (about === null || known === null) return null;
    return {
      pos: about.from,
      end: about.to,
      above: true,
      create: () => ({ dom: card(about, known, reading) }),
    };
  };
  return [
    shown,
    hoverTooltip(tooltip, { hoverTime: 400 }),
    keymap.of([
      {
        key: "F2",
        run: (view) => {
          view.dispatch({ effects: show.of(tooltip(view, view.state.selection.main.head)) });
          return true;
        },
      },
      {
        key: "Escape",
        run: (view) => {
          if (view.state.field(shown) === null) return false;
          view.dispatch({ effects: show.of(null) });
          return true;
        },
      },
      {
        key: "Alt-Enter",
        run: (view) => {
          const known = reading.known();
          const about =
            known && aboutAt(view.state.doc.toString(), view.state.selection.main.head, known);
          if (about?.is !== "name" || about.name.path === null) return false;
          reading.open(about.name.path, about.name.line);
          return true;
        },
      },
    ]),
  ];
}

function card(about: About, known: Knowledge, { words, open }: Reading): HTMLElement {
  const said = words();
  const box = document.createElement("div");
  box.className = "cm-studio-about";
  box.setAttribute("role", "status");
  const add = (text: string, className = ""): HTMLElement => {
    const line = document.createElement("p");
    line.className = className;
    line.textContent = text;
    box.append(line);
    return line;
  };
  if (about.is === "key") {
    add(about.doc);
    if (about.values.length > 0) add(said.editor.values(about.values.join(said.comma)), "quiet");
    return box;
  }
  const { name, kind } = about;
  const title = add("");
  const strong = document.createElement("b");
  strong.textContent = name.name;
  title.append(`${said.editor.kinds[kind]} `, strong);
  add(name.sentence[known.lang]);
  const heard = examples(name);
  if (heard.length > 0) add(heard.join(said.comma), "quiet");
  if (name.path !== null) {
    const { path, line } = name;
    const link = document.createElement("button");
    link.textContent = said.editor.definedIn(path, line);
    link.addEventListener("click", () => {
      open(path, line);
    });
    box.append(link);
  }
  return box;
}
