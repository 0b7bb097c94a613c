/**
 * How a vertex is left: its writes go to the channels, and the target of its label is entered. One step in place of the five that LangGraph
 * makes of it, each with an async context and a trace, also where nothing traces: together half of what a super-step costs.
 */
import { END, type LangGraphRunnableConfig } from "@langchain/langgraph";
import { SignalboxError } from "../language/issues/errors.ts";
import { roundsOf } from "../nodes/call/several.ts";
import { type ChannelUpdate, type CompiledGraph, entranceOf, setWriter, taskUpdate, writeChannels } from "./langgraph.ts";
import { OwnStep } from "./own-step.ts";
import type { DeclaredSchema } from "./state-schema.ts";
import type { Way } from "./task-labels.ts";

/** The ways out of a vertex. The builder has them as edges, for LangGraph's own check and for drawings. */
export interface Exit {
  readonly vertex: string;
  /** Label → vertex, or END. A fork enters a vertex by its name. */
  readonly targets: Readonly<Record<string, string>>;
  /** What the vertex has answered. */
  readonly way: (writes: unknown, config: LangGraphRunnableConfig) => Way;
}

type Writes = Readonly<Record<string, unknown>>;

/** Only before the graph is run. */
export function leaveByOwnSteps(compiled: CompiledGraph, schema: DeclaredSchema, exits: readonly Exit[]): void {
  for (const exit of exits) setWriter(compiled, exit.vertex, new OwnStep(leaving(compiled, schema, exit)));
}

function leaving(
  compiled: CompiledGraph,
  schema: DeclaredSchema,
  exit: Exit,
): (writes: Writes, config: LangGraphRunnableConfig) => Promise<Writes> {
  return async (writes, config) => {
    const checked = await Promise.all(roundsOf(writes).map((round) => schema.validateInput(round)));
    const known = checked.flatMap(Object.entries).filter(([channel]) => Object.hasOwn(compiled.channels, channel));
    writeChannels(config, known);
    // after the writes: an edit from outside reads its way from them
    const way = exit.way(writes, config);
    writeChannels(config, typeof way === "string" ? entering(compiled, exit, way) : way.flatMap((each) => entering(compiled, exit, each)));
    return writes;
  };
}

/** The update that makes LangGraph enter what a vertex has answered; none at an end. */
function entering(compiled: CompiledGraph, { vertex, targets }: Exit, way: Way[number]): ChannelUpdate[] {
  if (typeof way !== "string") return [taskUpdate(way)];
  const target = Object.hasOwn(targets, way) ? targets[way] : undefined;
  if (target !== undefined) return target === END ? [] : [[entranceOf(compiled, target), vertex]];
  const declared = Object.keys(targets).map((label) => `"${label}"`);
  throw new SignalboxError("UNDECLARED_LABEL", `"${vertex}" cannot be left by "${way}". Its ways out: ${declared.join(", ")}.`, {
    ...{ node: vertex, label: way },
  });
}
