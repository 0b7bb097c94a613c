/** The inbox, as an `Auth` object lets a caller see it: by the metadata of the questions' threads. */

import { SignalboxError } from "../../../language/issues/errors.ts";
import type { CallerServices } from "../../../runtime/caller-services.ts";
import type { DecisionRequest, Interrupts } from "../../../runtime/interrupts/interrupts.ts";
import type { Links } from "../../../runtime/links/links.ts";
import { interruptNotFound } from "../../../runtime/protocol/refusals.ts";
import type { Ask } from "./ask.ts";
import type { ThreadGate } from "./thread-gate.ts";

export function restrictedInterrupts(interrupts: Interrupts, ask: Ask, gate: ThreadGate): Interrupts {
  const searching = async (query: Parameters<Interrupts["list"]>[0]): Promise<typeof query> => {
    const { status, thread_id, limit, offset } = query;
    const seen = await ask("threads:search", {
      thread_id,
      limit,
      offset,
      metadata: {},
      status: status === "pending" ? "interrupted" : undefined,
    });
    return { ...query, seen };
  };
  const { asking, deciding } = questionGate(interrupts, ask, gate);
  return {
    list: async (query) => interrupts.list(await searching(query)),
    openList: async (query) => interrupts.openList(await searching(query)),
    async get(id, threadId) {
      await asking("threads:read", id, threadId);
      return interrupts.get(id, threadId);
    },
    async decide(request) {
      await deciding(request);
      return interrupts.decide(request);
    },
  };
}

/** Whoever makes a link lets somebody else decide. */
export function restrictedLinks(services: Pick<CallerServices, "interrupts" | "links">, ask: Ask, gate: ThreadGate): Links {
  const { interrupts, links } = services;
  const { asking, deciding } = questionGate(interrupts, ask, gate);
  return {
    async make(request) {
      await deciding({ ...request, decision: undefined });
      return links.make(request);
    },
    async revoke(question, linkId) {
      await asking("threads:update", question.id, question.thread_id);
      return links.revoke(question, linkId);
    },
  };
}

/** A question of a thread that the caller may not see is unknown. */
function questionGate(interrupts: Interrupts, ask: Ask, gate: ThreadGate) {
  const asking = async (event: "threads:read" | "threads:update", id: string, threadId?: string): Promise<void> => {
    const { thread_id } = await interrupts.get(id, threadId);
    await gate(event, thread_id).catch((error: unknown) => {
      throw error instanceof SignalboxError && error.code === "THREAD_NOT_FOUND" ? interruptNotFound(id) : error;
    });
  };
  const deciding = async ({ id, thread_id, decision }: Pick<DecisionRequest, "id" | "thread_id" | "decision">): Promise<void> => {
    await asking("threads:update", id, thread_id);
    await ask("interrupts:decide", { interrupt_id: id, decision });
  };
  return { asking, deciding };
}
