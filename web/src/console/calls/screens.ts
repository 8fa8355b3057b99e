/** The calls' screens, as the console's table names them. */

import type { Entry } from "../screens.ts";

export const CALLS: readonly Entry[] = [
  {
    path: "calls",
    below: false,
    nav: "calls",
    supervisors: true,
    load: async () => (await import("./list.ts")).CallsList,
  },
  {
    path: "trends",
    below: false,
    nav: "trends",
    supervisors: true,
    load: async () => (await import("./trends.ts")).CallsTrends,
  },
  {
    path: "morning",
    below: false,
    supervisors: true,
    load: async () => (await import("./morning.ts")).CallsMorning,
  },
  {
    path: "calls",
    below: true,
    supervisors: true,
    load: async () => (await import("./review.ts")).CallsReview,
  },
];
