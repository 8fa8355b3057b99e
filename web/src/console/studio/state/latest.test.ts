import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Latest } from "./latest.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server whose answers come when the test says. */
function server(): { asked: string[]; answer: (question: string) => void; fail: (question: string) => void; latest: Latest<string, string> } {
  const asked: string[] = [];
  const waiting = new Map<string, [(answer: string) => void, (error: Error) => void]>();
  const latest = new Latest<string, string>(200, (question) => {
    asked.push(question);
    return new Promise((then, otherwise) => waiting.set(question, [then, otherwise]));
  });
  return {
    asked,
    latest,
    answer: (question) => waiting.get(question)?.[0](`re: ${question}`),
    fail: (question) => waiting.get(question)?.[1](new Error(question)),
  };
}

test("while somebody types, nothing is asked; then the last is", async () => {
  const { asked, latest } = server();
  latest.soon("a", vi.fn(), vi.fn());
  await vi.advanceTimersByTimeAsync(150);
  latest.soon("ab", vi.fn(), vi.fn());
  await vi.advanceTimersByTimeAsync(150);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(60);
  expect(asked).toEqual(["ab"]);
});

test("an answer that comes after a newer question is dropped, and so is its failure", async () => {
  const { answer, fail, latest } = server();
  const [heard, failed] = [vi.fn(), vi.fn()];
  for (const question of ["a", "b", "c"]) {
    latest.soon(question, heard, failed);
    await vi.advanceTimersByTimeAsync(250);
  }
  answer("a");
  fail("b");
  answer("c");
  await vi.runAllTimersAsync();
  expect(heard.mock.calls).toEqual([["re: c"]]);
  expect(failed).not.toHaveBeenCalled();
  expect(latest.busy).toBe(false);
});

test("a failure of the last is told", async () => {
  const { fail, latest } = server();
  const failed = vi.fn();
  latest.soon("a", vi.fn(), failed);
  await vi.advanceTimersByTimeAsync(250);
  expect(latest.busy).toBe(true);
  fail("a");
  await vi.runAllTimersAsync();
  expect(failed).toHaveBeenCalledOnce();
});

test("cancelled, it says nothing more", async () => {
  const { answer, latest } = server();
  const heard = vi.fn();
  latest.soon("a", heard, heard);
  await vi.advanceTimersByTimeAsync(250);
  latest.cancel();
  answer("a");
  await vi.runAllTimersAsync();
  expect(heard).not.toHaveBeenCalled();
});
