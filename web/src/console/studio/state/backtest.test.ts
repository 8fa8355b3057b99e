import { expect, test } from "vitest";
import { ApiError } from "../../api.ts";
import type { BacktestLine } from "../ask.ts";
import { Backtest } from "./backtest.ts";

/** A server's answer takes a moment, however short. */
const moment = (): Promise<void> => Promise.resolve();
const ASKED = { from: null, to: null, most: 200, labelled: true };
const RESULT = { calls: 2, labelled: 0, affected: 1, took_ms: 5, complete: true, rules: [], changes: [] };
type Lines = AsyncGenerator<BacktestLine>;
const progress = (done: number): BacktestLine => ({ progress: { done, of: 2, stage: "playing" } });

async function told(lines: () => Lines): Promise<string[]> {
  const seen: string[] = [];
  const backtest: Backtest = new Backtest({ backtest: lines }, () => {
    const { state } = backtest;
    seen.push(state.is === "running" ? `${state.progress.done}/${state.progress.of}` : state.is);
  });
  await backtest.run("a.yaml", "rules:", ASKED);
  return seen;
}

test("tells how far it is, then the difference", async () => {
  const lines = async function* (): Lines {
    await moment();
    yield progress(1);
    yield progress(2);
    yield { result: RESULT };
  };
  expect(await told(lines)).toEqual(["0/0", "1/2", "2/2", "done"]);
});

test("a refusal, and a line that breaks off, are failures", async () => {
  const refused = async function* (): Lines {
    await moment();
    yield { error: { code: "no_recordings", detail: "nothing was recorded" } };
  };
  const broken = async function* (): Lines {
    await moment();
    yield progress(1);
  };
  const lost = async function* (): Lines {
    await moment();
    yield progress(1);
    throw new ApiError(0, null);
  };
  for (const lines of [refused, broken, lost]) expect((await told(lines)).at(-1)).toBe("failed");
});

test("stopped, it breaks the request off and says no more", async () => {
  let aborted = false;
  const lines = async function* (...given: unknown[]): Lines {
    const signal = given[3] as AbortSignal;
    yield progress(1);
    await new Promise<void>((done) => {
      signal.addEventListener("abort", () => {
        aborted = true;
        done();
      });
    });
    yield { result: RESULT };
  };
  const backtest: Backtest = new Backtest({ backtest: lines }, () => {
    if (backtest.state.is === "running" && backtest.state.progress.done === 1) {
      queueMicrotask(() => {
        backtest.stop();
      });
    }
  });
  await backtest.run("a.yaml", "rules:", ASKED);
  expect([aborted, backtest.state.is]).toEqual([true, "stopped"]);
});
