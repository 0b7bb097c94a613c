/** The inbox: the open questions of threads, and their decisions. */
import { findInterruptsNamed } from "../../persistence/statements/interrupts/find-interrupt.ts";
import type { InboxRow, InterruptStatus } from "../../persistence/statements/interrupts/rows.ts";
import { searchInterrupts } from "../../persistence/statements/interrupts/search-interrupts.ts";
import { findInterrupts } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { MetadataFilter } from "../../persistence/statements/metadata-filter.ts";
import { mapEach, type OpenPage, type Page, type PageRequest, wholePage } from "../../persistence/statements/page.ts";
import type { RunHeaders } from "../../persistence/statements/runs/rows.ts";
import type { Acting } from "../identity/acting.ts";
import { actorOf, type Said } from "../identity/actor.ts";
import { type RefusedAt, representing } from "../identity/representing.ts";
import { once } from "../once/once.ts";
import { type Interrupt, interruptOf } from "../protocol/interrupt.ts";
import { interruptAmbiguous, interruptNotFound } from "../protocol/refusals.ts";
import { type Decided, decideInterrupt } from "./decide-interrupt.ts";
import { readInbox } from "./read-answer.ts";

export interface InterruptQuery extends PageRequest {
  readonly status?: InterruptStatus | undefined;
  readonly graph_id?: string | undefined;
  readonly thread_id?: string | undefined;
  /** The role that a deadline gave it to. */
  readonly assignee?: string | undefined;
  /** What the metadata of its thread must be. */
  readonly seen?: MetadataFilter | undefined;
}

export interface DecisionRequest extends Said {
  readonly id: string;
  /** Of the question. Needed where the thread was copied: a copy's question has the same id. */
  readonly thread_id?: string | undefined;
  /** One of the question's decisions, with its form. */
  readonly decision?: string | undefined;
  readonly form?: unknown;
  /** For the interrupt of a raw LangGraph: the resume value, any JSON but null. */
  readonly resume?: unknown;
  readonly reason?: string | undefined;
  /** The same request again under the same key gets the same answer instead of ALREADY_DECIDED. */
  readonly idempotency_key?: string | undefined;
  /** Of the request, for the run that carries the answer. */
  readonly headers?: RunHeaders | undefined;
}

export interface Interrupts {
  list(query: InterruptQuery): Promise<Page<Interrupt>>;
  /** The same, but the items are read while they are taken: what questions show may be large. */
  openList(query: InterruptQuery): Promise<OpenPage<Interrupt>>;
  /** @throws INTERRUPT_AMBIGUOUS when several threads have it and none is named. */
  get(id: string, threadId?: string): Promise<Interrupt>;
  /** The first valid decision wins; the others get it in their refusal (ALREADY_DECIDED). */
  decide(request: DecisionRequest): Promise<Interrupt>;
}

export function interruptsOf(services: Acting): Interrupts {
  const { sql } = services.database;
  const openList = async ({ graph_id: graphId, thread_id: threadId, ...query }: InterruptQuery): Promise<OpenPage<Interrupt>> => {
    const { items, total } = await searchInterrupts(sql, { ...query, graphId, threadId });
    return { items: mapEach(items, interruptOf), total };
  };
  return {
    list: async (query) => wholePage(await openList(query)),
    openList,
    get: async (id, threadId) => interruptOf(await questionNamed(services, id, threadId)),
    async decide({ id, thread_id: threadId, by, roles, on_behalf_of, reason, idempotency_key: idempotencyKey, headers, ...request }) {
      const actor = actorOf(await representing(services, { on_behalf_of }, () => placeOf(services, id, threadId)), { by, roles });
      const answer = answerIn(request);
      const create = async (acting: Acting): Promise<Pick<Decided, "interrupt">> => {
        const { thread_id } = await questionNamed(services, id, threadId);
        const [interrupt] = await findInterrupts(sql, thread_id, [id]);
        if (!interrupt) throw interruptNotFound(id);
        if ("ignored" in readInbox(interrupt.payload, answer)) return { interrupt };
        const decision = { interrupt, answer, ...actor, via: "anonymous" as const, reason, idempotencyKey };
        return decideInterrupt(acting, [decision], { headers });
      };
      return once(services, { create, answerOf: ({ interrupt }) => interruptOf(interrupt) });
    },
  };
}

/** Undefined for a question that the caller cannot name. */
async function placeOf(services: Acting, id: string, threadId: string | undefined): Promise<RefusedAt | undefined> {
  const [question, other] = await findInterruptsNamed(services.database.sql, id, threadId);
  return question && !other ? { what: "interrupt.refused", threadId: question.thread_id, node: question.node, interrupt: id } : undefined;
}

/** A thread's questions have ids of their own, but a copy of it has them too. */
export async function questionNamed({ database }: Acting, id: string, threadId: string | undefined): Promise<InboxRow> {
  const [interrupt, other] = await findInterruptsNamed(database.sql, id, threadId);
  if (!interrupt) throw interruptNotFound(id);
  if (other) throw interruptAmbiguous(id);
  return interrupt;
}

/** Undefined when the request brings none. */
function answerIn({ decision, form, resume }: Pick<DecisionRequest, "decision" | "form" | "resume">): unknown {
  if (resume !== undefined || decision === undefined) return resume;
  return { decision, ...(form != null && { form }) };
}
