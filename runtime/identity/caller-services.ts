/** What a caller can do: `runtime.as(caller)` gives it, and routes get nothing else. */
import type { Assistants } from "../graphs/assistants.ts";
import { type Interrupts, interruptsOf } from "../interrupts/interrupts.ts";
import { type Runs, runsOf } from "../runs/runs.ts";
import type { Services } from "../services.ts";
import { type Threads, threadsOf } from "../threads/threads.ts";
import type { Caller } from "./caller.ts";

export interface CallerServices {
  readonly assistants: Assistants;
  readonly threads: Threads;
  readonly runs: Runs;
  readonly interrupts: Interrupts;
}

export type ServicesOfCaller = (caller: Caller) => CallerServices;

export function servicesOfCallers(services: Services, assistants: Assistants): ServicesOfCaller {
  const own = { assistants, threads: threadsOf(services), runs: runsOf(services, assistants), interrupts: interruptsOf(services) };
  return () => own;
}
