/** A server as a scenario uses it: the official client, and the routes that only our server has. */
import { Client } from "@langchain/langgraph-sdk";
import { z } from "zod";
import { type ErrorCode, SignalboxError } from "../../language/issues/errors.ts";
import type { Path } from "../../language/terms/step.ts";
import type { Interrupt } from "../../runtime/protocol/interrupt.ts";
import type { Run } from "../../runtime/protocol/run.ts";
import type { ThreadPath } from "../../runtime/threads/thread-path.ts";

export interface Address {
  readonly url: string;
  readonly apiKey?: string | undefined;
}

const ChildThread = z.object({
  thread_id: z.string(),
  status: z.string(),
  /** The visit that started it, and the index of the item. */
  metadata: z.object({ parent_task_id: z.string(), item: z.number() }),
});
/** A thread that a node of another one has started for an item of its list. */
export type ChildThread = z.infer<typeof ChildThread>;

/** The most that the API returns at once. */
const PAGE = 1_000;

interface Problem {
  readonly code?: ErrorCode;
  readonly detail?: string;
}

export class Api {
  readonly client: Client;
  readonly #address: Address;

  constructor(address: Address) {
    this.#address = address;
    this.client = new Client({ apiUrl: address.url, apiKey: address.apiKey ?? null, callerOptions: { maxRetries: 0 } });
  }

  /** @throws SERVER_UNREACHABLE when no server responds there, ASSISTANT_NOT_FOUND when it does not serve the graph. */
  async serves(graph: string): Promise<void> {
    await this.#own("GET", "/ok");
    await this.client.assistants.get(graph).catch((cause: unknown) => {
      throw new SignalboxError("ASSISTANT_NOT_FOUND", `${this.#address.url} serves no graph "${graph}".`, { graph, cause });
    });
  }

  /** Of the turn under way, or of the last one. */
  async path(thread: string): Promise<Path> {
    const { turns } = await this.#own<ThreadPath>("GET", `/threads/${thread}/path`);
    return turns.at(-1)?.path ?? [];
  }

  /** Oldest first. */
  async questions(thread: string): Promise<Interrupt[]> {
    const found = await this.#own<Interrupt[]>("GET", `/interrupts?thread_id=${thread}&status=pending&limit=${PAGE}`);
    return found.reverse();
  }

  decide(interrupt: string, body: Readonly<Record<string, unknown>>): Promise<Interrupt> {
    return this.#own<Interrupt>("POST", `/interrupts/${interrupt}/decision`, body);
  }

  /** The official client cannot say who requests the run. */
  start(thread: string, body: { readonly assistant_id: string; readonly input: unknown; readonly by: string }): Promise<Run> {
    return this.#own<Run>("POST", `/threads/${thread}/runs`, body);
  }

  signal(thread: string, name: string, roles: readonly string[]): Promise<Run> {
    return this.#own<Run>("POST", `/threads/${thread}/signals/${encodeURIComponent(name)}`, { roles });
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

  async #own<T>(method: string, route: string, body?: unknown): Promise<T> {
    const { url, apiKey } = this.#address;
    const headers = { "content-type": "application/json", ...(apiKey && { "x-api-key": apiKey }) };
    const request = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(`${url.replace(/\/$/, "")}${route}`, request).catch((cause: unknown) => {
      throw new SignalboxError("SERVER_UNREACHABLE", `No server responds at ${url}.`, { url, cause });
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    const { code = "INTERNAL", detail = `${method} ${url}${route} responds ${response.status}.`, ...facts } = problemIn(text);
    throw new SignalboxError(code, detail, facts);
  }
}

/** A proxy in between may respond with anything. */
function problemIn(text: string): Problem {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
