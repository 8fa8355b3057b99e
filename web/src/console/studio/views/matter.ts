/** What is to be signed, told to whoever signs it. */

import type { Desk, Hitch, Pending } from "../state/desk.ts";
import { toldProblem } from "../editor/problems.ts";
import type { FileEntry } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { toldChanges } from "./history.ts";
import type { Matter } from "./sign-off.ts";
import { count } from "./tests.ts";

export function matterOf(desk: Desk, pending: Pending, words: StudioWords): Matter {
  const { saving } = words;
  const { bench, backtest } = desk;
  const none = { lines: [], warnings: [], reason: "" };
  switch (pending.is) {
    case "save": {
      const { check } = bench;
      const failed = check === null ? 0 : count(check, "failed");
      const tested = backtest.state.is === "done" && backtest.state.text === bench.file?.text;
      const recorded = (desk.recordings?.calls ?? 0) + (desk.recordings?.labelled ?? 0) > 0;
      return {
        ...none,
        title: saving.title(bench.file?.path ?? ""),
        action: saving.action,
        lines: toldChanges(check?.changes ?? [], words),
        warnings: [
          ...(check?.valid === false ? [saving.errors] : []),
          ...(failed > 0 ? [saving.failing(failed)] : []),
          ...(recorded && !tested ? [saving.untested] : []),
        ],
      };
    }
    case "mode": {
      const { rule, mode, file } = pending;
      return {
        ...none,
        title: saving.mode(rule.name, words.mode[mode]),
        action: saving.modeAction,
        lines: [saving.modeMeans[mode], ...(file.writable ? [] : [saving.modeLocal])],
      };
    }
    case "rollback":
      return {
        ...none,
        title: saving.rollback(pending.entry.id),
        action: saving.rollbackAction,
        lines: [pending.entry.summary?.[words.lang] ?? words.history.kinds[pending.entry.kind]],
      };
    case "remove":
      return {
        ...none,
        title: saving.remove(pending.file.path),
        action: saving.removeAction,
        lines: stopped(pending.file, words),
        warnings: [saving.removeMeans],
      };
    case "restore":
      return {
        ...none,
        title: saving.restore(pending.path),
        action: saving.restoreAction,
        reason: saving.restoreReason,
      };
    case "local":
      return { ...none, title: saving.local, action: saving.localAction, reason: saving.localReason };
  }
}

/** What a file's deletion stops. */
function stopped({ rules, tests }: FileEntry, { saving, mode }: StudioWords): string[] {
  const running = rules
    .map(({ name, overridden, mode: own }) => ({ name, now: overridden?.mode ?? own }))
    .filter(({ now }) => now !== "off");
  return [
    ...running.map(({ name, now }) => saving.stops(name, mode[now])),
    ...(running.length === 0 ? [saving.stopsNothing] : []),
    ...(tests === 0 ? [] : [saving.stopsTests(tests)]),
  ];
}

export function toldHitch(hitch: Hitch | null, { lang, saving }: StudioWords): string {
  if (hitch === null) return "";
  switch (hitch.is) {
    case "offline":
      return saving.offline;
    case "needed":
      return saving.needed(hitch.places);
    case "last":
      return saving.last;
    case "refused":
      return saving.refused(
        hitch.problem === undefined ? hitch.detail : toldProblem(hitch.problem, lang),
      );
  }
}
