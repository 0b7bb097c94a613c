/** The events of protocol v2 that a log becomes: messages block by block, questions, lifecycles, and a take-over. */
import { describe, expect, it } from "vitest";
import { placeOf } from "../../../runtime/event-log/log-event.ts";
import { Projection, type Recorded } from "../../../runtime/protocol-v2/projection.ts";
import type { ProtocolEvent } from "../../../runtime/protocol-v2/protocol-event.ts";
import { endOf, endOfEpoch } from "../../../runtime/protocol-v2/sequence.ts";

type Log = readonly (readonly [event: string, data: unknown])[];

/** An attempt in its epoch. */
const attemptOf = (log: Log, { epoch = 1, attempt = 1, runId = "run-1" } = {}): Recorded[] =>
  log.map(([event, data], n) => ({ runId, attempt, place: placeOf(epoch, n), event, data, at: 1_000 + n }));

function project(...attempts: Recorded[][]): ProtocolEvent[] {
  const projection = new Projection();
  return attempts.flat().flatMap((recorded) => projection.of(recorded));
}

const told = (events: readonly ProtocolEvent[]) => events.map(({ method, params }) => [method, params.data]);
const messagesIn = (events: readonly ProtocolEvent[]) =>
  events.filter(({ method }) => method === "messages").map(({ params: { data } }) => withoutRun(data as Record<string, unknown>));
const withoutRun = ({ run_id: _, ...data }: Record<string, unknown>) => data;

const begin: Log = [["metadata", { run_id: "run-1", attempt: 1, graph_id: "chat" }]];
const chunk = (more: object, node = "model", ns = "", task = "t1") =>
  [
    `messages${ns}`,
    [
      { type: "AIMessageChunk", id: "m1", content: "", tool_call_chunks: [], ...more },
      { langgraph_node: node, langgraph_checkpoint_ns: `${node}:${task}` },
    ],
  ] as const;

describe("a message", () => {
  it("of text is one block, from its first chunk to the end of its task", () => {
    const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5 };
    const events = messagesIn(
      project(
        attemptOf([
          ...begin,
          chunk({ content: "Hel" }),
          chunk({ content: "lo", usage_metadata: usage, response_metadata: { finish_reason: "stop" } }),
          ["tasks", { id: "t1", name: "model", interrupts: [], error: null }],
        ]),
      ),
    );
    expect(events).toEqual([
      { event: "message-start", role: "ai", id: "m1" },
      { event: "content-block-start", index: 0, content: { type: "text", text: "" } },
      { event: "content-block-delta", index: 0, delta: { type: "text-delta", text: "Hel" } },
      { event: "content-block-delta", index: 0, delta: { type: "text-delta", text: "lo" } },
      { event: "content-block-finish", index: 0, content: { type: "text", text: "Hello" } },
      { event: "message-finish", reason: "stop", usage },
    ]);
  });

  it("with thoughts, text and calls has its blocks one after the other", () => {
    const events = messagesIn(
      project(
        attemptOf([
          ...begin,
          chunk({ content: [{ type: "thinking", thinking: "Hm", index: 0 }] }),
          chunk({ content: [{ type: "thinking", signature: "s", index: 0 }] }),
          chunk({ content: [{ type: "text", text: "Let me", index: 1 }] }),
          chunk({ content: [{ type: "tool_use", index: 2 }], tool_call_chunks: [{ index: 2, id: "c1", name: "look", args: "" }] }),
          chunk({ tool_call_chunks: [{ index: 2, args: '{"q":' }] }),
          chunk({ tool_call_chunks: [{ index: 2, args: "1}" }] }),
          chunk({ tool_call_chunks: [{ index: 3, id: "c2", name: "look", args: "{" }] }),
          ["__end", { status: "success" }],
        ]),
      ),
    );
    const order = events.flatMap(({ event, index }) =>
      event === "content-block-start" || event === "content-block-finish" ? [`${index} ${event}`] : [],
    );
    expect(order).toEqual([0, 1, 2, 3].flatMap((index) => [`${index} content-block-start`, `${index} content-block-finish`]));
    expect(events.filter(({ event }) => event === "content-block-finish").map(({ content }) => content)).toEqual([
      { type: "reasoning", reasoning: "Hm", signature: "s" },
      { type: "text", text: "Let me" },
      { type: "tool_call", id: "c1", name: "look", args: { q: 1 } },
      { type: "invalid_tool_call", id: "c2", name: "look", args: "{", error: "The arguments are not JSON" },
    ]);
  });

  it("that is whole at once is told whole, also a person's; a tool's is not", () => {
    const whole = (message: object) => ["messages", [message, { langgraph_node: "n" }]] as const;
    const events = messagesIn(
      project(
        attemptOf([
          ...begin,
          whole({ type: "human", id: "h1", content: "Hi" }),
          whole({ type: "tool", id: "t1", content: "seen", tool_call_id: "c1" }),
          whole({ type: "ai", id: "a1", content: "", tool_calls: [{ id: "c1", name: "look", args: { q: 1 } }] }),
        ]),
      ),
    );
    expect(events.map(({ event, id, role, content }) => [event, id ?? role ?? content])).toMatchObject([
      ["message-start", "h1"],
      ["content-block-start", {}],
      ["content-block-delta", undefined],
      ["content-block-finish", { text: "Hi" }],
      ["message-finish", undefined],
      ["message-start", "a1"],
      ["content-block-start", { type: "tool_call_chunk", name: "look" }],
      ["content-block-delta", undefined],
      ["content-block-finish", { type: "tool_call", id: "c1", args: { q: 1 } }],
      ["message-finish", undefined],
    ]);
  });

  it("of one branch goes on when another branch of the same node ends", () => {
    const events = messagesIn(
      project(
        attemptOf([
          ...begin,
          chunk({ id: "a", content: "one" }, "worker", "", "t1"),
          chunk({ id: "b", content: "two" }, "worker", "", "t2"),
          ["tasks", { id: "t1", name: "worker", interrupts: [], error: null }],
          ["updates", { worker: {} }],
          chunk({ id: "b", content: " more" }, "worker", "", "t2"),
          ["tasks", { id: "t2", name: "worker", interrupts: [], error: null }],
        ]),
      ),
    );
    expect(events.filter(({ event }) => event === "message-start")).toHaveLength(2);
    expect(events.filter(({ event }) => event === "content-block-finish").map(({ content }) => (content as { text: string }).text)).toEqual(
      ["one", "two more"],
    );
  });
});

it("what a declared agent says, however deep it stands, is of the first level", () => {
  const metadata = {
    kind: "agent",
    vertex: "talk",
    langgraph_node: "model_request",
    langgraph_checkpoint_ns: "call:1|talk:2|model_request:3",
  };
  const chunk = { type: "AIMessageChunk", id: "m1", content: "Hi", tool_call_chunks: [] };
  const said = (vertex: string): Log => [...begin, ["messages|call:1|talk:2", [chunk, { ...metadata, vertex }]]];
  const placesOf = (log: Log) => project(attemptOf(log)).flatMap(({ method, params }) => (method === "messages" ? [params.namespace] : []));
  expect(new Set(placesOf(said("talk")).map(String))).toEqual(new Set(["call:1"]));
  // of a graph built by hand inside a declared one
  expect(new Set(placesOf(said("other")).map(String))).toEqual(new Set(["call:1,talk:2"]));
});

it("what becomes more events than there are numbers for it takes the next ones: every number is of one event", () => {
  const questions = Array.from({ length: 200 }, (_, index) => ({ id: `q${index}`, value: index }));
  const log: Log = [...begin, ["updates", { __interrupt__: questions }], ["values", { n: 1 }], ["__end", { status: "success" }]];
  const events = project(attemptOf(log), attemptOf(begin, { epoch: 3, runId: "run-2" }));
  expect(events).toHaveLength(204);
  expect(events.every(({ seq }, index) => index === 0 || seq > (events[index - 1]?.seq ?? 0))).toBe(true);
  expect(events.every(({ event_id: id, seq }) => id.endsWith(String(seq)))).toBe(true);
  // the next run is numbered alike by who reads it alone, and after the end of this one's epoch
  expect(events.slice(-1)).toEqual(project(attemptOf(begin, { epoch: 3, runId: "run-2" })));
  const end = events.at(-2)?.seq ?? 0;
  expect(end).toBeGreaterThan(endOf(placeOf(1, 3)));
  expect(endOfEpoch(placeOf(1, 3))).toBeGreaterThanOrEqual(end);
  expect(endOfEpoch(placeOf(1, 3))).toBeLessThan(events.at(-1)?.seq ?? 0);
});

describe("a run", () => {
  const question = { __interrupt__: [{ id: "q1", value: { ask: "?" } }] };

  it("that asks is interrupted, and each question is told once, never inside values", () => {
    const log: Log = [
      ...begin,
      ["values", { n: 1 }],
      ["updates", question],
      ["values", { n: 1, ...question }],
      ["__end", { status: "success" }],
    ];
    expect(told(project(attemptOf(log)))).toEqual([
      ["lifecycle", { event: "running", graph_name: "chat", attempt: 1 }],
      ["values", { n: 1 }],
      ["input.requested", { interrupt_id: "q1", payload: { ask: "?" } }],
      ["values", { n: 1 }],
      ["lifecycle", { event: "interrupted", graph_name: "chat" }],
    ]);
  });

  it("that answers says which questions, before anything else", () => {
    const log: Log = [
      ["metadata", { graph_id: "chat", answered: ["q1"] }],
      ["values", { n: 2 }],
      ["__end", { status: "success" }],
    ];
    const events = project(attemptOf(log, { runId: "run-2", epoch: 3 }));
    expect(told(events).map(([method]) => method)).toEqual(["lifecycle", "input.answered", "values", "lifecycle"]);
    expect(events.map(({ event_id: id }) => id.startsWith("synth:run-2:"))).toEqual([true, false, false, true]);
  });

  it("that fails ends with its error, once", () => {
    const log: Log = [
      ...begin,
      chunk({ content: "Hel" }),
      ["error", { error: "TypeError", message: "broken" }],
      ["__end", { status: "error" }],
    ];
    expect(told(project(attemptOf(log))).slice(-2)).toMatchObject([
      ["messages", { event: "error", message: "broken" }],
      ["lifecycle", { event: "failed", error: "broken" }],
    ]);
  });

  it("that waits for child threads has not ended, and what continues it is the same run", () => {
    const events = project(
      attemptOf([...begin, ["__end", { status: "success", waits: true }]]),
      attemptOf(
        [
          ["metadata", { graph_id: "chat", continues: "run-1" }],
          ["__end", { status: "success" }],
        ],
        {
          runId: "run-2",
          epoch: 2,
        },
      ),
    );
    expect(events.map(({ event_id: id, params }) => [id.split(":")[1], (params.data as { event: string }).event])).toEqual([
      ["run-1", "running"],
      ["run-1", "running"],
      ["run-1", "completed"],
    ]);
  });

  it("that was cancelled before a worker began it is interrupted, whatever runs beside it", () => {
    const cancelled = (runId: string, epoch: number) => attemptOf([["__cancelled", { graph_id: "chat" }]], { runId, epoch });
    const drained = attemptOf([...begin, chunk({ content: "Hel" })]);
    const events = project(cancelled("run-0", 0), drained, cancelled("run-2", 2), cancelled("run-1", 3));
    expect(
      events.filter(({ method }) => method === "lifecycle").map(({ event_id: id, params }) => [id.split(":")[1], params.data]),
    ).toEqual([
      ["run-0", { event: "interrupted", graph_name: "chat" }],
      ["run-1", { event: "running", graph_name: "chat", attempt: 1 }],
      ["run-2", { event: "interrupted", graph_name: "chat" }],
      ["run-1", { event: "interrupted", graph_name: "chat" }],
    ]);
    // the message of the drained attempt is open until its own run is cancelled
    expect(messagesIn(events).at(-1)).toMatchObject({ event: "error", code: "run_cancelled" });
    expect(project(cancelled("run-1", 3))).toEqual(events.slice(-1));
  });

  it("whose worker was lost tells what will not be completed, and then goes on", () => {
    const second: Log = [
      ["metadata", { graph_id: "chat" }],
      ["values", { n: 1 }],
      ["__end", { status: "success" }],
    ];
    const first = attemptOf([...begin, chunk({ content: "Hel" })]);
    const events = project(first, attemptOf(second, { epoch: 2, attempt: 2 }));
    expect(told(events).slice(-4)).toMatchObject([
      ["messages", { event: "error", code: "attempt_ended" }],
      ["lifecycle", { event: "running", attempt: 2 }],
      ["values", { n: 1 }],
      ["lifecycle", { event: "completed" }],
    ]);
    expect(events.every(({ seq }, index) => index === 0 || seq > (events[index - 1]?.seq ?? 0))).toBe(true);
    expect(new Set(events.map(({ event_id: id }) => id)).size).toBe(events.length);
    // a reader that begins at the second attempt reads the same
    const alone = project(attemptOf(second, { epoch: 2, attempt: 2 }));
    expect(alone).toEqual(events.slice(-alone.length));
  });
});
