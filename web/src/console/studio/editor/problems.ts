/** Problems in words a supervisor reads, as the command line tells them: what is wrong, and what to do. */

import type { Lang } from "../../../i18n/words.ts";
import type { Problem } from "../wire.ts";

export function toldProblem(problem: Problem, lang: Lang): string {
  const { message, hint } = lang === "zh" ? problem.zh : problem;
  if (hint === null) return message;
  return lang === "zh" ? `${message}（${hint}）` : `${message} (${hint})`;
}
