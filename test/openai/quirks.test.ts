/** Servers that speak OpenAI's API more or less, over real HTTP: what an agent gets, and does, with each answer, whole and streamed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, setup, tool } from "../../language/index.ts";
import { chatModelFromEnv } from "../../openai/index.ts";
import { runPath } from "../../testkit/index.ts";
import { type Answer, deltaEvent, type QuirksServer, quirksServer, streamed, whole } from "./quirks-server.ts";

let server: QuirksServer;
let done: string[] = [];
beforeAll(async () => {
  server = await quirksServer();
});
beforeEach(() => {
  server.asked.length = 0;
  done = [];
});
afterAll(() => server.stop());

const args = z.object({ ask: z.string() });
function graphOf(fallback: readonly string[] = []) {
  const model = (name: string) =>
    chatModelFromEnv({ OPENAI_API_KEY: "k", OPENAI_BASE_URL: server.url, SIGNALBOX_MODEL: name }, () => {
      throw new Error("never scripted");
    });
  return setup({
    state: { ask: z.string(), reply: z.string() },
    models: { main: model("main"), spare: model("spare") },
    tools: {
      weather: tool({
        ...{ errors: {}, args: z.object({ city: z.string() }), output: z.string(), effect: "none" },
        run: async ({ city }) => {
          done.push(city);
          return `sunny in ${city}`;
        },
      }),
      now: tool({
        ...{ errors: {}, args: z.object({}), output: z.string(), effect: "none" },
        run: async () => {
          done.push("now");
          return "noon";
        },
      }),
    },
    agents: { talker: agent({ args, output: z.string(), model: "main", prompt: "{ask}", tools: ["weather", "now"] }) },
  }).defineGraph({
    ...{ id: "talk", version: 1, start: "talk", input: ["ask"] },
    nodes: { talk: { kind: "agent", agent: "talker", writes: "reply", next: "end", fallback: fallback as "spare"[] } },
  });
}
async function talk(answer: Answer, { stream = false, fallback }: { stream?: boolean; fallback?: readonly string[] } = {}) {
  server.answer = answer;
  const { state, error, steps } = await runPath(graphOf(fallback), { input: { ask: "How is it?" }, stream, models: "real" });
  return {
    reply: state.reply,
    tokens: steps[0]?.tokens,
    failure: error && `${String((error as { facts?: { error?: string } }).facts?.error)}: ${error.message}`,
  };
}

const call = (name: string, given: unknown, rest: object = { id: "a" }) => ({
  ...rest,
  type: "function",
  function: { name, arguments: given },
});
const rome = '{"city":"Rome"}';
const fine = { content: "Fine." };

describe.each([false, true])("an answer (streamed: %s)", (stream) => {
  const say =
    (message: object, rest: object = {}): Answer =>
    (response) =>
      stream
        ? streamed(response, [deltaEvent(message), deltaEvent({}, { finish_reason: "stop", ...rest })])
        : whole(response, message, rest);
  const thenFine =
    (message: object): Answer =>
    (response, asked, n) =>
      say(n === 0 ? message : fine)(response, asked, n);

  it.each([
    ["a text", fine],
    [
      "text parts",
      {
        content: [
          { type: "text", text: "Fi" },
          { type: "text", text: "ne." },
        ],
      },
    ],
    [
      "thinking beside text",
      {
        content: [
          { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
          { type: "text", text: "Fine." },
        ],
      },
    ],
    ["no role", { role: undefined, content: "Fine." }],
    ["another role", { role: "model", content: "Fine." }],
    ["null for all else", { content: "Fine.", tool_calls: null, function_call: null, refusal: null, reasoning_content: null }],
    ["no tool calls", { content: "Fine.", tool_calls: [] }],
  ])("with %s is read", async (_, message) => expect((await talk(say(message), { stream })).reply).toBe("Fine."));

  it("with a number for content is text", async () => expect((await talk(say({ content: 42 }), { stream })).reply).toBe("42"));

  it.each(["stop", "eos", "eos_token", "", null, undefined])("with finish_reason %j has ended", async (finish_reason) =>
    expect((await talk(say(fine, { finish_reason }), { stream })).reply).toBe("Fine."),
  );

  it.each([
    ["length", "context_length"],
    ["content_filter", "content_filter"],
    ["error", "connection"],
  ])("with finish_reason %s fails with %s", async (finish_reason, code) =>
    expect((await talk(say(fine, { finish_reason }), { stream })).failure).toMatch(new RegExp(`^${code}:`)),
  );

  it.each([
    ["an object", call("weather", { city: "Rome" }), "Rome"],
    ["in a fence", call("weather", `\`\`\`json\n${rome}\n\`\`\``), "Rome"],
    ["encoded twice", call("weather", JSON.stringify(rome)), "Rome"],
    ["an empty text", call("now", ""), "now"],
    ["null", call("now", null), "now"],
    ["left out", call("now", undefined), "now"],
    ["beside a name with spaces", call(" weather ", rome), "Rome"],
    ["not inside function", { id: "a", name: "weather", arguments: rome }, "Rome"],
    ["without id", call("weather", rome, {}), "Rome"],
    ["with an id of null", call("weather", rome, { id: null }), "Rome"],
  ])("calls a tool with arguments %s", async (_, toolCall, did) => {
    expect((await talk(thenFine({ tool_calls: [toolCall] }), { stream })).reply).toBe("Fine.");
    expect(done).toEqual([did]);
    const [, second] = server.asked;
    const [assistant, result] = second?.messages.slice(-2) ?? [];
    const [sent] = (assistant?.tool_calls ?? []) as { id: string }[];
    expect(result?.tool_call_id).toBe(sent?.id);
    expect(result?.tool_call_id).toMatch(/^\w+$/);
  });

  it("calls a tool in the old form", async () => {
    expect((await talk(thenFine({ function_call: { name: "weather", arguments: rome } }), { stream })).reply).toBe("Fine.");
    expect(done).toEqual(["Rome"]);
  });

  it("calls a tool that is given alone, not in a list, and beside text", async () => {
    expect((await talk(thenFine({ content: "I look.", tool_calls: call("weather", rome) }), { stream })).reply).toBe("Fine.");
    expect(done).toEqual(["Rome"]);
  });

  it.each([
    ["cut off", '{"city":"Ro'],
    ["two objects", `${rome}${rome}`],
    ["no object", "Rome"],
  ])("never calls a tool with arguments that are %s", async (_, given) => {
    expect((await talk(say({ tool_calls: [call("weather", given)] }), { stream })).failure).toMatch(
      /^malformed:.*tool "weather" are not a JSON object/,
    );
    expect(done).toEqual([]);
  });

  it("is the first of several choices", async () => {
    const choices = [1, 0].map((index) => ({
      index,
      [stream ? "delta" : "message"]: { content: index === 0 ? "Fine." : "No." },
      finish_reason: null,
    }));
    const several: Answer = (response) =>
      stream
        ? streamed(
            response,
            [...choices].reverse().map((choice) => ({ choices: [choice] })),
          )
        : whole(response, {}, choices[1]);
    expect((await talk(several, { stream })).reply).toBe("Fine.");
  });

  it("counts its usage, also where numbers are text", async () => {
    const usage = { prompt_tokens: "5", completion_tokens: "3", total_tokens: "8" };
    const counted: Answer = (response) => {
      if (stream) return streamed(response, [fine, { choices: [], usage }]);
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ choices: [{ index: 0, message: fine }], usage }));
    };
    expect(await talk(counted, { stream })).toMatchObject({ reply: "Fine.", tokens: 8 });
  });

  it("that is a web page is named", async () => {
    const page: Answer = (response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Sign in</title>");
    expect((await talk(page, { stream })).failure).toMatch(/^connection:.*text\/html.*OPENAI_BASE_URL.*Sign in/s);
  });

  it.each([
    [{ message: "slow down", type: "rate_limit_error" }, "rate_limit"],
    [{ message: "slow down", code: 429 }, "rate_limit"],
    [{ message: "no", type: "authentication_error" }, "denied"],
    [{ message: "too long", code: "context_length_exceeded", type: "invalid_request_error" }, "context_length"],
    [{ message: "upstream", code: 502 }, "connection"],
    ["overloaded", "connection"],
    [{ message: "no such tool", type: "invalid_request_error" }, "unexpected"],
  ])("of status 200 with the error %j fails with %s", async (error, code) => {
    const failing: Answer = (response) =>
      stream
        ? streamed(response, [{ content: "Fi" }, { error }])
        : response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ error }));
    expect((await talk(failing, { stream })).failure).toMatch(new RegExp(`^${code}:`));
  });

  it("sends reasoning back to the model that reasoned, and to no other", async () => {
    const think: Answer = (response, asked, n) => {
      if (n === 0) return say({ reasoning_content: "I look it up.", tool_calls: [call("weather", rome)] })(response, asked, n);
      if (n === 1) return void response.writeHead(401, { "content-type": "application/json" }).end('{"error":{"message":"no"}}');
      return say(fine)(response, asked, n);
    };
    expect((await talk(think, { stream, fallback: ["spare"] })).reply).toBe("Fine.");
    const sent = server.asked.map(({ messages }) => messages.find(({ role }) => role === "assistant")?.reasoning_content);
    expect(sent).toEqual([undefined, "I look it up.", undefined]);
  });
});

describe("a stream", () => {
  const stream = true;
  const talked = (events: readonly (object | string)[], end?: string) => talk((response) => streamed(response, events, end), { stream });

  it("without a finish has ended when it says so", async () => expect((await talked([fine])).reply).toBe("Fine."));

  it("that just ends has broken off", async () => expect((await talked([fine], "")).failure).toMatch(/^connection:.*broke off/));

  it("with a finish and no [DONE] has ended", async () =>
    expect((await talked([fine, deltaEvent({}, { finish_reason: "stop" })], "")).reply).toBe("Fine."));

  it("that repeats its finish is still cut off", async () => {
    const length = deltaEvent({}, { finish_reason: "length" });
    expect((await talked([fine, length, length])).failure).toMatch(/^context_length:/);
  });

  it("that breaks off inside arguments calls nothing", async () => {
    expect((await talked([{ tool_calls: [{ index: 0, ...call("weather", rome) }] }], "")).failure).toMatch(/^connection:/);
    expect(done).toEqual([]);
  });

  it("whose connection stays open ends at [DONE]", async () => {
    const open: Answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify(deltaEvent(fine))}\n\ndata: [DONE]\n\n`);
    };
    expect((await talk(open, { stream })).reply).toBe("Fine.");
  });

  it("may split characters and lines anywhere", async () => {
    const bytes = Buffer.from(`data: ${JSON.stringify(deltaEvent({ content: "Größe 😀" }))}\r\n\r\ndata: [DONE]\r\n\r\n`);
    const split: Answer = async (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const byte of bytes) {
        response.write(Buffer.from([byte]));
        await new Promise(setImmediate);
      }
      response.end();
    };
    expect((await talk(split, { stream })).reply).toBe("Größe 😀");
  });

  it("that is sent whole is read", async () => expect((await talk((response) => whole(response, fine), { stream })).reply).toBe("Fine."));

  it("is asked for again without usage, where a server refuses that", async () => {
    const old: Answer = (response, { stream_options }) => {
      if (stream_options === undefined) return streamed(response, [fine]);
      response.writeHead(400, { "content-type": "application/json" }).end('{"error":{"message":"Unknown field: stream_options"}}');
    };
    expect((await talk(old, { stream })).reply).toBe("Fine.");
    expect((await talk(old, { stream })).reply).toBe("Fine.");
    expect(server.asked.map(({ stream_options }) => stream_options !== undefined)).toEqual([true, false, false]);
  });
});
