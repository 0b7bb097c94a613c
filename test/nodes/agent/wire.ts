/** A model provider over real HTTP that answers, or fails, as a script says: aimock where it can, raw bytes for malformed answers. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type ChatCompletionRequest, LLMock } from "@copilotkit/aimock";
import type { ModelSource } from "../../../language/registry/registry.ts";
import { chatModelFromEnv } from "../../../openai/chat-models.ts";

type On = Parameters<LLMock["on"]>;
interface Mocked {
  readonly response: On[1];
  /** Only for a request with this `tool_choice`; another one is refused. */
  readonly choice?: "required" | "none given";
  readonly options?: On[2];
}
type Raw = (response: ServerResponse) => void;

const json =
  (body: unknown): Raw =>
  (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
const completion = (message: object, finish: string) => ({
  ...{ id: "c", object: "chat.completion", created: 1, model: "gpt-5-mini" },
  choices: [{ index: 0, message: { role: "assistant", content: null, ...message }, finish_reason: finish }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
});
const called = (name: string, given: unknown) => ({ type: "function", function: { name, arguments: given } });
const stream =
  (deltas: readonly object[], finish: string | null = null): Raw =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const head = { id: "c", object: "chat.completion.chunk", created: 1, model: "gpt-5-mini" };
    const events = [...deltas.map((delta) => ({ delta, finish_reason: null })), { delta: {}, finish_reason: finish }];
    for (const event of events) response.write(`data: ${JSON.stringify({ ...head, choices: [{ index: 0, ...event }] })}\n\n`);
    response.end("data: [DONE]\n\n");
  };
const look = (subject: string) => ({ name: "look", arguments: JSON.stringify({ subject }) });
const ticket = { name: "ticket", arguments: '{"issue":"it is broken","cents":5}' };
const error = (status: number, code: string, message: string) => ({
  response: { error: { message, type: "invalid_request_error", code }, status },
});

/** Answers of aimock. */
const mocked = {
  good: { response: { content: "all is well", usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } } },
  tool: { response: { toolCalls: [look("a")] } },
  "two tools": { response: { toolCalls: [look("a"), look("b")] } },
  fill: { response: { toolCalls: [{ name: "extract-answer", arguments: '{"text":"all is well","cents":5}' }] } },
  misfit: { response: { toolCalls: [{ name: "extract-answer", arguments: '{"text":"all is well","cents":"many"}' }] } },
  ticket: { response: { toolCalls: [ticket] } },
  "ticket when forced": { response: { toolCalls: [ticket] }, choice: "required" },
  "ticket when free": { response: { toolCalls: [ticket] }, choice: "none given" },
  solved: { response: { toolCalls: [{ name: "solved", arguments: "{}" }] } },
  count: { response: { toolCalls: [{ name: "count", arguments: '{"output":5}' }] } },
  "words and ticket": { response: { content: "I open a ticket", toolCalls: [ticket] } },
  "tool and ticket": { response: { toolCalls: [look("a"), ticket] } },
  "ticket and solved": { response: { toolCalls: [ticket, { name: "solved", arguments: "{}" }] } },
  "ticket that does not fit": { response: { toolCalls: [{ name: "ticket", arguments: '{"issue":"it is broken","cents":"many"}' }] } },
  "broken ticket": { response: { toolCalls: [{ name: "ticket", arguments: '{"issue": ' }] } },
  "too many words": { response: { content: "all is well ".repeat(20) } },
  "no tool_choice": error(400, "unsupported_value", "tool_choice `required` is not supported by this server"),
  "broken arguments": { response: { toolCalls: [{ name: "look", arguments: '{"subject": ' }] } },
  "429": {
    response: { error: { message: "slow down", type: "rate_limit_error", code: "rate_limit_exceeded" }, status: 429, retryAfter: 0.001 },
  },
  "500": { response: { error: { message: "boom", type: "server_error" }, status: 500 } },
  "401": error(401, "invalid_api_key", "Incorrect API key provided"),
  "context length": error(400, "context_length_exceeded", "This model's maximum context length is 128000 tokens."),
  "content filter": error(400, "content_filter", "The response was filtered"),
  disconnect: { response: { content: "x" }, options: { chaos: { disconnectRate: 1 } } },
  "malformed body": { response: { content: "x" }, options: { chaos: { malformedRate: 1 } } },
  truncated: { response: { content: "all is well, and more than that" }, options: { truncateAfterChunks: 3, chunkSize: 4 } },
} satisfies Record<string, Mocked>;

/** Answers that aimock cannot give. */
const raw = {
  "empty choice": json({ ...completion({}, "stop"), choices: [] }),
  refusal: json(completion({ refusal: "I will not help with that" }, "stop")),
  "cut off": json(completion({ content: "all is we" }, "length")),
  "silent end": (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const delta = { index: 0, delta: { role: "assistant", content: "all is" }, finish_reason: null };
    response.end(
      `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "gpt-5-mini", choices: [delta] })}\n\n`,
    );
  },
  "no finish": stream([{ content: "all is well" }]),
  "cut-off arguments": stream([{ tool_calls: [{ index: 0, id: "a", ...called("look", '{"subject": "al') }] }], "tool_calls"),
  "failure in a stream": (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(`data: ${JSON.stringify({ error: { message: "slow down", type: "rate_limit_error" } })}\n\n`);
  },
  "failure in a body": json({ error: { message: "overloaded", type: "overloaded_error" } }),
  "web page": (response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>Sign in</title>");
  },
  "object arguments": json(completion({ tool_calls: [{ id: "a", ...called("look", { subject: "a" }) }] }, "tool_calls")),
  "no call ids": json(completion({ tool_calls: [called("look", '{"subject":"a"}'), called("look", '{"subject":"b"}')] }, "tool_calls")),
  "same id": json(completion({ content: [{ type: "text", text: "all is well" }] }, "stop")),
  never: () => {},
} satisfies Record<string, Raw>;

export type Said = keyof typeof mocked | keyof typeof raw;

export class Wire {
  private readonly mock = new LLMock({ port: 0, logLevel: "silent" });
  /** Key of a model → what it still has to say; the last is said for ever. */
  private readonly scripts = new Map<string, Said[]>();
  private readonly now = new Map<string, Said>();
  private readonly sockets = new Set<Socket>();
  /** Requests that are never answered, and those of them whose caller hung up. */
  held = 0;
  aborted = 0;
  /** Requests by key. */
  readonly requests = new Map<string, number>();

  async start(): Promise<this> {
    this.mock.mount("/v1", { handleRequest: async (request, response) => this.handle(request, response) });
    for (const [said, { response, options, choice }] of Object.entries<Mocked>(mocked)) {
      const isNow = ({ messages, tool_choice = "none given" }: ChatCompletionRequest) =>
        this.now.get(keyIn(JSON.stringify(messages))) === said && (choice === undefined || choice === tool_choice);
      this.mock.on({ predicate: isNow }, response, options);
    }
    await this.mock.start();
    return this;
  }

  async stop(): Promise<void> {
    // aimock waits for its callers, and they keep their connections alive
    for (const socket of this.sockets) socket.destroy();
    await this.mock.stop();
  }

  /** A model that says `script` in this order. Its key must stand in the prompt, as `[key]`. */
  model(key: string, script: readonly Said[], model = "gpt-5-mini"): ModelSource {
    this.scripts.set(`${key}:${model}`, [...script]);
    const env = { OPENAI_API_KEY: `${key}:${model}`, OPENAI_BASE_URL: `${this.mock.url}/v1`, SIGNALBOX_MODEL: model };
    return chatModelFromEnv(env, () => {
      throw new Error("never scripted");
    });
  }

  /** False: aimock answers. */
  private handle(request: IncomingMessage, response: ServerResponse): boolean {
    this.sockets.add(request.socket);
    // aimock's server ends idle connections after 5 s, on a busy machine just when they are used again
    response.shouldKeepAlive = false;
    const id = request.headers.authorization?.replace("Bearer ", "") ?? "";
    const script = this.scripts.get(id) ?? [];
    const said = (script.length > 1 ? script.shift() : script[0]) ?? "good";
    this.requests.set(id, (this.requests.get(id) ?? 0) + 1);
    if (said === "never") {
      this.held += 1;
      response.on("close", () => {
        this.aborted += 1;
      });
    }
    if (said in raw) raw[said as keyof typeof raw](response);
    else this.now.set(id.split(":")[0] ?? "", said);
    return said in raw;
  }
}

const keyIn = (text: string): string => /\[([\w-]+)\]/.exec(text)?.[1] ?? "";
