/** Every scenario of the suite. */
import { assistants } from "./assistants.ts";
import { meta } from "./meta.ts";
import { runs } from "./runs.ts";
import type { Scenario } from "./scenario.ts";
import { state } from "./state.ts";
import { stateless } from "./stateless.ts";
import { store } from "./store.ts";
import { streams } from "./streams.ts";
import { threads } from "./threads.ts";
import { v2 } from "./v2.ts";

export const allScenarios: readonly Scenario[] = [
  ...meta,
  ...assistants,
  ...threads,
  ...state,
  ...runs,
  ...streams,
  ...stateless,
  ...store,
  ...v2,
];
