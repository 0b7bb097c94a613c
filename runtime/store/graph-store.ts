/** The store as the code of a LangGraph graph gets it, by `config.store`, and that of a declared one by `context.store`: that of its thread's tenant. */
import { BaseStore, type Item, type Operation, type OperationResults, type SearchItem } from "@langchain/langgraph-checkpoint";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { hasRawParts } from "../../compile/hand-built/asking-code.ts";
import { forEngine } from "../../persistence/tenancy/tenant-sql.ts";
import type { Services } from "../services.ts";
import { type Store, type StoreItem, storeOf } from "./store.ts";

type StoreServices = Pick<Services, "database" | "stateSize" | "store" | "limits">;

/** For the code of one tenant's threads. */
export const graphStore = (services: StoreServices, tenant: string): BaseStore =>
  new GraphStore(storeOf({ ...services, database: forEngine(services.database, tenant) }));

/** For LangGraph. Undefined for a graph whose code is all declared, which has `context.store`: LangGraph looks every millisecond of a run whether its store has something to do. */
export const graphStoreFor = (services: StoreServices, tenant: string, graph: CompiledGraph): BaseStore | undefined =>
  hasRawParts(graph) ? graphStore(services, tenant) : undefined;

class GraphStore extends BaseStore {
  readonly #store: Store;

  constructor(store: Store) {
    super();
    this.#store = store;
  }

  /** In their order: what an operation reads, those before it have written. */
  override async batch<Operations extends Operation[]>(operations: Operations): Promise<OperationResults<Operations>> {
    const results: unknown[] = [];
    for (const operation of operations) results.push(await this.#perform(operation));
    return results as OperationResults<Operations>; // one result each, of the operation's own type
  }

  async #perform(operation: Operation): Promise<SearchItem[] | Item | string[][] | null | undefined> {
    if ("namespacePrefix" in operation) {
      const { namespacePrefix: namespace_prefix, ...rest } = operation;
      return (await this.#store.search({ namespace_prefix, ...rest })).map(itemOf);
    }
    if ("value" in operation) return this.#write(operation);
    if ("key" in operation) {
      const item = await this.#store.get(operation);
      return item && itemOf(item);
    }
    const { matchConditions = [], maxDepth: max_depth, limit, offset } = operation;
    const path = (type: string) => matchConditions.find(({ matchType }) => matchType === type)?.path;
    return this.#store.namespaces({ prefix: path("prefix"), suffix: path("suffix"), max_depth, limit, offset });
  }

  async #write({ namespace, key, value, index }: Extract<Operation, { value: unknown }>): Promise<undefined> {
    if (value === null) await this.#store.delete({ namespace, key });
    else await this.#store.put({ namespace, key, value, ...(index !== undefined && { index }) });
  }

  /** Of no use in a trace or a state. */
  toJSON(): string {
    return "[Store]";
  }
}

const itemOf = ({ namespace, key, value, created_at, updated_at, score }: StoreItem): SearchItem => ({
  ...{ namespace: [...namespace], key, value, ...(score !== undefined && { score }) },
  createdAt: new Date(created_at),
  updatedAt: new Date(updated_at),
});
