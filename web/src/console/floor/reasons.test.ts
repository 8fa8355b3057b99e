import { expect, test } from "vitest";
import { learnNeeds } from "../need-names.ts";
import { reason } from "./reasons.ts";

test("a reason says what happened, not what the agent is told to do about it", () => {
  const angry = { what: "customer-angry", text: "停三秒，先接住情绪", weight: 0.3 };
  expect(reason(angry, "zh")).toBe("发火了");
  expect(reason(angry, "en")).toBe("lost their temper");
});

test("a need of a site's own is told by its headline, a feeling by its name", () => {
  expect(reason({ what: "our-need", text: "先道歉", weight: 0.2 }, "zh")).toBe("先道歉");
  learnNeeds({ "our-need": { zh: "我们的需要" } });
  expect(reason({ what: "our-need", text: "先道歉", weight: 0.2 }, "zh")).toBe("我们的需要");
  expect(reason({ what: "our-need", text: "先道歉", weight: 0.2 }, "en")).toBe("先道歉");
  expect(reason({ what: "emotion:en-anger", text: "", weight: 0.2 }, "en")).toBe("angry");
  expect(reason({ what: "emotion:ours", text: "", weight: 0.2 }, "en")).toBe("ours");
});
