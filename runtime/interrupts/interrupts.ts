/** The inbox: the questions that threads wait with, and their decisions. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { findInterrupt, type InterruptStatus } from "../../persistence/statements/interrupts/find-interrupt.ts";
import { searchInterrupts } from "../../persistence/statements/interrupts/search-interrupts.ts";
import { type Interrupt, interruptOf } from "../protocol/interrupt.ts";
import type { Page } from "../protocol/page.ts";
import { alreadyDecided, interruptNotFound, invalidDecision } from "../protocol/refusals.ts";
import type { Services } from "../services.ts";
import { checkDecision } from "./check-decision.ts";
import { decide } from "./decide.ts";
import { recordingRefusal } from "./record-refusal.ts";
import { isRepeated } from "./repeated-decision.ts";

export interface InterruptQuery {
  readonly status?: InterruptStatus | undefined;
  readonly graph_id?: string | undefined;
  readonly thread_id?: string | undefined;
  /** The role that a deadline gave it to. */
  readonly assignee?: string | undefined;
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
  /** The decider's roles, where the caller knows them: one of them must be among those that may decide. */
  readonly roles?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  /** The same request again under the same key gets the same answer instead of ALREADY_DECIDED. */
  readonly idempotency_key?: string | undefined;
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
    async decide(request) {
      const interrupt = await find(request.id);
      const given = answerIn(request);
      try {
        const { thread_id: thread, node, graph_id: graphId } = interrupt;
        const checked = await recordingRefusal(services, { ...given, thread, node, interrupt: request.id }, async () => {
          if (await isRepeated(services, interrupt, given)) return undefined;
          if (interrupt.status !== "pending") throw alreadyDecided(interrupt);
          if (request.resume === undefined && request.decision === undefined)
            throw invalidDecision(request.id, ["decision"], "a decision is { decision, form? }, or { resume } for a raw interrupt");
          return checkDecision(services, interrupt, { ...given, graphId: graphId ?? "" });
        });
        if (checked) await decide(services, [checked]);
      } catch (error) {
        // two of the same request at one moment: the other one was faster
        const isLate = error instanceof SignalboxError && error.code === "ALREADY_DECIDED";
        if (!isLate || !(await isRepeated(services, interrupt, given))) throw error;
      }
      return interruptOf(await find(request.id));
    },
  };
}

function answerIn({ decision, form, resume, by = "anonymous", roles, reason, idempotency_key: idempotencyKey }: DecisionRequest) {
  const answer = resume === undefined ? { decision, ...(form != null && { form }) } : resume;
  return { answer, by, roles, reason, idempotencyKey };
}
