/** A server as a scenario uses it. */
import { z } from "zod";
import { SignalboxClient } from "../../client/signalbox-client.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Path } from "../../language/terms/step.ts";
import type { Interrupt } from "../../runtime/protocol/interrupt.ts";

export interface Address {
  readonly url: string;
  readonly apiKey?: string | undefined;
}

const ChildThread = z.object({
  thread_id: z.string(),
  status: z.string(),
  /** The visit that started it, and the index of the item. */
  metadata: z.object({ parent_task_id: z.string(), item: z.number(), signalbox_until: z.string().optional() }),
});
/** A thread that a node of another one has started for an item of its list. */
export type ChildThread = z.infer<typeof ChildThread>;

/** The most that the API returns at once. */
const PAGE = 1_000;

export class Api {
  readonly client: SignalboxClient;
  readonly #url: string;

  constructor({ url, apiKey }: Address) {
    this.#url = url;
    this.client = new SignalboxClient({ apiUrl: url, apiKey: apiKey ?? null, callerOptions: { maxRetries: 0 } });
  }

  /** @throws SERVER_UNREACHABLE when no server responds there, ASSISTANT_NOT_FOUND when it does not serve the graph. */
  async serves(graph: string): Promise<void> {
    await this.client.assistants.get(graph).catch((cause: unknown) => {
      if (!(cause instanceof SignalboxError) || cause.code !== "ASSISTANT_NOT_FOUND") throw cause;
      throw new SignalboxError("ASSISTANT_NOT_FOUND", `${this.#url} serves no graph "${graph}".`, { graph, cause });
    });
  }

  /** Of the turn under way, or of the last one. */
  async path(thread: string): Promise<Path> {
    const { turns } = await this.client.path(thread);
    return turns.at(-1)?.path ?? [];
  }

  /** Oldest first. */
  async questions(thread: string): Promise<Interrupt[]> {
    const found = await this.client.inbox({ threadId: thread, status: "pending", limit: PAGE });
    return found.reverse();
  }

  /** By visit, then by item. */
  async childrenOf(thread: string): Promise<ChildThread[]> {
    const found: ChildThread[] = [];
    for (let page = PAGE; page === PAGE; ) {
      const query = {
        metadata: { parent_thread_id: thread },
        limit: PAGE,
        offset: found.length,
        sortBy: "created_at",
        sortOrder: "asc",
      } as const;
      const threads = await this.client.threads.search(query);
      found.push(...threads.map((child) => ChildThread.parse(child)));
      page = threads.length;
    }
    const visits = Map.groupBy(found, ({ metadata }) => metadata.parent_task_id);
    return [...visits.values()].flatMap((visit) => visit.sort((a, b) => a.metadata.item - b.metadata.item));
  }

  async lastRun(thread: string) {
    const [run] = await this.client.runs.list(thread, { limit: 1 });
    return run;
  }
}
