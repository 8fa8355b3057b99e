/** A file of rule tests with one more: at the end of its list, as deep as the others; all else stays. */
export function appended(file: string, test: string): string {
  const rows = file.split("\n");
  const head = rows.findIndex((row) => /^tests\s*:/.test(row));
  if (head < 0 || /^tests\s*:\s*(\[\s*\]|null|~)/.test(rows[head] ?? "")) {
    const others = rows.filter((_, at) => at !== head).join("\n").trimEnd();
    return `${others === "" ? "" : `${others}\n`}tests:\n${indented(test, "  ")}\n`;
  }
  const after = rows.findIndex((row, at) => at > head && /^[^\s#-]/.test(row));
  let end = after < 0 ? rows.length : after;
  while (end > head + 1 && (rows[end - 1] ?? "").trim() === "") end -= 1;
  const item = rows.slice(head + 1, end).find((row) => /^\s*- /.test(row));
  const indent = item === undefined ? "  " : (/^\s*/.exec(item)?.[0] ?? "  ");
  const rest = rows.slice(end).join("\n").trim();
  const whole = [...rows.slice(0, end), indented(test, indent)].join("\n");
  return rest === "" ? `${whole}\n` : `${whole}\n\n${rest}\n`;
}

function indented(text: string, by: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((row) => (row === "" ? row : by + row))
    .join("\n");
}
