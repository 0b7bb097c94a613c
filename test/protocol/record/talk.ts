/** What a scenario has of one server: the official client and plain requests, both recorded, and a client for what is only preparation. */
import { setTimeout as sleep } from "node:timers/promises";
import { Client, type Config } from "@langchain/langgraph-sdk";
import { COMPARED_HEADERS, type Exchange, eventsOf, type ServerEvent } from "./exchange.ts";

/** A JSON answer of either server; what matters about it is compared later. */
// biome-ignore lint/suspicious/noExplicitAny: the shapes of two servers' answers are what is measured
export type Answer = any;

type Asked = `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS"} /${string}`;

export interface Sent {
  readonly body?: unknown;
  /** Instead of a JSON body. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is closed by the client after this event. */
  readonly until?: (event: ServerEvent) => boolean;
}

export class Talk {
  /** Recorded. */
  readonly client: Client;
  /** Not recorded: what it does is compared by other scenarios. */
  readonly aside: Client;
  /** In metadata, so that a search finds only what the scenario made. */
  readonly tag: string;
  readonly url: string;
  readonly #end = new AbortController();
  readonly #recorded: { exchange: Omit<Exchange, "text">; text: Promise<string> }[] = [];

  constructor(url: string, tag: string) {
    const options = { apiUrl: url, apiKey: null };
    this.client = new Client({ ...options, callerOptions: { maxRetries: 0, maxConcurrency: 64, fetch: this.#record.bind(this) } });
    this.aside = new Client({ ...options, callerOptions: { maxRetries: 0, maxConcurrency: 64 } });
    this.tag = tag;
    this.url = url;
  }

  /** A plain request, for what the official client cannot say. */
  readonly http = async (asked: Asked, { body, text, headers = {}, until }: Sent = {}): Promise<Answer> => {
    const [method = "", path = ""] = asked.split(" ");
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const type = sent === undefined ? {} : { "content-type": "application/json" };
    const leave = new AbortController();
    const init = { method, headers: { ...type, ...headers }, signal: leave.signal, ...(sent !== undefined && { body: sent }) };
    const { read } = await this.#exchange(this.url + path, init, until);
    const received = await read;
    leave.abort();
    try {
      return JSON.parse(received);
    } catch {
      return received;
    }
  };

  /** A thread of the scenario's own, made on the side. */
  async thread(graphId?: string): Promise<string> {
    const made = await this.aside.threads.create({ metadata: { tag: this.tag }, ...(graphId !== undefined && { graphId }) });
    return made.thread_id;
  }

  /** A thread on which a run has ended or stopped, made on the side. */
  async ran(graph: string, input: unknown, more: { config?: Config; interruptBefore?: string[] } = {}): Promise<string> {
    const thread = await this.thread();
    await this.aside.runs.wait(thread, graph, { input: input as Record<string, unknown>, raiseError: false, ...more });
    return thread;
  }

  /** Waits, without a record, until the run has one of the statuses. */
  async untilRun(thread: string, run: string, ...statuses: readonly string[]): Promise<void> {
    while (!statuses.includes((await this.aside.runs.get(thread, run)).status)) await sleep(30);
  }

  /** Waits, without a record, until the thread has one of the statuses. */
  async untilThread(thread: string, ...statuses: readonly string[]): Promise<void> {
    while (!statuses.includes((await this.aside.threads.get(thread)).status)) await sleep(30);
  }

  /** Waits, without a record, until the thread comes to the node. */
  async untilNext(thread: string, node: string): Promise<void> {
    while (!(await this.aside.threads.getState(thread)).next.includes(node)) await sleep(30);
  }

  /** Records what the server sent elsewhere, such as a webhook. */
  note(what: string, text: string, type = "application/json"): void {
    this.#recorded.push({ exchange: { asked: what, status: 200, headers: { "content-type": type } }, text: Promise.resolve(text) });
  }

  /** Closes what is still open. */
  leave(): void {
    this.#end.abort();
  }

  /** All exchanges so far, with their whole bodies. */
  exchanges(): Promise<Exchange[]> {
    return Promise.all(this.#recorded.map(async ({ exchange, text }) => ({ ...exchange, text: await text })));
  }

  async #record(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    return (await this.#exchange(input instanceof Request ? input.url : String(input), init)).answer;
  }

  async #exchange(url: string, init: RequestInit, until?: Sent["until"]): Promise<{ answer: Response; read: Promise<string> }> {
    const answer = await fetch(url, { ...init, signal: AbortSignal.any([this.#end.signal, ...(init.signal ? [init.signal] : [])]) });
    const isFromPage = new Headers(init.headers).has("origin");
    const headers = COMPARED_HEADERS.flatMap((name): [string, string][] => {
      const value = answer.headers.get(name);
      // only a web page reads these
      if (value === null || (name.startsWith("access-control-") && !isFromPage)) return [];
      // what follows the media type is the default of both
      return [[name, name === "content-type" ? (value.split(";")[0] ?? "") : value]];
    });
    const asked = `${init.method ?? "GET"} ${url.slice(this.url.length)}`;
    const read = answer.body === null ? Promise.resolve("") : textOf(answer.clone(), until);
    this.#recorded.push({ exchange: { asked, status: answer.status, headers: Object.fromEntries(headers) }, text: read });
    return { answer, read };
  }
}

/** Also what came before a client closed the connection; as far as an event that is waited for. */
async function textOf({ body }: Response, until: Sent["until"]): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const bytes of body ?? []) {
      text += decoder.decode(bytes, { stream: true });
      const upTo = until && endOf(text, until);
      if (upTo !== undefined) return text.slice(0, upTo);
    }
  } catch {
    // closed
  }
  return text;
}

/** Where the event ends that is waited for, once it is there. */
function endOf(text: string, until: NonNullable<Sent["until"]>): number | undefined {
  for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", end + 2))
    if (eventsOf(text.slice(0, end)).slice(-1).some(until)) return end + 2;
  return undefined;
}

/** For requests that are refused: the refusal is in the record. */
export async function tried(request: Promise<unknown>): Promise<void> {
  await request.catch(() => undefined);
}

/** Reads a stream to its end; its events are in the record. */
export async function drained(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}
