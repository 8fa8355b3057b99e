/** Which screen answers which address. Each is loaded when it is first gone to. */

import type { Screen } from "./screen.ts";
import type { ConsoleWords } from "./words.ts";

export interface Entry {
  /** The address, or how it begins. */
  readonly path: string;
  /** Whether addresses below it are the same screen's. */
  readonly below: boolean;
  /** Its word in the navigation; none: it is reached from elsewhere. */
  readonly nav?: keyof ConsoleWords["nav"];
  /** Whether the agents' token is not enough. */
  readonly supervisors: boolean;
  readonly load: () => Promise<new () => Screen>;
}

export const SCREENS: readonly Entry[] = [];

/** The entry of a path: the longest that fits. */
export function entryOf(path: string, screens: readonly Entry[] = SCREENS): Entry | undefined {
  return screens
    .filter((entry) => path === entry.path || (entry.below && path.startsWith(`${entry.path}/`)))
    .sort((a, b) => b.path.length - a.path.length)[0];
}
