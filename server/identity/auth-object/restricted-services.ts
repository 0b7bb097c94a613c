/** What an `Auth` object lets a caller do: every method of every service asks the handler of its event first, and passes on what the handler left. */
import type { CallerServices } from "../../../runtime/caller-services.ts";
import type { Ask } from "./ask.ts";
import { restrictedAssistants } from "./restricted-assistants.ts";
import { restrictedCrons } from "./restricted-crons.ts";
import { restrictedInterrupts, restrictedLinks } from "./restricted-interrupts.ts";
import { restrictedRuns, wantedBy } from "./restricted-runs.ts";
import { restrictedStore } from "./restricted-store.ts";
import { restrictedThreads } from "./restricted-threads.ts";
import { restrictedV2 } from "./restricted-v2.ts";
import { restrictedWebhooks } from "./restricted-webhooks.ts";
import { threadGate } from "./thread-gate.ts";

export function restrictedServices(services: CallerServices, ask: Ask): CallerServices {
  const gate = threadGate(services.threads, ask);
  const wanted = wantedBy(services, ask);
  return {
    threads: restrictedThreads(services.threads, ask, gate),
    runs: restrictedRuns(services.runs, { ask, gate, wanted }),
    v2: restrictedV2(services, { ask, gate, wanted }),
    interrupts: restrictedInterrupts(services.interrupts, ask, gate),
    links: restrictedLinks(services, ask, gate),
    assistants: restrictedAssistants(services.assistants, ask),
    crons: restrictedCrons(services.crons, { ask, gate, wanted }),
    webhooks: restrictedWebhooks(services.webhooks, ask, gate),
    store: restrictedStore(services.store, ask),
  };
}
