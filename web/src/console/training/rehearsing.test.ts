import { afterEach, expect, test, vi } from "vitest";
import { Api } from "../api.ts";
import { Rehearsing } from "./rehearsing.ts";
import type { Recognition } from "./speech.ts";
import type { Scenario, Told } from "./wire.ts";
import { trainingWords } from "./words.ts";

afterEach(() => void vi.unstubAllGlobals());

class Socket {
  static readonly OPEN = 1;
  static latest: Socket;
  readyState = 1;
  sent: string[] = [];
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((closing: { code: number }) => void) | null = null;
  constructor() {
    Socket.latest = this;
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 3;
  }
  says(...told: readonly (Told | { type: "welcome" })[]): void {
    for (const each of told) this.onmessage?.({ data: JSON.stringify(each) });
  }
}

class Microphone {
  static latest: Recognition;
  onresult: Recognition["onresult"] = null;
  onend: Recognition["onend"] = null;
  constructor() {
    Microphone.latest = this as unknown as Recognition;
  }
  start(): void {
    return;
  }
  stop(): void {
    this.onend?.();
  }
}

/** A trainee whose turn it is. */
function trainee(): Rehearsing {
  vi.stubGlobal("sessionStorage", null);
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("SpeechRecognition", Microphone);
  const host = { addController: vi.fn(), removeController: vi.fn(), requestUpdate: vi.fn(), updateComplete: Promise.resolve(true) };
  const scenario = { id: "fee", language: "zh", voice: { rate: 1, pitch: 1 } } as unknown as Scenario;
  const around = { words: trainingWords("zh"), options: { hints: true, pressure: false, pace: 1, aloud: false } };
  const api = new Api(() => "t", new URL("http://bank.example/"));
  const made = new Rehearsing(host, scenario, [], { api, token: "t", around: () => around });
  Socket.latest.says({ type: "welcome" }, { type: "begun", call: "c", moments: 2 });
  return made;
}

test("what was said when the connection broke is there to be said again", () => {
  const call = trainee();
  call.write("您消消气");
  call.say();
  Socket.latest.says({ type: "moved", moment: 0, move: { type: "say", text: "您消消气", at: 1 } });
  call.write("我这就查");
  call.say();
  expect(call.draft).toBe("");
  call.write("请稍等");
  Socket.latest.onclose?.({ code: 1006 });
  expect(call.draft).toBe("我这就查\n请稍等");
  call.close();
});

test("what was said is not heard once more by the microphone", () => {
  const call = trainee();
  const done = vi.fn();
  const heard = (text: string): void => {
    Microphone.latest.onresult?.({ results: [[{ transcript: text }]] });
  };
  call.listen(done);
  heard("您消消气");
  call.say();
  heard("您消消气");
  expect([call.draft, call.listening, done.mock.calls.length]).toEqual(["", false, 0]);
  call.close();
});
