/** What the graph of an assistant looks like: drawn, its schemas, and the graphs inside it. A function that makes its graph gets the assistant's settings. */

import type { CompiledGraph } from "../../compile/compile-graph.ts";
import type { AssistantRow } from "../../persistence/statements/assistants/rows.ts";
import { runnableConfigOf } from "../protocol/checkpoint-ref.ts";
import { type GraphSchemas, graphSchemas, isUnknown, type SubgraphSchemas, withShortNames, withSource } from "../protocol/graph-schemas.ts";
import type { Services } from "../services.ts";

export interface AssistantGraphs {
  /** The drawing: nodes and labelled edges. `xray` looks into subgraphs, so many levels deep. */
  graph(id: string, options?: { readonly xray?: boolean | number | undefined }): Promise<unknown>;
  schemas(id: string): Promise<GraphSchemas & { readonly graph_id: string }>;
  subgraphs(
    id: string,
    options?: { readonly namespace?: string | undefined; readonly recurse?: boolean | undefined },
  ): Promise<Record<string, SubgraphSchemas>>;
}

export function assistantGraphsOf(
  { graphs, schemasInSource }: Pick<Services, "graphs" | "schemasInSource">,
  found: (id: string) => Promise<AssistantRow>,
): AssistantGraphs {
  const compiled = ({ graph_id, config }: AssistantRow): Promise<CompiledGraph> =>
    graphs.compiled(graph_id, null, runnableConfigOf(config));
  const schemasIn = async (graph: object, graphId: string, namespace = ""): Promise<GraphSchemas> => {
    const schemas = graphSchemas(graph);
    return isUnknown(schemas) ? withSource(schemas, (await schemasInSource(graphId))[namespace]) : schemas;
  };
  return {
    async graph(id, { xray = false } = {}) {
      const graph = await compiled(await found(id));
      return (await graph.getGraphAsync({ xray })).toJSON();
    },
    async schemas(id) {
      const assistant = await found(id);
      return { graph_id: assistant.graph_id, ...(await schemasIn(await compiled(assistant), assistant.graph_id)) };
    },
    async subgraphs(id, { namespace, recurse } = {}) {
      const assistant = await found(id);
      const graph = await compiled(assistant);
      const inside: Record<string, SubgraphSchemas> = {};
      for await (const [name, subgraph] of graph.getSubgraphsAsync(namespace, recurse)) {
        inside[name] = withShortNames(await schemasIn(subgraph, assistant.graph_id, name));
      }
      return inside;
    },
  };
}
