/** The JSON Schema of rule files, asked one thing: what may stand at a path. */

import type { Path } from "./flow.ts";

type Value = string | number | boolean | null;

export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly const?: Value;
  readonly enum?: readonly Value[];
  readonly description?: string;
  readonly default?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** A key that may stand in a mapping. `model` is the mapping's own name, such as `RuleModel`. */
export interface SchemaKey {
  readonly key: string;
  readonly model: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** What a key leads to, for what is written behind its colon. */
export type Shape = "mapping" | "list" | "text";

const FILE = "File";

export class RuleSchema {
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  /** The keys that may stand in the mapping at `path`, beside `siblings`; required ones first. */
  keys(path: Path, siblings: readonly string[] = []): SchemaKey[] {
    const found = new Map<string, SchemaKey>();
    for (const [model, schema] of this.#mappings(path)) {
      const names = Object.keys(schema.properties ?? {});
      const needed = siblings.filter((key) => schema.properties?.[key] === undefined);
      // Of the alternatives, those that the keys already there leave open.
      if (names.length === 0 || needed.length > 0) continue;
      for (const key of names) {
        const property = schema.properties?.[key];
        if (property === undefined || siblings.includes(key) || found.has(key)) continue;
        found.set(key, { key, model, schema: property, required: schema.required?.includes(key) ?? false });
      }
    }
    return [...found.values()].sort((a, b) => Number(b.required) - Number(a.required));
  }

  /** The values that the schema lists for `path`: of enums, constants and booleans. */
  values(path: Path): string[] {
    const found = new Set<string>();
    for (const { schema } of this.#at(path)) {
      const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
      for (const value of values) if (value !== null) found.add(String(value));
      if (types(schema).includes("boolean")) for (const value of ["true", "false"]) found.add(value);
    }
    return [...found];
  }

  /** The key at the end of `path` as its mapping declares it: `RuleModel.need`. Null for names. */
  declared(path: Path, siblings: readonly string[] = []): SchemaKey | null {
    const key = path.at(-1);
    if (typeof key !== "string") return null;
    let fallback: SchemaKey | null = null;
    for (const [model, schema] of this.#mappings(path.slice(0, -1))) {
      const property = schema.properties?.[key];
      if (property === undefined) continue;
      const required = schema.required?.includes(key) ?? false;
      const found = { key, model, schema: property, required };
      if (siblings.every((other) => schema.properties?.[other] !== undefined)) return found;
      fallback ??= found;
    }
    return fallback;
  }

  shape(schema: Schema): Shape {
    const all = this.#open(schema, "").map((each) => each.schema);
    const list = all.some((each) => types(each).includes("array"));
    const mapping = all.some((each) => types(each).includes("object"));
    const scalar = all.some((each) => isScalar(each));
    if (scalar) return "text";
    if (list) return "list";
    return mapping ? "mapping" : "text";
  }

  /** Whether a condition may stand at `path`: a signal's name or one of the condition mappings. */
  isCondition(path: Path): boolean {
    return this.#at(path).some(({ model }) => model === "AbsentModel");
  }

  #mappings(path: Path): [string, Schema][] {
    return this.#at(path)
      .filter(({ schema }) => schema.properties !== undefined)
      .map(({ model, schema }) => [model, schema]);
  }

  #at(path: Path): Opened[] {
    let here = this.#open(this.#root, FILE);
    for (const segment of path) {
      here = here.flatMap(({ schema }) => this.#step(schema, segment));
    }
    return here;
  }

  #step(schema: Schema, segment: string | number): Opened[] {
    if (typeof segment === "number") {
      return schema.items === undefined ? [] : this.#open(schema.items, "");
    }
    const property = schema.properties?.[segment];
    if (property !== undefined) return this.#open(property, "");
    for (const [pattern, named] of Object.entries(schema.patternProperties ?? {})) {
      // A name that is still being written leads there as well.
      if (new RegExp(pattern, "u").test(segment) || /^[\w-]*$/u.test(segment)) return this.#open(named, "");
    }
    const more = schema.additionalProperties;
    return typeof more === "object" ? this.#open(more, "") : [];
  }

  /** A schema with its references followed and its alternatives laid out. */
  #open(schema: Schema, model: string): Opened[] {
    if (schema.$ref !== undefined) {
      const name = schema.$ref.split("/").at(-1) ?? "";
      const target = this.#root.$defs?.[name];
      return target === undefined ? [] : this.#open(target, name);
    }
    const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
    // A mapping's own alternatives only say which of its keys are needed together.
    if (schema.properties !== undefined || branches.length === 0) return [{ model, schema }];
    return branches.flatMap((branch) => this.#open(branch, model));
  }
}

interface Opened {
  readonly model: string;
  readonly schema: Schema;
}

function types(schema: Schema): readonly string[] {
  return typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
}

function isScalar(schema: Schema): boolean {
  const scalars = ["string", "number", "integer", "boolean"];
  return types(schema).some((type) => scalars.includes(type)) || schema.enum !== undefined;
}
