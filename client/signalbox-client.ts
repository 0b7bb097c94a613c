/** The SDK's client with what a Signalbox server has besides: the inbox, decisions, paths, usage, signals, retries. */
import { Client, type ClientConfig, type Run } from "@langchain/langgraph-sdk";
import { SignalboxError } from "../language/issues/errors.ts";
import { isRequestKey, REQUEST_KEY } from "../language/schema/request-key.ts";
import type { Ticket } from "../runtime/keys/tickets.ts";
import type { DecisionLink } from "../runtime/links/make-link.ts";
import type { Interrupt } from "../runtime/protocol/interrupt.ts";
import type { ThreadPath } from "../runtime/threads/thread-path.ts";
import type { ThreadUsage } from "../runtime/threads/thread-usage.ts";
import type { Webhook } from "../runtime/webhooks/webhooks.ts";
import { ACCEPT, withApiErrors } from "./api-errors.ts";
import { OwnRoutes } from "./own-routes.ts";
import type { InboxQuery, InterruptAnswer, LinkWanted, Person, RunStart, WebhookFilter } from "./requests.ts";

export interface ClientOptions extends ClientConfig {
  /** Default: http://127.0.0.1:2024. */
  readonly apiUrl?: string;
  /** A key of `signalbox keys create`. Default: none. Unlike the SDK's client, this one sends no key that it finds in the environment. */
  readonly apiKey?: string | null;
}

/**
 * The official SDK's client (`assistants`, `threads`, `runs`, `crons`, `store`), with the routes that only a Signalbox server has. What the
 * server refuses is thrown as a SignalboxError: match on its `code`; `facts` has the details.
 * @throws SERVER_UNREACHABLE when no server responds; otherwise what the route refuses (docs/errors.md).
 * @example
 * const client = new SignalboxClient({ apiUrl: "http://127.0.0.1:2024" });
 * for (const { id, value } of await client.inbox({ status: "pending" })) console.log(id, value);
 */
export class SignalboxClient extends Client {
  readonly #own: OwnRoutes;
  readonly #options: ClientOptions;

  constructor({ apiUrl = "http://127.0.0.1:2024", apiKey = null, defaultHeaders, ...options }: ClientOptions = {}) {
    const config = { ...options, apiUrl, apiKey, defaultHeaders: { accept: ACCEPT, ...defaultHeaders } };
    super(config);
    this.#options = config;
    this.#own = withApiErrors(new OwnRoutes(config), apiUrl);
    this.assistants = withApiErrors(this.assistants, apiUrl);
    this.threads = withApiErrors(this.threads, apiUrl);
    this.runs = withApiErrors(this.runs, apiUrl);
    this.crons = withApiErrors(this.crons, apiUrl);
    this.store = withApiErrors(this.store, apiUrl);
  }

  /**
   * A client whose creates take effect once under this key, by whichever method: sent again, also by another process within 24 hours, each is
   * answered as the first one was. Another request of the same kind under the key is refused (IDEMPOTENCY_KEY_REUSED).
   * @throws INVALID_INPUT when the key is not 1 to 255 printable ASCII characters.
   * @example
   * const run = await client.once("order-17").runs.create(threadId, "orders", { input: { order: 17 } });
   */
  once(key: string): SignalboxClient {
    if (!isRequestKey(key)) throw new SignalboxError("INVALID_INPUT", `An idempotency key has ${REQUEST_KEY}`, { key });
    return new SignalboxClient({ ...this.#options, defaultHeaders: { ...this.#options.defaultHeaders, "idempotency-key": key } });
  }

  /** Questions that people answer, newest first. */
  inbox(query?: InboxQuery): Promise<Interrupt[]> {
    return this.#own.inbox(query);
  }

  /**
   * One question, with the answers so far.
   * @throws INTERRUPT_AMBIGUOUS when a copied thread has a question with the same id, and no `threadId` is given.
   */
  interrupt(id: string, of?: { readonly threadId?: string | undefined }): Promise<Interrupt> {
    return this.#own.interrupt(id, of);
  }

  /**
   * Answers a question. The result's `resume_run_id` is the run that continues; null while more people must decide.
   * @throws ALREADY_DECIDED with the first decision, NOT_ALLOWED_TO_DECIDE, INVALID_DECISION, SHOWN_STATE_CHANGED.
   */
  decide(id: string, answer: InterruptAnswer): Promise<Interrupt> {
    return this.#own.decide(id, answer);
  }

  /** A one-time credential for the address of a stream or a WebSocket, whose client can send no header. It opens one connection within a minute. */
  ticket(): Promise<Ticket> {
    return this.#own.ticket();
  }

  /**
   * A link by which somebody without a credential decides this question once: send the server's public address with its `path`.
   * @throws FORBIDDEN, INVALID_INPUT, ALREADY_DECIDED.
   */
  link(id: string, wanted: LinkWanted): Promise<DecisionLink & { readonly path: string }> {
    return this.#own.link(id, wanted);
  }

  /** Ends a link before its time. */
  revokeLink(id: string, linkId: string, threadId?: string): Promise<void> {
    return this.#own.revokeLink(id, linkId, threadId);
  }

  /** The edges that each turn of the thread took. */
  path(threadId: string): Promise<ThreadPath> {
    return this.#own.path(threadId);
  }

  /** What the thread's model calls have cost. */
  usage(threadId: string): Promise<ThreadUsage> {
    return this.#own.usage(threadId);
  }

  /** Starts a run as `runs.create` does, and says who requests it, which the SDK's method cannot: for servers without authentication. */
  start(threadId: string, start: RunStart): Promise<Run> {
    return this.#own.start(threadId, start);
  }

  /** Takes the edge of a signal that the graph declares. Resolves to the run that takes it. */
  signal(threadId: string, name: string, person?: Person): Promise<Run> {
    return this.#own.signal(threadId, name, person);
  }

  /** Continues the thread's last run from its last good step, when it failed, timed out or was cancelled. */
  retry(threadId: string, runId: string): Promise<Run> {
    return this.#own.retry(threadId, runId);
  }

  /** Webhooks of runs that have ended, newest first. */
  webhooks(filter?: WebhookFilter): Promise<Webhook[]> {
    return this.#own.webhooks(filter);
  }

  /** Sends a webhook again, with the same id and the same bytes. */
  replayWebhook(id: string): Promise<Webhook> {
    return this.#own.replayWebhook(id);
  }
}
