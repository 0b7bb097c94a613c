/** An assistant: a graph under an id. Each graph has one, whose id follows from the graph's. */
import { v5 as uuid5 } from "@langchain/core/utils/uuid";

/** The protocol's own, so that ids are equal on every server. */
const NAMESPACE = "6ba7b821-9dad-11d1-80b4-00c04fd430c8";

export interface Assistant {
  readonly assistant_id: string;
  readonly graph_id: string;
  readonly config: Record<string, unknown>;
  readonly context: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly name: string;
  readonly description: string | null;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export const assistantIdOf = (graphId: string): string => uuid5(graphId, NAMESPACE);

export function systemAssistant(graphId: string, since: Date): Assistant {
  const created = since.toISOString();
  return {
    assistant_id: assistantIdOf(graphId),
    graph_id: graphId,
    ...{ config: {}, context: {}, name: graphId, description: null, version: 1 },
    metadata: { created_by: "system" },
    created_at: created,
    updated_at: created,
  };
}
