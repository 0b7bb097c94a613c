/**
 * How a vertex is left: its writes go to the channels, and the target of its label is entered. One step in place of the five that LangGraph
 * makes of it, each with an async context and a trace, also where nothing traces: together half of what a super-step costs.
 */
import { END, type LangGraphRunnableConfig } from "@langchain/langgraph";
import { SignalboxError } from "../language/issues/errors.ts";
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
  for (const exit of exits) {
    const updatesOf = entering(compiled, exit);
    const leave = async (writes: Writes, config: LangGraphRunnableConfig): Promise<Writes> => {
      const checked = Object.entries(await schema.validateInput(writes));
      writeChannels(
        config,
        checked.filter(([channel]) => Object.hasOwn(compiled.channels, channel)),
      );
      // after the writes: an edit from outside reads its way from them
      writeChannels(config, updatesOf(exit.way(writes, config)));
      return writes;
    };
    setWriter(compiled, exit.vertex, new OwnStep(leave));
  }
}

/** The updates that make LangGraph enter what a vertex has answered. */
function entering(compiled: CompiledGraph, { vertex, targets }: Exit): (way: Way) => ChannelUpdate[] {
  const entrances = new Map(
    Object.entries(targets).map(([label, target]) => [label, target === END ? [] : [[entranceOf(compiled, target), vertex] as const]]),
  );
  const toOne = (way: Way[number]): readonly ChannelUpdate[] => {
    if (typeof way !== "string") return [taskUpdate(way)];
    const updates = entrances.get(way);
    if (updates) return updates;
    const declared = [...entrances.keys()].map((label) => `"${label}"`).join(", ");
    throw new SignalboxError("UNDECLARED_LABEL", `"${vertex}" cannot be left by "${way}". Its ways out: ${declared}.`, {
      node: vertex,
      label: way,
    });
  };
  return (way) => (typeof way === "string" ? [...toOne(way)] : way.flatMap(toOne));
}
