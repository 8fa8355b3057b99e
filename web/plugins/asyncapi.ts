import { readFile } from "node:fs/promises";
import { Parser, stringify } from "@asyncapi/parser";
import type { Plugin } from "vite";

/** Imported from a page: the parsed specification of the wire, as a string. */
export const SPECIFICATION = "virtual:asyncapi";

/** As the parser grades what it finds (Language Server Protocol, `DiagnosticSeverity`). */
const ERRORS: readonly number[] = [0];

/** The document at `path`, parsed and validated; throws with every fault found in it. */
export async function parsed(path: string): Promise<string> {
  const { document, diagnostics } = await new Parser().parse(await readFile(path, "utf8"));
  const faults = diagnostics.filter((each) => ERRORS.includes(each.severity));
  const text = document === undefined ? undefined : stringify(document);
  if (text === undefined || faults.length > 0) {
    throw new Error(faults.map((each) => `${each.path.join(".")}: ${each.message}`).join("\n"));
  }
  return text;
}

/** Parses the specification while building, so that no page carries a parser (1 MB, and `eval`). */
export function asyncapi(path: string): Plugin {
  return {
    name: "asyncapi",
    resolveId: (id) => (id === SPECIFICATION ? `\0${id}` : undefined),
    load: async (id) =>
      id === `\0${SPECIFICATION}`
        ? `export default ${JSON.stringify(await parsed(path))};`
        : undefined,
  };
}
