/** Where a thread waits, if it can be moved from there: at one question of its own graph, or for the next message. */
import type { WaitsFor } from "../../compile/outside/adoption.ts";
import { isToolApproval } from "../../nodes/agent/approval/tool-approval.ts";
import { waitingNode } from "../../nodes/call/step.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { DefinitionRow } from "../../persistence/statements/definitions/find-definition.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/rows.ts";
import type { LockedThread } from "../queue/lock-free-thread.ts";

export interface WaitingPlace {
  readonly node: string;
  readonly waitsFor: WaitsFor;
  /** Undefined where it waits for a message. */
  readonly question: InterruptRow | undefined;
}

/** A text says why it cannot be moved. */
export function waitingPlace({ thread, open }: LockedThread, stored: DefinitionRow | undefined): WaitingPlace | string {
  const [question, ...more] = open;
  if (more.length > 0) return `it waits with ${open.length} questions at once (${open.map(({ node }) => `"${node}"`).join(", ")})`;
  if (question) return askedAt(question, stored);
  const node = waitingNode(thread.last_path ?? []);
  if (node !== undefined) return { node, waitsFor: "message", question: undefined };
  const next = thread.status === "idle" ? "; its next turn begins under today's version by itself" : "";
  return `it waits for nobody (${thread.status})${next}`;
}

/** What is asked inside a node has its place in that node's own state, which another version need not have. */
function askedAt(question: InterruptRow, stored: DefinitionRow | undefined): WaitingPlace | string {
  const { node, payload } = question;
  if (isToolApproval(payload)) return `its question is about a tool call inside the agent node "${node}"`;
  if (!isQuestionPayload(payload)) return `its question is asked by a graph built by hand inside node "${node}"`;
  const isInside = node === null || (stored && payload.graph !== stored.canonical.id);
  if (isInside) return `its question is asked by the graph "${payload.graph}" inside node "${node}"`;
  if (stored && !Object.hasOwn(stored.canonical.nodes, payload.node))
    return `its question is asked in a branch or an item, at "${payload.node}"`;
  return { node, waitsFor: "answer", question };
}
