/** The inbox: the questions that threads wait with, and their decisions. */
import { findInterrupt, type InterruptStatus } from "../persistence/statements/find-interrupt.ts";
import { searchInterrupts } from "../persistence/statements/search-interrupts.ts";
import { checkDecision } from "./check-decision.ts";
import { decide } from "./decide.ts";
import { type Interrupt, interruptOf } from "./interrupt.ts";
import type { Page } from "./page.ts";
import { alreadyDecided, interruptNotFound, invalidDecision } from "./refusals.ts";
import type { Services } from "./services.ts";

export interface InterruptQuery {
  readonly status?: InterruptStatus | undefined;
  readonly graph_id?: string | undefined;
  readonly thread_id?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface DecisionRequest {
  readonly id: string;
  /** One of the question's decisions, with its form. */
  readonly decision?: string | undefined;
  readonly form?: unknown;
  /** For the interrupt of a raw LangGraph: the resume value, any JSON but null. */
  readonly resume?: unknown;
  /** Who decides. */
  readonly by?: string | undefined;
}

export interface Interrupts {
  list(query: InterruptQuery): Promise<Page<Interrupt>>;
  get(id: string): Promise<Interrupt>;
  /** The first valid decision wins; the others are told which it was (ALREADY_DECIDED). */
  decide(request: DecisionRequest): Promise<Interrupt>;
}

export function interruptsOf(services: Services): Interrupts {
  const { sql } = services.database;
  const find = async (id: string) => {
    const row = await findInterrupt(sql, id);
    if (!row) throw interruptNotFound(id);
    return row;
  };
  return {
    async list({ graph_id: graphId, thread_id: threadId, ...query }) {
      const { items, total } = await searchInterrupts(sql, { ...query, graphId, threadId });
      return { items: items.map(interruptOf), total };
    },
    get: async (id) => interruptOf(await find(id)),
    async decide({ id, decision, form, resume, by = "anonymous" }) {
      const interrupt = await find(id);
      if (interrupt.status !== "pending") throw alreadyDecided(interrupt);
      if (resume === undefined && decision === undefined)
        throw invalidDecision(id, ["decision"], "a decision is { decision, form? }, or { resume } for a raw interrupt");
      const answer = resume === undefined ? { decision, ...(form != null && { form }) } : resume;
      await decide(services, [checkDecision(services, interrupt, { graphId: interrupt.graph_id ?? "", answer, by })]);
      return interruptOf(await find(id));
    },
  };
}
