/** What a caller can do: `runtime.as(caller)` gives it, and routes get nothing else. */
import { type Assistants, assistantsOf } from "./assistants/assistants.ts";
import { type Crons, cronsOf } from "./crons/crons.ts";
import { SEES_FAILURES } from "./failures/sees-failures.ts";
import { withoutFailureTexts } from "./failures/without-failure-texts.ts";
import { actingFor } from "./identity/acting.ts";
import type { Caller } from "./identity/caller.ts";
import { hasScope } from "./identity/require-scope.ts";
import { type Interrupts, interruptsOf } from "./interrupts/interrupts.ts";
import { type Links, linksOf } from "./links/links.ts";
import { type ProtocolV2, protocolV2Of } from "./protocol-v2/protocol-v2.ts";
import { type Runs, runsOf } from "./runs/runs.ts";
import type { Services } from "./services.ts";
import { type Store, storeOf } from "./store/store.ts";
import { type Threads, threadsOf } from "./threads/threads.ts";
import { type Webhooks, webhooksOf } from "./webhooks/webhooks.ts";

export interface CallerServices {
  readonly assistants: Assistants;
  readonly threads: Threads;
  readonly runs: Runs;
  readonly interrupts: Interrupts;
  readonly links: Links;
  readonly store: Store;
  readonly v2: ProtocolV2;
  readonly crons: Crons;
  readonly webhooks: Webhooks;
}

export type ServicesOfCaller = (caller: Caller) => CallerServices;

export function servicesOfCallers(services: Services): ServicesOfCaller {
  return (caller) => {
    const acting = actingFor(services, caller);
    const assistants = assistantsOf(acting);
    const [threads, runs] = [threadsOf(acting), runsOf(acting, assistants)];
    const all = {
      ...{ assistants, threads, runs, interrupts: interruptsOf(acting), links: linksOf(acting), store: storeOf(acting) },
      ...{ v2: protocolV2Of(acting, { threads, runs }), crons: cronsOf(acting, assistants), webhooks: webhooksOf(acting) },
    };
    return hasScope(caller, SEES_FAILURES) ? all : { ...all, ...withoutFailureTexts(all) };
  };
}
