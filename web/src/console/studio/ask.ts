/** The questions that the studio asks of the server. */

import type { Api } from "../api.ts";
import type {
  Asked,
  Backtested,
  Check,
  EntryText,
  Fields,
  FirstTest,
  FormRead,
  FormWritten,
  Found,
  Health,
  History,
  Mode,
  Names,
  Progress,
  Recordings,
  RuleFile,
  Saved,
  Tree,
} from "./wire.ts";
import type { Schema } from "./editor/schema.ts";

/** Who changes something, and why: kept in the history. */
export interface Signed {
  readonly author: string;
  readonly reason: string;
}

export type BacktestLine =
  | { readonly progress: Progress }
  | { readonly result: Backtested }
  | { readonly error: { readonly code: string; readonly detail: string } };

const ROOT = "v1/rules";

/** Everything throws `ApiError` where the server refuses or cannot be reached. */
export class Ask {
  readonly #api: Api;
  /** Of checks: the server drops an older one of the same tab. */
  readonly #session = crypto.randomUUID();

  constructor(api: Api) {
    this.#api = api;
  }

  tree(): Promise<Tree> {
    return this.#api.get(ROOT);
  }

  schema(): Promise<Schema> {
    return this.#api.get(`${ROOT}/schema`);
  }

  names(): Promise<Names> {
    return this.#api.get(`${ROOT}/names`);
  }

  /** The rules that have a text with these words. */
  async find(text: string, signal: AbortSignal): Promise<readonly Found[]> {
    return (await this.#api.get<{ rules: Found[] }>(`${ROOT}/find?${query({ text })}`, signal)).rules;
  }

  file(path: string): Promise<RuleFile> {
    return this.#api.get(`${ROOT}/file?${query({ path })}`);
  }

  /** `all`: every test, however long it takes; else those that the edit can touch. */
  check(path: string, text: string, all: boolean, signal: AbortSignal): Promise<Check> {
    return this.#api.post(`${ROOT}/check`, { path, text, session: this.#session, all }, signal);
  }

  /** `revision`: that of the text edited; null makes a new file. */
  save(path: string, text: string, revision: string | null, signed: Signed): Promise<Saved> {
    return revision === null
      ? this.#api.post(`${ROOT}/file`, { path, text, ...signed })
      : this.#api.put(`${ROOT}/file`, { path, text, revision, ...signed });
  }

  remove(path: string, revision: string, signed: Signed): Promise<Saved> {
    return this.#api.delete(`${ROOT}/file`, { path, revision, ...signed });
  }

  local(signed: Signed): Promise<Saved> {
    return this.#api.post(`${ROOT}/local`, signed);
  }

  mode(rule: string, mode: Mode, revision: string, signed: Signed): Promise<Saved> {
    return this.#api.post(`${ROOT}/mode`, { rule, mode, revision, ...signed });
  }

  /** Of a file; with a rule, also what other files changed of that, as overrides do. */
  history(path: string, rule: string | null, before: number | null): Promise<History> {
    return this.#api.get(`${ROOT}/history?${query({ path, rule, before })}`);
  }

  entry(id: number): Promise<EntryText> {
    return this.#api.get(`${ROOT}/history/${id}`);
  }

  rollback(path: string, id: number, revision: string, signed: Signed): Promise<Saved> {
    return this.#api.post(`${ROOT}/rollback`, { path, id, revision, ...signed });
  }

  readForm(path: string, text: string, rule: string, signal: AbortSignal): Promise<FormRead> {
    return this.#api.post(`${ROOT}/form/read`, { path, text, rule }, signal);
  }

  writeForm(
    path: string,
    text: string,
    rule: string,
    fields: Fields,
    signal: AbortSignal,
  ): Promise<FormWritten> {
    return this.#api.post(`${ROOT}/form/write`, { path, text, rule, fields }, signal);
  }

  /** A rule that is not there yet, with its first test. */
  beginRule(path: string, text: string, fields: Fields, test: FirstTest | null): Promise<FormWritten> {
    return this.#api.post(`${ROOT}/form/write`, { path, text, rule: null, fields, test });
  }

  recordings(): Promise<Recordings> {
    return this.#api.get(`${ROOT}/recordings`);
  }

  backtest(path: string, text: string, asked: Asked, signal: AbortSignal): AsyncGenerator<BacktestLine> {
    return this.#api.lines(`${ROOT}/backtest`, { path, text, ...asked }, signal);
  }

  health(from: string | null): Promise<Health> {
    return this.#api.get(`${ROOT}/health?${query({ from })}`);
  }
}

function query(given: Readonly<Record<string, string | number | null>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== null) search.set(name, String(value));
  return search.toString();
}
