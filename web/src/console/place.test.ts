import { expect, test } from "vitest";
import { placeOf, rest, to } from "./place.ts";

const at = (address: string, root: string) => placeOf(new URL(address), new URL(root));

test("a place is what lies below the root that the server set", () => {
  expect(at("https://h/calls/c-17?t=42", "https://h/").path).toBe("calls/c-17");
  expect(at("https://h/overtone/console/", "https://h/overtone/").path).toBe("console");
  expect(at("https://h/calls?q=%E5%8D%A1", "https://h/").query.get("q")).toBe("卡");
  expect(at("https://h/elsewhere", "https://h/overtone/").path).toBe("");
});

test("what cannot be decoded stands for itself", () => {
  expect(rest(at("https://h/calls/100%/a%2Fb", "https://h/"))).toEqual(["100%", "a/b"]);
});

test("a call's id may hold anything", () => {
  const address = to("calls", ["a/b ?#老"], { t: 42, rule: undefined, q: "" });
  expect(address).toBe("calls/a%2Fb%20%3F%23%E8%80%81?t=42");
  expect(rest(at(`https://h/${address}`, "https://h/"))).toEqual(["a/b ?#老"]);
});
