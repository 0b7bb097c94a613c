/** A new turn before it begins: what is checked and decided by what was read of its thread, and what is stored of it. */
import { excludesRequester } from "../../language/graph/excluded-people.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { type Declaration, declarationOf } from "../../language/registry/declaration.ts";
import { personNamed } from "../../language/terms/person.ts";
import { waitingNode } from "../../nodes/call/step.ts";
import type { ThreadHead, ThreadRow } from "../../persistence/statements/threads/rows.ts";
import type { AssistantOfRun } from "../graphs/assistant.ts";
import type { Acting } from "../identity/acting.ts";
import type { Actor } from "../identity/actor.ts";
import { offerOf } from "../offers/offered.ts";
import { orElsewhere } from "../offers/or-elsewhere.ts";
import { checkpointIn, mustExist } from "../protocol/checkpoint-ref.ts";
import { configOfThread, kwargsOf, type RunRequest } from "../protocol/run-request.ts";
import { isToday } from "../queue/commit-run.ts";
import { checkFirstNode } from "./check-first-node.ts";
import { checkInput } from "./check-input.ts";

export interface RunStart {
  /** Null: the run has a temporary thread of its own. */
  readonly threadId: string | null;
  readonly request: RunRequest;
  readonly assistant: AssistantOfRun;
  readonly actor: Actor;
}

/** A turn that may begin, by what was read before its transaction. */
export interface Turn {
  readonly start: RunStart;
  readonly known: ThreadRow | undefined;
  readonly definitionHash: string | null;
  /** This process has the graph, and that is its definition of today. */
  readonly isToday: boolean;
  readonly requestedBy: string | undefined;
}

export async function prepareTurn(services: Acting, start: RunStart, known: ThreadRow | undefined): Promise<Turn> {
  const { request, assistant } = start;
  await checkInput(services.graphs, assistant.graph_id, request);
  if (known) await mustExist(services, known.id, checkpointIn(request));
  const definitionHash = definitionFor(services, start, known);
  const declaration = await declarationFor(services, assistant.graph_id, definitionHash);
  if (declaration) await checkFirstNode(services, declaration, { request, thread: known });
  const hasIt = isToday(services, assistant.graph_id, definitionHash);
  return { start, known, definitionHash, isToday: hasIt, requestedBy: requesterIn(declaration, start.actor) };
}

/** What is stored of it, on its thread as it is. */
export function contentOf({ start, known, definitionHash, requestedBy }: Turn, thread: ThreadHead) {
  const { request, assistant, actor } = start;
  const own = { graph_id: assistant.graph_id, assistant_id: assistant.assistant_id };
  return {
    ...{
      graphId: assistant.graph_id,
      assistantId: assistant.assistant_id,
      kind: "input" as const,
      requestedBy,
      principal: actor.principal,
    },
    payload: { input: request.input, command: request.command, headers: request.headers },
    kwargs: kwargsOf(request, { thread: thread.config, assistant }),
    metadata: { ...assistant.metadata, ...thread.metadata, ...own, ...request.metadata },
    turn: { definitionHash, metadata: { ...own, ...(known ? {} : request.metadata) }, config: configOfThread(request, thread.config) },
  };
}

/** Undefined for a graph built by hand, and where only another worker has the code. */
async function declarationFor(services: Acting, graphId: string, hash: string | null): Promise<Declaration | undefined> {
  if (hash === null) return undefined;
  const compiled = await orElsewhere(services, offerOf(graphId, hash), () => services.graphs.compiled(graphId, hash));
  return compiled && declarationOf(compiled);
}

/** The name of who requests it. Without one, a question that excludes the requester could never be decided. */
function requesterIn(declaration: Declaration | undefined, { by }: Actor): string | undefined {
  const name = personNamed(by);
  if (name !== undefined || !declaration || !excludesRequester(declaration)) return name;
  const graphId = declaration.graph.id;
  const message = `Graph "${graphId}" has a question that whoever requests it may not decide: say who requests it by \`by\`.`;
  throw new SignalboxError("INVALID_INPUT", message, { graph: graphId, path: ["by"] });
}

/** A turn that stopped with `wait`, or is continued without input, has its own definition; a new turn uses the current one. */
function definitionFor({ graphs }: Acting, { request, assistant }: RunStart, thread: ThreadRow | undefined): string | null {
  const graphId = assistant.graph_id;
  const today = graphs.declared(graphId)?.definition.hash ?? null;
  const isContinued = waitingNode(thread?.last_path ?? []) !== undefined || (request.input ?? null) === null;
  return (thread?.graph_id === graphId && isContinued && thread.definition_hash) || today;
}
