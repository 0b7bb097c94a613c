/** The nodes that a checkpoint leads to, by LangGraph's own channels: also those that today's graph does not have. */
import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { isRecord } from "../../language/schema/is-record.ts";

const BRANCH = "branch:to:";

/** Channels that LangGraph's graphs have besides those of their state. */
export const isOfLangGraph = (channel: string): boolean => [BRANCH, "join:", "start:"].some((prefix) => channel.startsWith(prefix));

export function pendingNodes({ checkpoint }: Pick<CheckpointTuple, "checkpoint">): string[] {
  const { channel_versions: versions, versions_seen: seen, channel_values: values } = checkpoint;
  const edges = Object.entries(versions).flatMap(([channel, version]) => {
    if (!channel.startsWith(BRANCH) || !Object.hasOwn(values, channel)) return [];
    const node = channel.slice(BRANCH.length);
    const last = seen[node]?.[channel];
    return last === undefined || version > last ? [node] : [];
  });
  const { __pregel_tasks: sends } = values;
  const sent = Array.isArray(sends)
    ? sends.flatMap((send: unknown) => (isRecord(send) && typeof send.node === "string" ? [send.node] : []))
    : [];
  return [...new Set([...edges, ...sent])];
}
