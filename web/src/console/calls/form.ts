/** What a form's field holds, without spaces at either end. */
export function entered(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** All fields of a form that hold something. */
export function allEntered(form: HTMLFormElement): Readonly<Record<string, string>> {
  const data = new FormData(form);
  const names = [...new Set(data.keys())];
  return Object.fromEntries(
    names.map((name) => [name, entered(data, name)] as const).filter(([, value]) => value !== ""),
  );
}
