/** Refuses an input with which a turn could not begin, before a run is created. What changes until the run begins is checked again there. */
import { checkEntry, ENTRY, nodeThatWaits } from "../../compile/enter-turn.ts";
import { pendingNodes } from "../../compile/hand-built/pending-nodes.ts";
import { allVertices } from "../../compile/outside/ways.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Declaration } from "../../language/registry/declaration.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import type { Path } from "../../language/terms/step.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import type { Acting } from "../identity/acting.ts";
import { outlineOf } from "../limits/long-lists.ts";
import { checkpointIn, configAt } from "../protocol/checkpoint-ref.ts";
import { pathIn } from "../protocol/path-in.ts";
import type { RunRequest } from "../protocol/run-request.ts";

/** Of a thread that is at work, or waits with a question that queues messages, nobody knows what it will hold. */
export async function checkFirstNode(
  services: Acting,
  { graph, registry, params }: Declaration,
  { request, thread }: { request: RunRequest; thread: ThreadRow | undefined },
): Promise<void> {
  const { input } = request;
  const normal = normalise(graph, registry, params);
  if (input === undefined || input === null) {
    checkBeginning(graph.id, thread);
    return checkNext(services, normal, { request, thread });
  }
  if (thread?.status === "busy" || Object.keys(thread?.interrupts ?? {}).length > 0) return;
  const { values, path } = await standing(services, thread, request);
  checkEntry({ graph: normal, registry, input: isRecord(input) ? input : {}, values, waiting: nodeThatWaits(normal, path) });
}

/** Without an input a run continues what its thread has begun. */
function checkBeginning(graph: string, thread: ThreadRow | undefined): void {
  if (thread?.graph_id) return;
  throw new SignalboxError("INVALID_INPUT", "input: a thread that has not begun has nothing to continue; send an input", {
    graph,
    path: ["input"],
  });
}

/** A checkpoint of another version may lead to a node that this one does not have: LangGraph would end there as if all were done. */
async function checkNext(
  { saver }: Acting,
  graph: NormalGraph,
  { request, thread }: { request: RunRequest; thread: ThreadRow | undefined },
): Promise<void> {
  const ref = checkpointIn(request);
  if (!thread || ref.checkpoint_id === undefined || ref.checkpoint_ns) return;
  const tuple = await saver.getTuple(configAt(thread.id, ref));
  const known = new Set([ENTRY, ...allVertices(graph).map(({ name }) => name)]);
  const gone = tuple && pendingNodes(tuple).find((name) => !known.has(name));
  if (gone === undefined) return;
  const message = `Checkpoint ${ref.checkpoint_id} leads to node "${gone}", which version ${graph.version} of "${graph.id}" does not have: the thread followed another version there.`;
  throw new SignalboxError("INVALID_INPUT", message, { graph: graph.id, node: gone, path: ["checkpoint"] });
}

interface Standing {
  readonly values: Readonly<Record<string, unknown>>;
  readonly path: Path;
}

/** At the checkpoint from which the run begins. */
async function standing({ saver }: Acting, thread: ThreadRow | undefined, request: RunRequest): Promise<Standing> {
  const ref = checkpointIn(request);
  if (!thread || ref.checkpoint_id === undefined) return { values: outlineOf(thread?.last_values ?? null), path: thread?.last_path ?? [] };
  const tuple = await saver.getTuple(configAt(thread.id, ref));
  return { values: tuple?.checkpoint.channel_values ?? {}, path: pathIn(tuple) ?? [] };
}
