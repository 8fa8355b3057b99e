import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parsed } from "./asyncapi.ts";

const ours = fileURLToPath(new URL("../../docs/integrators/asyncapi.json", import.meta.url));

/** The parser checks some thousand rules; beside a busy browser that takes its time. */
const PATIENCE_MS = 60_000;

describe("the specification of the wire", { timeout: PATIENCE_MS }, () => {
  it("is a valid AsyncAPI document", async () => {
    expect(await parsed(ours)).toContain("hint.show");
  });

  it("stops the build when it is not", async () => {
    const broken = join(await mkdtemp(join(tmpdir(), "asyncapi-")), "broken.json");
    await writeFile(broken, JSON.stringify({ asyncapi: "3.1.0", info: { title: "no version" } }));
    await expect(parsed(broken)).rejects.toThrow("version");
  });
});
