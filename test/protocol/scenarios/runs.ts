/** Runs of a thread: start, wait, answer, list, cancel, join, and several at once. */
import { type Talk, tried } from "../record/talk.ts";
import { type Scenario, scenarios } from "./scenario.ts";

const unknown = "0198c2a4-0000-7000-8000-000000000099";
/** Takes a second and a half. */
const slow = { what: "slow", amount: 75 };
/** Takes a quarter of a minute: most are cancelled before. */
const endless = { what: "slow", amount: 750 };

const create = scenarios("POST /threads/:thread_id/runs", {
  "input alone": async (talk) => {
    const thread = await talk.thread();
    const { run_id } = await talk.client.runs.create(thread, "desk", { input: {} });
    await talk.untilRun(thread, run_id, "success");
    await talk.client.runs.get(thread, run_id);
  },
  "metadata, config and context": async (talk) => {
    const thread = await talk.thread();
    const config = { tags: ["a"], recursion_limit: 12, configurable: { my_key: "v" } };
    const { run_id } = await talk.client.runs.create(thread, "configured", {
      input: {},
      metadata: { m: 1 },
      config,
      context: { mood: "glad" },
    });
    await talk.untilRun(thread, run_id, "success");
    await talk.client.runs.get(thread, run_id);
    await talk.client.threads.get(thread);
  },
  "stream_mode, interrupts and subgraphs are kept": async (talk) =>
    talk.client.runs.create(await talk.thread(), "desk", {
      input: {},
      streamMode: ["updates", "values"],
      streamSubgraphs: true,
      streamResumable: true,
      interruptBefore: ["land"],
      interruptAfter: ["count"],
    }),
  "if_not_exists: create": async ({ client }) => {
    const thread = "0198c2a4-1111-7000-8000-000000000001";
    await client.runs.create(thread, "desk", { input: endless, ifNotExists: "create" });
    await client.threads.get(thread);
  },
  "if_not_exists: reject": ({ client }) => tried(client.runs.create(unknown, "desk", { input: {}, ifNotExists: "reject" })),
  after_seconds: async (talk) => {
    const thread = await talk.thread();
    const { run_id } = await talk.client.runs.create(thread, "desk", { input: {}, afterSeconds: 4 });
    await talk.client.runs.get(thread, run_id);
    await talk.untilRun(thread, run_id, "success");
    await talk.client.threads.getState(thread);
  },
  "unknown assistant": async (talk) => tried(talk.client.runs.create(await talk.thread(), "nope", { input: {} })),
  "unknown assistant by its UUID": async (talk) => tried(talk.client.runs.create(await talk.thread(), unknown, { input: {} })),
  "unknown thread": ({ client }) => tried(client.runs.create(unknown, "desk", { input: {} })),
  "no assistant": async (talk) => talk.http(`POST /threads/${await talk.thread()}/runs`, { body: { input: {} } }),
  "unknown stream mode": async (talk) =>
    talk.http(`POST /threads/${await talk.thread()}/runs`, { body: { assistant_id: "desk", stream_mode: "all" } }),
  "thread_id that is no UUID": ({ http }) => http("POST /threads/mine/runs", { body: { assistant_id: "desk" } }),
  durability: async (talk) => talk.client.runs.create(await talk.thread(), "desk", { input: {}, durability: "exit" }),
  feedback_keys: async (talk) => talk.client.runs.create(await talk.thread(), "desk", { input: {}, feedbackKeys: ["thumbs"] }),
});

const wait = scenarios("POST /threads/:thread_id/runs/wait", {
  "the result": async (talk) => talk.client.runs.wait(await talk.thread(), "desk", { input: { what: "count" } }),
  "keep-alive": async (talk) => {
    await talk.client.runs.wait(await talk.thread(), "desk", { input: slow });
    const [exchange] = await talk.exchanges();
    talk.note("keep-alive", /^\n+\{/.test(exchange?.text ?? "") ? "a newline each second, then the result" : "the result alone");
  },
  "an open question": async (talk) => talk.client.runs.wait(await talk.thread(), "desk", { input: { what: "ask" } }),
  "several open questions": async (talk) => talk.client.runs.wait(await talk.thread(), "spread", { input: { items: ["a?", "b", "c?"] } }),
  "a question of a subgraph": async (talk) => talk.client.runs.wait(await talk.thread(), "nested", { input: { topic: "doubts" } }),
  "a failure": async (talk) => talk.client.runs.wait(await talk.thread(), "desk", { input: { what: "fail" }, raiseError: false }),
  "too many steps": async (talk) =>
    talk.client.runs.wait(await talk.thread(), "desk", { input: { what: "count" }, config: { recursion_limit: 2 }, raiseError: false }),
  interrupt_before: async (talk) => {
    const thread = await talk.thread();
    await talk.client.runs.wait(thread, "desk", { input: { what: "count" }, interruptBefore: ["count"] });
    await talk.client.runs.wait(thread, "desk", { input: null });
  },
  interrupt_after: async (talk) => {
    const thread = await talk.thread();
    await talk.client.runs.wait(thread, "desk", { input: { what: "count" }, interruptAfter: ["count"] });
    await talk.client.threads.getState(thread);
  },
  "interrupt_before: *": async (talk) => {
    const thread = await talk.thread();
    await talk.client.runs.wait(thread, "desk", { input: {}, interruptBefore: "*" });
    await talk.client.threads.getState(thread);
  },
  "configurable reaches a node": async (talk) =>
    talk.client.runs.wait(await talk.thread(), "desk", {
      input: { what: "configured" },
      config: { configurable: { my_a: 1, my_b: ["x"] } },
    }),
  "configurable reaches a factory": async (talk) =>
    talk.client.runs.wait(await talk.thread(), "configured", { input: {}, config: { configurable: { greeting: "servus" } } }),
  "a thread keeps its configurable": async (talk) => {
    const thread = await talk.thread();
    await talk.client.runs.wait(thread, "desk", { input: { what: "configured" }, config: { configurable: { my_a: 1 } } });
    await talk.client.runs.wait(thread, "desk", { input: { what: "configured" } });
    await talk.client.threads.get(thread);
  },
  context: async (talk) => talk.client.runs.wait(await talk.thread(), "configured", { input: {}, context: { mood: "glad" } }),
  "input null on a new thread": async (talk) => talk.client.runs.wait(await talk.thread(), "desk", { input: null, raiseError: false }),
  "messages are flat": async (talk) =>
    talk.client.runs.wait(await talk.thread(), "desk", { input: { messages: [{ role: "user", content: "hi", id: "m1" }] } }),
  "a tool's messages": async (talk) =>
    talk.client.runs.wait(await talk.thread(), "tools", { input: { messages: [{ role: "user", content: "?", id: "q" }] } }),
  "a second turn": async (talk) => talk.client.runs.wait(await talk.ran("desk", {}), "desk", { input: { what: "count" } }),
});

const answer = scenarios("POST /threads/:thread_id/runs/wait", {
  "command.resume": async (talk) => {
    const thread = await talk.ran("desk", { what: "ask" });
    await talk.client.runs.wait(thread, "desk", { command: { resume: { yes: true } } });
    await talk.client.threads.get(thread);
    await talk.client.threads.getHistory(thread);
  },
  "command.resume by the question's id": async (talk) => {
    const thread = await talk.ran("desk", { what: "ask" });
    const [first = ""] = await questionsOf(talk, thread);
    await talk.client.runs.wait(thread, "desk", { command: { resume: { [first]: "yes" } } });
  },
  "command.resume of several": async (talk) => {
    const thread = await talk.ran("spread", { items: ["a?", "b?"] });
    const [first = "", second = ""] = await questionsOf(talk, thread);
    await talk.client.runs.wait(thread, "spread", { command: { resume: { [first]: "yes", [second]: "no" } } });
  },
  "command.resume of one of several": async (talk) => {
    const thread = await talk.ran("spread", { items: ["a?", "b?"] });
    const [first = ""] = await questionsOf(talk, thread);
    await talk.client.runs.wait(thread, "spread", { command: { resume: { [first]: "yes" } } });
    await talk.client.threads.getState(thread);
    await talk.client.threads.get(thread);
  },
  "a node that asks twice": async (talk) => {
    const thread = await talk.ran("desk", { what: "askTwice" });
    await talk.client.runs.wait(thread, "desk", { command: { resume: "one" } });
    await talk.client.runs.wait(thread, "desk", { command: { resume: "two" } });
  },
  "command.resume of a subgraph's question": async (talk) => {
    const thread = await talk.ran("nested", { topic: "doubts" });
    await talk.client.runs.wait(thread, "nested", { command: { resume: "yes" } });
    await talk.client.threads.getState(thread, undefined, { subgraphs: true });
  },
  "command.update and resume": async (talk) => {
    const thread = await talk.ran("desk", { what: "ask" });
    await talk.client.runs.wait(thread, "desk", { command: { resume: "yes", update: { amount: 7 } } });
  },
  "command.update as pairs": async (talk) => {
    const thread = await talk.ran("desk", { what: "ask" });
    await talk.client.runs.wait(thread, "desk", { command: { resume: "yes", update: [["amount", 7]] as never } });
  },
  "command.goto": async (talk) => {
    const thread = await talk.ran("desk", {});
    await talk.client.runs.wait(thread, "desk", { command: { goto: "land" } });
    await talk.client.threads.getHistory(thread);
  },
  "command.goto with an input": async (talk) => {
    const thread = await talk.ran("spread", { items: ["a"] });
    await talk.client.runs.wait(thread, "spread", { command: { goto: { node: "work", input: { item: "z" } } } });
  },
  "command.goto past a question": async (talk) => {
    const thread = await talk.ran("desk", { what: "ask" });
    await tried(talk.client.runs.wait(thread, "desk", { command: { goto: "__end__" }, raiseError: false }));
  },
  "new input while a question waits": async (talk) => {
    const thread = await talk.ran("desk", { what: "ask" });
    await tried(talk.client.runs.wait(thread, "desk", { input: { what: "greet" } }));
  },
  "command.resume where nothing waits": async (talk) =>
    tried(talk.client.runs.wait(await talk.ran("desk", {}), "desk", { command: { resume: "yes" } })),
});

const fork = scenarios("POST /threads/:thread_id/runs/wait", {
  "checkpoint: a fork": async (talk) => {
    const thread = await talk.ran("desk", { what: "count" });
    const states = await talk.aside.threads.getHistory(thread);
    const { checkpoint } = states[2] ?? {};
    if (checkpoint) await talk.client.runs.wait(thread, "desk", { input: null, checkpoint });
    await talk.client.threads.getHistory(thread);
  },
  "checkpoint_id: a fork with other input": async (talk) => {
    const thread = await talk.ran("desk", { what: "count" });
    const states = await talk.aside.threads.getHistory(thread);
    await talk.client.runs.wait(thread, "desk", { input: { what: "jump" }, checkpointId: states[1]?.checkpoint.checkpoint_id ?? "" });
    await talk.client.threads.getState(thread);
  },
});

const list = [
  ...scenarios("GET /threads/:thread_id/runs", {
    none: async (talk) => talk.client.runs.list(await talk.thread()),
    two: async (talk) => {
      const thread = await talk.ran("desk", {});
      await talk.aside.runs.wait(thread, "desk", { input: {} });
      await talk.client.runs.list(thread);
    },
    order: async (talk) => {
      const thread = await talk.ran("desk", { what: "greet" });
      await talk.aside.runs.wait(thread, "desk", { input: { what: "count" } });
      const [first, second] = (await talk.aside.runs.list(thread)).map(({ created_at }) => Date.parse(created_at));
      talk.note("order of runs", (first ?? 0) < (second ?? 0) ? "oldest first" : "newest first");
    },
    status: async (talk) => {
      const thread = await talk.ran("desk", {});
      await talk.aside.runs.wait(thread, "desk", { input: { what: "fail" }, raiseError: false });
      await talk.client.runs.list(thread, { status: "error" });
    },
    limit: async (talk) => {
      const thread = await talk.ran("desk", {});
      await talk.aside.runs.wait(thread, "desk", { input: {} });
      await talk.http(`GET /threads/${thread}/runs?limit=1`);
    },
    "unknown thread": ({ client }) => tried(client.runs.list(unknown)),
  }),
  ...scenarios("GET /threads/:thread_id/runs/:run_id", {
    "that failed": async (talk) => talk.client.runs.get(...(await ended(talk, { what: "fail" }))),
    "that waits": async (talk) => talk.client.runs.get(...(await ended(talk, { what: "ask" }))),
    unknown: async (talk) => tried(talk.client.runs.get(await talk.thread(), unknown)),
    "of another thread": async (talk) => {
      const [, run] = await ended(talk, {});
      await tried(talk.client.runs.get(await talk.thread(), run));
    },
  }),
  ...scenarios("DELETE /threads/:thread_id/runs/:run_id", {
    existing: async (talk) => {
      const [thread, run] = await ended(talk, {});
      await talk.http(`DELETE /threads/${thread}/runs/${run}`);
      await tried(talk.client.runs.get(thread, run));
    },
    unknown: async (talk) => talk.http(`DELETE /threads/${await talk.thread()}/runs/${unknown}`),
  }),
  ...scenarios("GET /threads/:thread_id/runs/:run_id/join", {
    "a run that has ended": async (talk) => talk.client.runs.join(...(await ended(talk, { what: "count" }))),
    "a run that runs": async (talk) => {
      const thread = await talk.thread();
      const { run_id } = await talk.aside.runs.create(thread, "desk", { input: { what: "slow", amount: 20 } });
      await talk.client.runs.join(thread, run_id);
    },
    "a run that waits": async (talk) => talk.client.runs.join(...(await ended(talk, { what: "ask" }))),
    "a run that failed": async (talk) => talk.client.runs.join(...(await ended(talk, { what: "fail" }))),
    unknown: async (talk) => tried(talk.client.runs.join(await talk.thread(), unknown)),
  }),
];

const cancel = scenarios("POST /threads/:thread_id/runs/:run_id/cancel", {
  "wait: false": async (talk) => {
    const [thread, run] = await running(talk);
    await talk.client.runs.cancel(thread, run);
    await talk.untilRun(thread, run, "interrupted");
    await talk.client.runs.get(thread, run);
  },
  "wait: true": async (talk) => {
    const [thread, run] = await running(talk);
    await talk.client.runs.cancel(thread, run, true);
    await talk.client.runs.get(thread, run);
    await talk.untilThread(thread, "idle", "interrupted");
    await talk.client.threads.get(thread);
  },
  "action: rollback": async (talk) => {
    const [thread, run] = await running(talk);
    await talk.client.runs.cancel(thread, run, true, "rollback");
    await talk.client.threads.getHistory(thread);
  },
  "before it starts": async (talk) => {
    const thread = await talk.thread();
    const { run_id } = await talk.aside.runs.create(thread, "desk", { input: {}, afterSeconds: 600 });
    await talk.client.runs.cancel(thread, run_id);
    await talk.client.runs.get(thread, run_id);
    await talk.client.threads.get(thread);
  },
  "a run that has ended": async (talk) => {
    const [thread, run] = await ended(talk, {});
    await tried(talk.client.runs.cancel(thread, run));
    await talk.client.runs.get(thread, run);
  },
  unknown: async (talk) => tried(talk.client.runs.cancel(await talk.thread(), unknown)),
  "unknown action": async (talk) => talk.http(`POST /threads/${await talk.thread()}/runs/${unknown}/cancel?action=stop`),
});

const multitask = scenarios("POST /threads/:thread_id/runs", {
  "multitask_strategy: reject": async (talk) => {
    const [thread] = await running(talk);
    await tried(talk.client.runs.create(thread, "desk", { input: {}, multitaskStrategy: "reject" }));
  },
  "the default is reject": async (talk) => {
    const [thread] = await running(talk);
    await tried(talk.client.runs.create(thread, "desk", { input: {} }));
  },
  "multitask_strategy: enqueue": async (talk) => {
    const thread = await talk.thread();
    await talk.aside.runs.create(thread, "desk", { input: slow });
    const { run_id } = await talk.client.runs.create(thread, "desk", { input: { what: "greet" }, multitaskStrategy: "enqueue" });
    await talk.client.threads.get(thread);
    await talk.untilRun(thread, run_id, "success");
    await talk.untilThread(thread, "idle");
    await talk.client.threads.getState(thread);
  },
  "multitask_strategy: interrupt": async (talk) => {
    const [thread, first] = await running(talk);
    const { run_id } = await talk.client.runs.create(thread, "desk", { input: { what: "greet" }, multitaskStrategy: "interrupt" });
    await talk.untilRun(thread, run_id, "success");
    await talk.client.runs.get(thread, first);
    await talk.client.threads.getState(thread);
  },
  "multitask_strategy: rollback": async (talk) => {
    const [thread] = await running(talk);
    const { run_id } = await talk.client.runs.create(thread, "desk", { input: { what: "greet" }, multitaskStrategy: "rollback" });
    await talk.untilRun(thread, run_id, "success");
    await talk.client.threads.getState(thread);
  },
});

async function ended({ aside, tag }: Talk, input: Record<string, unknown>): Promise<[thread: string, run: string]> {
  const { thread_id } = await aside.threads.create({ metadata: { tag } });
  await aside.runs.wait(thread_id, "desk", { input, raiseError: false });
  const [run] = await aside.runs.list(thread_id);
  return [thread_id, run?.run_id ?? ""];
}

/** A run in the middle of a node. */
async function running(talk: Talk): Promise<[thread: string, run: string]> {
  const thread = await talk.thread();
  const { run_id } = await talk.aside.runs.create(thread, "desk", { input: endless });
  await talk.untilNext(thread, "slow");
  return [thread, run_id];
}

async function questionsOf({ aside }: Talk, thread: string): Promise<string[]> {
  const { interrupts } = await aside.threads.get(thread);
  return Object.values(interrupts)
    .flat()
    .sort((a, b) => JSON.stringify(a.value).localeCompare(JSON.stringify(b.value)))
    .map(({ id }) => id ?? "");
}

export const runs: readonly Scenario[] = [...create, ...wait, ...answer, ...fork, ...list, ...cancel, ...multitask];
