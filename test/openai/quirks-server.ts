/** A server with OpenAI's API that says what a test tells it to, byte by byte, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { patient } from "../support/servers/patient.ts";

export interface Asked {
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly stream?: boolean;
  readonly stream_options?: unknown;
}
/** Answers one request; `n` counts from 0. */
export type Answer = (response: ServerResponse, asked: Asked, n: number) => void;

export interface QuirksServer {
  readonly url: string;
  readonly asked: Asked[];
  answer: Answer;
  stop(): void;
}

export async function quirksServer(): Promise<QuirksServer> {
  const asked: Asked[] = [];
  const server = createServer(patient, async (request, response) => {
    const body = JSON.parse(await textOf(request)) as Asked;
    asked.push(body);
    self.answer(response, body, asked.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const self: QuirksServer = {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked },
    answer: () => {
      throw new Error("the test says nothing");
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return self;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}

const base = { id: "chatcmpl-0", created: 1, model: "local" };

/** A whole answer with this message; `rest` replaces fields of the choice. */
export function whole(response: ServerResponse, message: object, rest: object = {}): void {
  response.writeHead(200, { "content-type": "application/json" });
  const choice = { index: 0, message: { role: "assistant", content: null, ...message }, finish_reason: "stop", ...rest };
  response.end(
    JSON.stringify({
      ...base,
      object: "chat.completion",
      choices: [choice],
      usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
    }),
  );
}

/** A stream of these events: objects are deltas, or whole events if they have `choices` or `error`; texts are sent as they are. */
export function streamed(response: ServerResponse, events: readonly (object | string)[], end = "data: [DONE]\n\n"): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of events) {
    if (typeof event === "string") response.write(event);
    else response.write(`data: ${JSON.stringify("choices" in event || "error" in event ? { ...base, ...event } : deltaEvent(event))}\n\n`);
  }
  response.end(end);
}

export const deltaEvent = (delta: object, rest: object = {}) => ({
  ...{ ...base, object: "chat.completion.chunk" },
  choices: [{ index: 0, delta, finish_reason: null, ...rest }],
});
