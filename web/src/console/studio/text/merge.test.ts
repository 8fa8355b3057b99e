import { describe, expect, test } from "vitest";
import { type Choice, merged, rows } from "./merge.ts";

const BASE = "a\nb\nc\nd\ne\nf\n";
const kinds = (base: string, mine: string, theirs: string): string[] =>
  rows(base, mine, theirs)
    .map(({ kind }) => kind)
    .filter((kind) => kind !== "same");

describe("edits in different places come together by themselves", () => {
  test.each([
    ["each changes a line", "a\nB\nc\nd\ne\nf\n", "a\nb\nc\nd\nE\nf\n", "a\nB\nc\nd\nE\nf\n"],
    ["one adds, one removes", "a\nb\nb2\nc\nd\ne\nf\n", "a\nb\nc\nd\nf\n", "a\nb\nb2\nc\nd\nf\n"],
    ["only theirs", BASE, "a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nd\ne\nf\ng\n"],
    ["only mine", "x\na\nb\nc\nd\ne\nf\n", BASE, "x\na\nb\nc\nd\ne\nf\n"],
    ["both the same", "a\nX\nc\nd\ne\nf\n", "a\nX\nc\nd\ne\nf\n", "a\nX\nc\nd\ne\nf\n"],
    ["nobody", BASE, BASE, BASE],
  ])("%s", (_, mine, theirs, expected) => {
    expect(kinds(BASE, mine, theirs)).not.toContain("conflict");
    expect(merged(rows(BASE, mine, theirs))).toBe(expected);
  });
});

describe("edits of the same place are for a person to decide", () => {
  const [mine, theirs] = ["a\nmine\nc\nd\ne\nf\n", "a\ntheirs\nc\nd\ne\nf\n"];
  const found = rows(BASE, mine, theirs);
  const conflict = found.findIndex(({ kind }) => kind === "conflict");

  test.each<[Choice, string]>([
    ["mine", mine],
    ["theirs", theirs],
    ["mine-theirs", "a\nmine\ntheirs\nc\nd\ne\nf\n"],
    ["theirs-mine", "a\ntheirs\nmine\nc\nd\ne\nf\n"],
  ])("%s", (choice, expected) => {
    expect(merged(found, new Map([[conflict, choice]]))).toBe(expected);
  });

  test("both add at one place, one rewrites what the other removes", () => {
    expect(kinds(BASE, "a\nm\nb\nc\nd\ne\nf\n", "a\nt\nb\nc\nd\ne\nf\n")).toEqual(["conflict"]);
    expect(kinds(BASE, "a\nb\nd\ne\nf\n", "a\nb\nC\nd\ne\nf\n")).toEqual(["conflict"]);
    expect(kinds("", "x", "y")).toEqual(["conflict"]);
  });
});

test("choosing one side everywhere gives that side, whatever was done", () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const edited = (lines: string[]): string[] => {
    const copy = [...lines];
    for (let n = random(4); n > 0; n -= 1) copy.splice(random(copy.length), random(3), ...["p", "q"].slice(random(3)));
    return copy;
  };
  for (let round = 0; round < 200; round += 1) {
    const base = Array.from({ length: 12 }, () => String(random(5)));
    const [mine, theirs] = [edited(base).join("\n"), edited(base).join("\n")];
    const found = rows(base.join("\n"), mine, theirs);
    expect(found.flatMap((row) => [...row.mine]).join("\n")).toBe(mine);
    expect(found.flatMap((row) => [...row.theirs]).join("\n")).toBe(theirs);
    expect(found.flatMap((row) => [...row.base]).join("\n")).toBe(base.join("\n"));
  }
});
