/** Which screen answers which address. Each is loaded when it is first gone to. */

import { CALLS } from "./calls/screens.ts";
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
  /** Entries with the same one are one screen: going from one to the other keeps it as it is. */
  readonly load: () => Promise<new () => Screen>;
}

const floor = (): Promise<new () => Screen> => import("./floor/floor.ts").then((module) => module.Floor);
const training = (): Promise<new () => Screen> =>
  import("./training/training.ts").then((module) => module.Training);
const studio = (): Promise<new () => Screen> =>
  import("./studio/index.ts").then((module) => module.Studio);

export const SCREENS: readonly Entry[] = [
  { path: "console", below: false, nav: "floor", supervisors: true, load: floor },
  { path: "console/call", below: true, supervisors: true, load: floor },
  { path: "console/rules", below: false, nav: "studio", supervisors: true, load: studio },
  ...CALLS,
  { path: "train", below: true, nav: "training", supervisors: false, load: training },
];

/** The entry of a path: the longest that fits. */
export function entryOf(path: string, screens: readonly Entry[] = SCREENS): Entry | undefined {
  return screens
    .filter((entry) => path === entry.path || (entry.below && path.startsWith(`${entry.path}/`)))
    .sort((a, b) => b.path.length - a.path.length)[0];
}
