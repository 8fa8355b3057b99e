import type { PropertyValues } from "lit";
import { ApiError } from "../api.ts";
import { to } from "../place.ts";
import { Screen } from "../screen.ts";
import { Ask, type Signed } from "./ask.ts";
import type { YamlEditor } from "./editor/yaml-editor.ts";
import { walk } from "./panes.ts";
import { Desk } from "./state/desk.ts";
import { Drafts, browserStorage } from "./state/drafts.ts";
import type { BacktestView } from "./views/backtest.ts";
import { define } from "./views/define.ts";
import type { Beginning } from "./views/new-rule.ts";
import type { Tab } from "./views/results.ts";
import type { Asked, FieldProblem, Mode } from "./wire.ts";

/** A tab that was left for so long asks again whether its file is still the same. */
const LOOK_EVERY_MS = 60_000;
/** Narrower than this, the packs are folded away until they are asked for. */
const WIDE = "(min-width: 1180px)";

export interface At {
  readonly line: number;
  readonly column: number;
}

/** What happens in the studio; what is shown of it is {@link Studio}'s. */
export abstract class StudioActs extends Screen {
  static override properties = {
    ...Screen.properties,
    tab: { state: true },
    packs: { state: true },
    comparing: { state: true },
    creating: { state: true },
    keys: { state: true },
    faults: { state: true },
  };

  declare protected tab: Tab;
  /** Whether the packs are shown. */
  declare protected packs: boolean;
  declare protected comparing: boolean;
  declare protected creating: boolean;
  declare protected keys: boolean;
  /** Why a rule that was to be begun was not. */
  declare protected faults: { readonly detail: string; readonly problems: readonly FieldProblem[] };
  protected desk: Desk | null = null;
  #seen: string | null = null;
  /** A rule to go to whose file the address does not say: known once the tree is. */
  #sought: string | null = null;
  #reveal: At | { readonly rule: string } | null = null;
  /** What had the focus when that was asked for: it goes along only if it is still there. */
  #asker: Element | null = null;
  #looking: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    define();
    this.tab = "tests";
    this.packs = matchMedia(WIDE).matches;
    this.comparing = false;
    this.creating = false;
    this.keys = false;
    this.faults = { detail: "", problems: [] };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.#onKey);
    addEventListener("focus", this.#look);
    addEventListener("online", this.#look);
    addEventListener("pagehide", this.#flush);
    this.#looking = setInterval(this.#look, LOOK_EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("keydown", this.#onKey);
    removeEventListener("focus", this.#look);
    removeEventListener("online", this.#look);
    removeEventListener("pagehide", this.#flush);
    clearInterval(this.#looking);
    this.#flush();
    this.desk?.backtest.stop();
  }

  override unsaved(): boolean {
    return this.desk?.bench.dirty === true || this.desk?.form.pending === true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("given")) return;
    if (this.desk === null) {
      this.desk = new Desk(new Ask(this.given.api), new Drafts(browserStorage()), () => {
        this.requestUpdate();
      });
      void this.desk.load();
    }
    this.#arrive(this.desk);
  }

  /** Goes where the address says, unless it only says where we are. */
  #arrive(desk: Desk): void {
    const { query } = this.given.place;
    const seen = query.toString();
    if (seen === this.#seen) return;
    this.#seen = seen;
    const [file, rule, line] = [query.get("file"), query.get("rule"), query.get("line")];
    if (file === null) {
      this.#sought = rule;
      return;
    }
    if (line !== null) this.#aim({ line: Number(line) || 1, column: 1 });
    else if (rule !== null && rule !== desk.form.rule) this.#aim({ rule });
    if (file !== desk.bench.file?.path && file !== desk.bench.opening) void desk.open(file);
  }

  protected override updated(): void {
    const { desk, editor } = this;
    if (desk !== null && this.#sought !== null && desk.tree !== null) {
      const [rule, file] = [this.#sought, desk.home(this.#sought)];
      this.#sought = null;
      if (file !== undefined) this.go(to("console/rules", [], { file, rule }), { replace: true });
    }
    const wanted = this.#reveal;
    const path = desk?.bench.file?.path;
    if (desk === null || wanted === null || path === undefined || editor?.path !== path) return;
    this.#reveal = null;
    const place = (rule: string): number => desk.rules.find(({ name }) => name === rule)?.line ?? 1;
    const { line, column } = "rule" in wanted ? { line: place(wanted.rule), column: 1 } : wanted;
    void editor.updateComplete.then(() => {
      const { activeElement } = this.renderRoot as ShadowRoot;
      editor.reveal(line, column, activeElement === null || activeElement === this.#asker);
    });
  }

  #aim(at: At | { readonly rule: string } | null): void {
    this.#reveal = at;
    this.#asker = (this.renderRoot as ShadowRoot).activeElement;
  }

  protected get editor(): YamlEditor | null {
    return this.renderRoot.querySelector<YamlEditor>("studio-editor");
  }

  /** Goes to a file, and to a place in it. */
  protected open(path: string, at: At | null): void {
    const desk = this.desk;
    if (desk === null) return;
    this.comparing = false;
    this.#aim(at);
    if (path === desk.bench.file?.path) this.requestUpdate();
    else void desk.open(path);
    this.#address(path, null, false);
  }

  protected reveal(rule: string): void {
    this.#aim({ rule });
    this.requestUpdate();
  }

  protected readonly onOpen = (event: CustomEvent<{ path: string; line?: number }>): void => {
    const { path, line } = event.detail;
    this.open(path, line === undefined ? null : { line, column: 1 });
  };

  protected async goTo(line: number): Promise<void> {
    const { desk } = this;
    const path = desk?.bench.file?.path;
    if (desk === null || path === undefined) return;
    await desk.moved(line);
    if (path === desk.bench.file?.path) this.#address(path, desk.form.rule, true);
  }

  protected readonly onRun = (event: CustomEvent<Asked>): void => {
    const { bench, backtest } = this.desk ?? {};
    const file = bench?.file ?? null;
    if (file !== null) void backtest?.run(file.path, file.text, event.detail);
  };

  protected readonly onUnsigned = (): void => {
    this.creating = false;
    this.desk?.propose(null);
  };

  protected async sign(signed: Signed): Promise<void> {
    this.given.session.name = signed.author;
    const pending = this.desk?.pending ?? null;
    const done = await this.desk?.sign(signed);
    if (done !== true) return;
    if (pending?.is === "restore") this.#address(pending.path, null, true);
    if (pending?.is === "remove") {
      this.#seen = "";
      this.go(to("console/rules"), { replace: true });
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>(".state button")?.focus();
      return;
    }
    this.comparing = (this.desk?.bench.underneath ?? null) !== null;
    await this.updateComplete; // until then the dialog has it
    this.editor?.focus();
  }

  protected async save(): Promise<void> {
    const { desk } = this;
    await desk?.form.settled();
    if (desk?.bench.file?.writable !== true || !desk.bench.dirty) return;
    if (desk.bench.underneath !== null) {
      this.comparing = true;
      return;
    }
    if (desk.bench.check?.valid === false) this.tab = "problems";
    desk.propose({ is: "save" });
  }

  protected mode(mode: Mode): void {
    const { desk } = this;
    const [rule, file] = [desk?.ruleEntry ?? null, desk?.fileEntry ?? null];
    if (desk === null || rule === null || file === null) return;
    desk.propose({ is: "mode", rule, file, mode });
  }

  protected async runBacktest(): Promise<void> {
    this.tab = "backtest";
    await this.desk?.form.settled();
    await this.updateComplete;
    this.renderRoot.querySelector<BacktestView>("studio-backtest")?.ask();
  }

  /** Writes the beginning of a rule into its file, as a draft. */
  protected async begin(beginning: Beginning): Promise<void> {
    const [{ path, fresh, fields, test }, { desk }] = [beginning, this];
    if (desk === null) return;
    if (!fresh && desk.bench.file?.path !== path) await desk.open(path);
    const text = fresh ? "" : (desk.bench.file?.text ?? "");
    try {
      const written = await desk.ask.beginRule(path, text, fields, test);
      if (!this.creating) return; // they thought better of it
      if (!fresh && (desk.bench.file?.text ?? "") !== text) {
        await this.begin(beginning);
        return;
      }
      if (fresh) desk.bench.begin(path, "rules", written.text);
      else desk.bench.type(written.text);
      desk.form.show(written.rule);
      this.creating = false;
      this.#aim({ line: written.line, column: 1 });
      this.#address(path, written.rule, false);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const problems = (error.refusal?.["problems"] ?? []) as readonly FieldProblem[];
      this.faults = { detail: problems.length === 0 ? error.message : "", problems };
    }
    this.requestUpdate();
  }

  #address(file: string, rule: string | null, replace: boolean): void {
    const address = to("console/rules", [], { file, rule: rule ?? undefined });
    const seen = new URL(address, document.baseURI).searchParams.toString();
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.go(address, { replace });
  }

  readonly #look = (): void => {
    if (document.visibilityState !== "visible") return;
    void this.desk?.bench.refresh();
    if (this.desk?.tree === null) void this.desk.load();
  };

  readonly #flush = (): void => {
    this.desk?.bench.flush();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const asked = (this.desk?.pending ?? null) !== null;
    if (asked || this.creating || this.keys || event.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && !event.altKey && event.key.toLowerCase() === "s") void this.save();
    else if (command && event.key === "Enter") void this.runBacktest();
    else if (event.key === "F6") walk(this.renderRoot as ShadowRoot, event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
}
