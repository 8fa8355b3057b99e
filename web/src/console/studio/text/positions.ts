/** The server counts lines and characters from 1; the editor counts UTF-16 units from 0. */

interface Lines {
  readonly lines: number;
  line(number: number): { readonly from: number; readonly to: number; readonly text: string };
}

/** An offset within the document, kept inside of it whatever was asked. */
export function offset(doc: Lines, line: number, column: number): number {
  const found = doc.line(Math.min(Math.max(1, line), doc.lines));
  if (line > doc.lines) return found.to;
  let units = 0;
  let seen = 1;
  for (const character of found.text) {
    if (seen >= column) break;
    units += character.length;
    seen += 1;
  }
  return found.from + units;
}

/** A span that shows: at least one character wide, where the line has one. */
export function span(
  doc: Lines,
  where: { line: number; column: number; end_line: number; end_column: number },
): { from: number; to: number } {
  const from = offset(doc, where.line, where.column);
  const to = Math.max(from, offset(doc, where.end_line, where.end_column));
  if (to > from) return { from, to };
  const line = doc.line(Math.min(Math.max(1, where.line), doc.lines));
  return from < line.to ? { from, to: from + 1 } : { from: Math.max(line.from, from - 1), to: from };
}
