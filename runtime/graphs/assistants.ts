/** The assistants of this process: one for each graph, found by its UUID or by the graph's id. */

import { v5 as uuid5 } from "@langchain/core/utils/uuid";
import type { Page, PageRequest } from "../../persistence/statements/page.ts";
import { type GraphSchemas, graphSchemas } from "../protocol/graph-schemas.ts";
import { assistantNotFound } from "../protocol/refusals.ts";
import type { Graphs } from "./graphs.ts";

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

function systemAssistant(graphId: string, since: Date): Assistant {
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

export interface AssistantFilter {
  readonly graph_id?: string | undefined;
  /** Part of the name, in any case. */
  readonly name?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface AssistantQuery extends AssistantFilter, PageRequest {
  readonly sort_by?: "assistant_id" | "graph_id" | "created_at" | "updated_at" | "name" | undefined;
  readonly sort_order?: "asc" | "desc" | undefined;
}

export interface Assistants {
  search(query: AssistantQuery): Promise<Page<Assistant>>;
  count(filter: AssistantFilter): Promise<number>;
  get(id: string): Promise<Assistant>;
  /** The drawing: nodes and labelled edges. `xray` looks into subgraphs, so many levels deep. */
  graph(id: string, options?: { readonly xray?: boolean | number | undefined }): Promise<unknown>;
  schemas(id: string): Promise<GraphSchemas & { readonly graph_id: string }>;
  subgraphs(
    id: string,
    options?: { readonly namespace?: string | undefined; readonly recurse?: boolean | undefined },
  ): Promise<Record<string, GraphSchemas>>;
}

export function assistantsOf(graphs: Graphs, since: Date): Assistants {
  const all = graphs.ids.map((id) => systemAssistant(id, since));
  const get = async (id: string): Promise<Assistant> => {
    const found = all.find(({ assistant_id, graph_id }) => assistant_id === id || graph_id === id);
    if (!found) throw assistantNotFound(id);
    return found;
  };
  const compiled = async (id: string) => graphs.compiled((await get(id)).graph_id, null);
  return {
    get,
    async search(query) {
      const found = sorted(all.filter(matcher(query)), query);
      return { items: found.slice(query.offset, query.offset + query.limit), total: found.length };
    },
    count: async (filter) => all.filter(matcher(filter)).length,
    async graph(id, { xray = false } = {}) {
      const graph = await compiled(id);
      return (await graph.getGraphAsync({ xray })).toJSON();
    },
    async schemas(id) {
      const { graph_id } = await get(id);
      return { graph_id, ...graphSchemas(await compiled(id)) };
    },
    async subgraphs(id, { namespace, recurse } = {}) {
      const found: Record<string, GraphSchemas> = {};
      for await (const [name, subgraph] of (await compiled(id)).getSubgraphsAsync(namespace, recurse)) found[name] = graphSchemas(subgraph);
      return found;
    },
  };
}

const matcher =
  ({ graph_id, name, metadata = {} }: AssistantFilter) =>
  (assistant: Assistant): boolean =>
    (graph_id === undefined || assistant.graph_id === graph_id) &&
    (name === undefined || assistant.name.toLowerCase().includes(name.toLowerCase())) &&
    Object.entries(metadata).every(([key, value]) => assistant.metadata[key] === value);

function sorted(assistants: Assistant[], { sort_by = "created_at", sort_order = "desc" }: AssistantQuery): Assistant[] {
  const sign = sort_order === "asc" ? 1 : -1;
  return assistants.toSorted((a, b) => sign * a[sort_by].localeCompare(b[sort_by]));
}
