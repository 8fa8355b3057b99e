import { describe, expect, test } from "vitest";
import { aboutAt } from "./about.ts";
import { type Offer, offersAt } from "./offers.ts";
import { known } from "./test-schema.ts";

const offered = (marked: string): readonly Offer[] =>
  offersAt(marked.replace("‸", ""), marked.indexOf("‸"), known)?.offers ?? [];
const labels = (marked: string): string[] => offered(marked).map(({ label }) => label);
const insert = (marked: string, label: string): string | undefined =>
  offered(marked).find((each) => each.label === label)?.insert;

describe("what may be written", () => {
  test.each([
    ["sections", "‸", ["lists", "signals", "emotions", "rules", "tests"]],
    ["sections that are not there yet", "rules:\n  a:\n    when: b\n‸", ["lists", "signals", "emotions", "tests"]],
    ["a rule's keys, the needed one first", "rules:\n  a:\n    ‸", ["when", "need", "ability", "hint", "once"]],
    ["keys beside those there", "rules:\n  a:\n    when: x\n    need: y\n    ‸", ["ability", "hint", "once"]],
    ["values of the language", "rules:\n  a:\n    ability: e‸", ["empathy", "expression"]],
    ["yes or no", "rules:\n  a:\n    once: ‸", ["true", "false"]],
    ["needs", "rules:\n  a:\n    need: ‸", ["bereaved", "customer-angry"]],
    ["signals in a condition", "rules:\n  a:\n    when: lo‸", ["loss", "condolence"]],
    ["signals deep within one", "rules:\n  a:\n    when: {all: [loss, {absent: ‸", ["loss", "condolence"]],
    ["keys of a condition", "rules:\n  a:\n    when: {‸", ["all", "absent", "within", "since"]],
    ["only keys that go together", "rules:\n  a:\n    when: {absent: x, ‸", ["since"]],
    ["rules in a test", "tests:\n  - expect: [{rule: ‸", ["comfort"]],
    ["keys of an expectation", "tests:\n  - expect:\n      - ‸", ["rule", "by"]],
    ["signals as keys of weights", "emotions:\n  a:\n    weights:\n      ‸", ["loss", "condolence"]],
    ["lists after a $", 'signals:\n  s:\n    phrases: ["$sp‸走了"]', ["spouse", "elder"]],
    ["nothing in what people say", "signals:\n  s:\n    phrases: [去‸]", []],
    ["nothing where names are made", "rules:\n  com‸", []],
  ])("%s", (_, marked, expected) => {
    expect(labels(marked)).toEqual(expected);
  });

  test("names that this very file defines come first, though nobody saved them", () => {
    const text = "signals:\n  mourning:\n    speaker: any\nrules:\n  a:\n    when: ‸";
    expect(labels(text)).toEqual(["mourning", "loss", "condolence"]);
    expect(offered(text)[0]).toMatchObject({ where: null, about: null });
  });

  test("a key brings what follows it", () => {
    expect(insert("rules:\n  a:\n    ‸", "need")).toBe("need: |");
    expect(insert("rules:\n  a:\n    ‸", "hint")).toBe("hint:\n      |");
    expect(insert("signals:\n  a:\n    ‸", "phrases")).toBe("phrases: [|]");
    expect(insert("rules:\n  a:\n    when: {‸", "all")).toBe("all: [|]");
    expect(insert("‸", "tests")).toBe("tests:\n  - |");
  });

  test("is told in a sentence", () => {
    expect(offered("rules:\n  a:\n    need: ‸")[0]).toMatchObject({
      about: "关于bereaved",
      where: "bank-zh/a.yaml",
    });
    expect(offered("rules:\n  a:\n    ‸")[0]?.about).toContain("什么时候提示");
  });
});

describe("what stands there", () => {
  const about = (marked: string) => aboutAt(marked.replace("‸", ""), marked.indexOf("‸"), known);

  test("a key is explained, with its values", () => {
    expect(about("rules:\n  a:\n    abil‸ity: empathy")).toMatchObject({
      is: "key",
      values: ["empathy", "expression"],
    });
    expect(about("rules:\n  a:\n    when: {all: [x], wit‸hin: 5s}")).toMatchObject({ is: "key", key: "within" });
  });

  test.each([
    ["a signal in a condition", "rules:\n  a:\n    when: {all: [lo‸ss]}", "signals", "loss"],
    ["a need", "rules:\n  a:\n    need: berea‸ved", "needs", "bereaved"],
    ["a list in a phrase", 'signals:\n  s:\n    phrases: ["$spou‸se走了"]', "lists", "spouse"],
    ["a signal where it is defined", "signals:\n  lo‸ss:\n    speaker: any", "signals", "loss"],
  ])("%s", (_, marked, kind, name) => {
    expect(about(marked)).toMatchObject({ is: "name", kind, name: { name } });
  });

  test("of what people say, and of unknown names, nothing is told", () => {
    expect(about("signals:\n  s:\n    phrases: [去‸世]")).toBeNull();
    expect(about("rules:\n  a:\n    need: un‸known")).toBeNull();
  });
});
