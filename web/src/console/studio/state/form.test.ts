import { type Mock, afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../../api.ts";
import type { Ask } from "../ask.ts";
import type { Fields } from "../wire.ts";
import { RuleForm, settle } from "./form.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FIELDS: Fields = {
  name: "calm",
  need: "upset",
  ability: "empathy",
  when: { mode: "any", signals: [] },
  unless: [],
  patience: null,
  priority: null,
  text: { zh: [""], en: [] },
  say: { zh: [], en: [] },
  escalate: null,
  mode: "live",
  cooldown: null,
  once: false,
};
const headline = (text: string): Fields => ({ ...FIELDS, text: { zh: [text], en: [] } });

/** A file of one rule, `calm: HEADLINE # COMMENT`, and a server that reads and writes it. */
function sheet(): {
  form: RuleForm;
  page: { path: string; text: string };
  type: (text: string) => void;
  written: Mock;
} {
  const written = vi.fn();
  const page = { path: "a.yaml", text: "calm: 先安慰 # 她" };
  const ask = {
    readForm: (_: string, text: string) => {
      const found = /^calm: (.*?)\s*#/u.exec(text)?.[1];
      if (found === undefined) return Promise.reject(new ApiError(422, null));
      return Promise.resolve({ fields: headline(found), why: [] });
    },
    writeForm: (_: string, text: string, rule: string, fields: Fields) => {
      written();
      const said = fields.text.zh[0] ?? "";
      if (said === "") {
        const problems = [{ field: "text", zh: "少标题", en: "no headline" }];
        return Promise.reject(new ApiError(422, { code: "form_invalid", detail: "", temporary: false, problems }));
      }
      return Promise.resolve({ text: text.replace(/calm: .*? #/u, `calm: ${said.trim()} #`), rule, line: 1 });
    },
  } as unknown as Ask;
  const form: RuleForm = new RuleForm(ask, () => page, (text) => {
    page.text = text;
    form.follow();
  }, vi.fn());
  const type = (text: string): void => {
    page.text = text;
    form.follow();
  };
  return { form, page, type, written };
}

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(2000);

test("the form follows the text, and the text the form, its comments kept", async () => {
  const { form, page, type } = sheet();
  form.show("calm");
  await settled();
  expect(form.fields?.text.zh).toEqual(["先安慰"]);
  type("calm: 先听 # 她");
  await settled();
  expect(form.fields?.text.zh).toEqual(["先听"]);
  form.edit(headline("先听她说完"));
  await settled();
  expect(page.text).toBe("calm: 先听她说完 # 她");
});

test("both at once: the form is written into the text as it is by then", async () => {
  const { form, page, type } = sheet();
  form.show("calm");
  await settled();
  form.edit(headline("慢慢说"));
  type("calm: 先安慰 # 她走了");
  await settled();
  expect(page.text).toBe("calm: 慢慢说 # 她走了");
  expect(form.fields?.text.zh).toEqual(["慢慢说"]);
});

test("who saves right after the last key saves what was edited", async () => {
  const { form, page } = sheet();
  form.show("calm");
  await settled();
  form.edit(headline("慢慢说"));
  expect(form.pending).toBe(true);
  await form.settled();
  expect([page.text, form.pending]).toEqual(["calm: 慢慢说 # 她", false]);
});

test("who asks twice for it to be saved waits for one and the same writing", async () => {
  const { form, page, written } = sheet();
  form.show("calm");
  await settled();
  form.edit(headline("慢慢说"));
  await Promise.all([form.settled(), form.settled()]);
  expect([page.text, form.pending]).toEqual(["calm: 慢慢说 # 她", false]);
  expect(written).toHaveBeenCalledOnce();
});

test("a blank before the next word is not taken from who is typing it", async () => {
  const { form, page } = sheet();
  form.show("calm");
  await settled();
  form.edit(headline("Slow "));
  await settled();
  expect([page.text, form.fields?.text.zh]).toEqual(["calm: Slow # 她", ["Slow "]]);
});

test("a text that cannot be read leaves the form as it was, and says so", async () => {
  const { form, type } = sheet();
  form.show("calm");
  await settled();
  type("calm: [");
  await settled();
  expect([form.unread, form.fields?.text.zh]).toEqual([true, ["先安慰"]]);
  type("calm: 好 # x");
  await settled();
  expect([form.unread, form.fields?.text.zh]).toEqual([false, ["好"]]);
});

test("what the form may not hold is told at its field, and the text stays", async () => {
  const { form, page } = sheet();
  form.show("calm");
  await settled();
  form.edit(headline(""));
  await settled();
  expect(form.problems.map(({ field }) => field)).toEqual(["text"]);
  expect(page.text).toBe("calm: 先安慰 # 她");
});

test("settling takes what was read, but for blanks", () => {
  expect(settle({ a: ["x ", "y"], b: 1 }, { a: ["x", "z"], b: 2 })).toEqual({ a: ["x ", "z"], b: 2 });
  expect(settle({ a: null }, { a: { b: "c" } })).toEqual({ a: { b: "c" } });
});
