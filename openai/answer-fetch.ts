/** fetch for a server that speaks OpenAI's API more or less: notices a page in place of an answer, an answer that is not streamed, and where a stream ends. */
import { STREAM_END } from "./read-answer.ts";

const MARK = `data: ${JSON.stringify(STREAM_END)}\n\n`;
const SHOWN = 200;

export const answerFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const type = response.headers.get("content-type") ?? "";
  if (!response.ok || !response.body) return response;
  if (type.includes("html")) return notAnAnswer(await response.text(), { status: response.status, type });
  if (!wantsStream(init?.body)) return response;
  const { status, headers } = response;
  if (type.includes("json")) return new Response(asStream(await response.text()), { status, headers });
  return new Response(response.body.pipeThrough(endMarker()), { status, headers });
};

const wantsStream = (body: unknown): boolean => typeof body === "string" && body.includes('"stream":true');

/** Of a proxy, or of a website whose address was given by mistake. */
function notAnAnswer(text: string, { status, type }: { status: number; type: string }): Response {
  const message = `the server answered ${status} with ${type}, not with an answer; check OPENAI_BASE_URL: ${text.slice(0, SHOWN)}`;
  return new Response(JSON.stringify({ error: { message } }), { status: 502, headers: { "content-type": "application/json" } });
}

/** A server that does not stream sends its whole answer at once. */
const asStream = (text: string): string => `data: ${text.replaceAll(/\r?\n/g, " ")}\n\n${MARK}`;

/** OpenAI's client does not tell an end that is announced from a connection that breaks off. */
function endMarker(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = "";
  const isEnd = (line: string): boolean => /^data:\s*\[DONE\]/.test(line);
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      const end = lines.findIndex(isEnd);
      const before = (end < 0 ? lines : lines.slice(0, end)).map((line) => `${line}\n`).join("");
      controller.enqueue(encoder.encode(end < 0 ? before : before + MARK));
      // some servers keep the connection open
      if (end >= 0) controller.terminate();
    },
    flush: (controller) => controller.enqueue(encoder.encode(isEnd(rest) ? MARK : rest + decoder.decode())),
  });
}
