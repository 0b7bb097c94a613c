/** Requests to the routes that only a Signalbox server has, with the SDK's headers, limits and retries. */

import type { Run } from "@langchain/langgraph-sdk";
import { BaseClient } from "@langchain/langgraph-sdk/client";
import type { Ticket } from "../runtime/keys/tickets.ts";
import type { DecisionLink } from "../runtime/links/make-link.ts";
import type { Interrupt } from "../runtime/protocol/interrupt.ts";
import type { ThreadPath } from "../runtime/threads/thread-path.ts";
import type { ThreadUsage } from "../runtime/threads/thread-usage.ts";
import type { Webhook } from "../runtime/webhooks/webhooks.ts";
import type { InboxQuery, InterruptAnswer, LinkWanted, Person, RunStart, WebhookFilter } from "./requests.ts";

type Options = Parameters<BaseClient["prepareFetchOptions"]>[1];

export class OwnRoutes extends BaseClient {
  inbox({ status, graphId, threadId, assignee, limit, offset }: InboxQuery = {}): Promise<Interrupt[]> {
    return this.#get("/interrupts", { status, graph_id: graphId, thread_id: threadId, assignee, limit, offset });
  }

  interrupt(id: string, { threadId }: { readonly threadId?: string | undefined } = {}): Promise<Interrupt> {
    return this.#get(path`/interrupts/${id}`, { thread_id: threadId });
  }

  decide(id: string, { idempotencyKey, threadId, onBehalfOf, ...answer }: InterruptAnswer): Promise<Interrupt> {
    return this.#post(path`/interrupts/${id}/decision`, {
      ...answer,
      thread_id: threadId,
      on_behalf_of: onBehalfOf,
      idempotency_key: idempotencyKey,
    });
  }

  link(id: string, { expiresIn, threadId, ...link }: LinkWanted): Promise<DecisionLink & { readonly path: string }> {
    return this.#post(path`/interrupts/${id}/links`, { ...link, thread_id: threadId, expires_in: expiresIn });
  }

  async revokeLink(id: string, linkId: string, threadId?: string): Promise<void> {
    await this.#request(path`/interrupts/${id}/links/${linkId}`, { method: "DELETE", params: { thread_id: threadId } });
  }

  path(threadId: string): Promise<ThreadPath> {
    return this.#get(path`/threads/${threadId}/path`);
  }

  usage(threadId: string): Promise<ThreadUsage> {
    return this.#get(path`/threads/${threadId}/usage`);
  }

  start(threadId: string, { assistantId, streamMode, onBehalfOf, ...start }: RunStart): Promise<Run> {
    const asked = { assistant_id: assistantId, stream_mode: streamMode, on_behalf_of: onBehalfOf };
    return this.#post(path`/threads/${threadId}/runs`, { ...start, ...asked });
  }

  signal(threadId: string, name: string, { onBehalfOf, ...person }: Person = {}): Promise<Run> {
    return this.#post(path`/threads/${threadId}/signals/${name}`, { ...person, on_behalf_of: onBehalfOf });
  }

  ticket(): Promise<Ticket> {
    return this.#post("/tickets", {});
  }

  /** Webhooks of runs that have ended, newest first. */
  webhooks({ status, runId, threadId, limit, offset }: WebhookFilter = {}): Promise<Webhook[]> {
    return this.#get("/webhooks", { status, run_id: runId, thread_id: threadId, limit, offset });
  }

  /** Sends it again, with the same id and bytes. */
  replayWebhook(id: string): Promise<Webhook> {
    return this.#post(path`/webhooks/${id}/replay`, {});
  }

  retry(threadId: string, runId: string): Promise<Run> {
    return this.#post(path`/threads/${threadId}/runs/${runId}/retry`, {});
  }

  #get<T>(route: string, params: Record<string, unknown> = {}): Promise<T> {
    return this.#send(route, { method: "GET", params });
  }

  #post<T>(route: string, json: unknown): Promise<T> {
    return this.#send(route, { method: "POST", json });
  }

  /** The SDK's own method drops the body of a 202. */
  async #send<T>(route: string, options: Options): Promise<T> {
    return JSON.parse(await this.#request(route, options));
  }

  async #request(route: string, options: Options): Promise<string> {
    const [url, prepared] = this.prepareFetchOptions(route, options);
    const init = this.onRequest ? await this.onRequest(url, prepared) : prepared;
    const response = await this.asyncCaller.fetch(url.toString(), init);
    return response.text();
  }
}

/** Each value is one part of the path, whatever is in it. */
const path = (texts: TemplateStringsArray, ...values: readonly string[]): string =>
  String.raw({ raw: texts }, ...values.map(encodeURIComponent));
