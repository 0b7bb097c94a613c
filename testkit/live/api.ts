/** A server as a scenario uses it: the official client, and the routes that only our server has. */
import { Client } from "@langchain/langgraph-sdk";
import type { Path } from "../../compile/path.ts";
import { type ErrorCode, SignalboxError } from "../../language/errors.ts";
import type { Interrupt } from "../../runtime/interrupt.ts";
import type { Run } from "../../runtime/run.ts";
import type { ThreadPath } from "../../runtime/thread-path.ts";

export interface Address {
  readonly url: string;
  readonly apiKey?: string | undefined;
}

/** The most that the API gives at once. */
const PAGE = 1_000;

export class Api {
  readonly client: Client;
  private readonly address: Address;

  constructor(address: Address) {
    this.address = address;
    this.client = new Client({ apiUrl: address.url, apiKey: address.apiKey ?? null, callerOptions: { maxRetries: 0 } });
  }

  /** @throws SERVER_UNREACHABLE when nothing answers there, ASSISTANT_NOT_FOUND when it does not serve the graph. */
  async serves(graph: string): Promise<void> {
    await this.own("GET", "/ok");
    await this.client.assistants.get(graph).catch((cause: unknown) => {
      throw new SignalboxError("ASSISTANT_NOT_FOUND", `${this.address.url} serves no graph "${graph}".`, { graph, cause });
    });
  }

  /** Of the turn under way, or of the last one. */
  async path(thread: string): Promise<Path> {
    const { turns } = await this.own<ThreadPath>("GET", `/threads/${thread}/path`);
    return turns.at(-1)?.path ?? [];
  }

  /** Oldest first. */
  async questions(thread: string): Promise<Interrupt[]> {
    const found = await this.own<Interrupt[]>("GET", `/interrupts?thread_id=${thread}&status=pending&limit=${PAGE}`);
    return found.reverse();
  }

  decide(interrupt: string, body: Readonly<Record<string, unknown>>): Promise<Interrupt> {
    return this.own<Interrupt>("POST", `/interrupts/${interrupt}/decision`, body);
  }

  signal(thread: string, name: string): Promise<Run> {
    return this.own<Run>("POST", `/threads/${thread}/signals/${encodeURIComponent(name)}`, {});
  }

  /** Child threads in the order in which they were made: by visit, then by item. */
  async childrenOf(thread: string) {
    const query = { metadata: { parent_thread_id: thread }, limit: PAGE, sortBy: "created_at", sortOrder: "asc" } as const;
    return this.client.threads.search(query);
  }

  async lastRun(thread: string) {
    const [run] = await this.client.runs.list(thread, { limit: 1 });
    return run;
  }

  private async own<T>(method: string, route: string, body?: unknown): Promise<T> {
    const { url, apiKey } = this.address;
    const headers = { "content-type": "application/json", ...(apiKey && { "x-api-key": apiKey }) };
    const request = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(`${url.replace(/\/$/, "")}${route}`, request).catch((cause: unknown) => {
      throw new SignalboxError("SERVER_UNREACHABLE", `Nothing answers at ${url}.`, { url, cause });
    });
    if (response.ok) return (await response.json()) as T;
    const problem = (await response.json().catch(() => ({}))) as { code?: ErrorCode; detail?: string };
    throw new SignalboxError(problem.code ?? "INTERNAL", problem.detail ?? `${method} ${url}${route} answers ${response.status}.`);
  }
}
