/**
 * A conversation that is stored as what is new in it is the one that was said: a random walk of turns, removals, edits and forks, by two
 * processes, against LangGraph's MemorySaver, which stores every list whole. CHAT_WALK=600 takes so many steps.
 */
import { AIMessage, type BaseMessage, HumanMessage, RemoveMessage } from "@langchain/core/messages";
import { MemorySaver, REMOVE_ALL_MESSAGES } from "@langchain/langgraph";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type CompiledGraph, compileGraph } from "../../../compile/compile-graph.ts";
import { WAY } from "../../../compile/task-labels.ts";
import { messages, setup, task } from "../../../language/index.ts";
import { FencedSaver } from "../../../persistence/checkpointer/saver.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";
import { describeOnBoth } from "../../support/databases.ts";

const STEPS = Number(process.env.CHAT_WALK ?? 24);
/** Of one thread. */
const STEPS_OF_A_THREAD = 60;
/** The last states that are edited and forked from. */
const REACH = 12;

/** What the nodes say next. */
let said = 0;
const say = task({
  labels: ["ok"],
  args: z.object({}),
  output: z.any(),
  run: async () => ({ label: "ok", output: new AIMessage({ content: `answer ${said}`, id: `a${said++}` }) }),
});
const chat = (trim?: { last: number }) =>
  setup({ state: { messages: messages(trim && { trim }) }, tasks: { say } }).defineGraph({
    ...{ id: "chat", version: 1, start: "answer", input: ["messages"], keeps: ["messages"] },
    nodes: {
      answer: { kind: "task", task: "say", writes: "messages", routes: { ok: "more" } },
      more: { kind: "task", task: "say", writes: "messages", routes: { ok: "end" } },
    },
  });

/** Numerical Recipes' generator: the same walk every time. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Step {
  readonly act: "turn" | "edit";
  readonly messages: unknown;
  /** How many states back; undefined: at the last. */
  readonly back: number | undefined;
  readonly by: number;
}

/** `states`: the last ones, each with the ids of its messages. */
function nextStep(random: (below: number) => number, states: readonly { readonly ids: readonly string[] }[], step: number): Step {
  const hello = new HumanMessage({ content: `hello ${step}`, id: `h${step}` });
  const place = { back: random(4) === 0 && states.length > 0 ? random(states.length) : undefined, by: random(2) };
  const ids = states[place.back ?? 0]?.ids ?? [];
  const one = ids[random(ids.length)];
  const kind = one === undefined ? 0 : random(20);
  if (kind < 11 || one === undefined) return { act: "turn", messages: [hello], ...place };
  if (kind < 13) return { act: "turn", messages: [new RemoveMessage({ id: one }), hello], ...place };
  if (kind === 13) return { act: "turn", messages: [new RemoveMessage({ id: REMOVE_ALL_MESSAGES }), hello], ...place };
  if (kind < 16) return { act: "edit", messages: [new AIMessage({ content: `edited ${step}`, id: one })], ...place };
  if (kind === 16) return { act: "edit", messages: [new RemoveMessage({ id: one })], ...place };
  if (kind === 17) return { act: "edit", messages: { __overwrite__: [hello] }, ...place };
  return { act: "edit", messages: [hello, new AIMessage({ content: `so ${step}`, id: `s${step}` })], ...place };
}

const on = (thread: string, more: object = {}) => ({
  configurable: { thread_id: thread, checkpoint_ns: "", ...more },
  durability: "sync" as const,
});
const show = (values: { messages?: BaseMessage[] }) => (values.messages ?? []).map(({ type, id, content }) => `${type} ${id} ${content}`);

const idsOf = (values: { messages?: BaseMessage[] }) => (values.messages ?? []).flatMap(({ id }) => id ?? []);

async function statesOf(graph: CompiledGraph, thread: string, limit?: number) {
  const states = [];
  for await (const { values, config, next } of graph.getStateHistory(on(thread), limit === undefined ? {} : { limit }))
    states.push({ shown: [...show(values), ...next], ids: idsOf(values), id: config.configurable?.checkpoint_id });
  return states;
}

/** The outcome is part of what is compared: of a message that is not there, LangGraph says so. */
async function take(graph: CompiledGraph, thread: string, { act, messages: written, back }: Step): Promise<string> {
  const states = back === undefined ? [] : await statesOf(graph, thread, REACH);
  const from = back === undefined ? undefined : states[back];
  const at = on(thread, { ...(from && { checkpoint_id: from.id }), [WAY]: "ok" });
  const taken = act === "turn" ? graph.invoke({ messages: written } as never, at) : graph.updateState(at, { messages: written }, "more");
  return taken.then(
    () => "taken",
    (error: Error) => error.message,
  );
}

describeOnBoth("a conversation", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });

  it.each([undefined, { last: 20 }])(`is the same after any ${STEPS} steps, trim %o`, async (trim) => {
    const compiled = (checkpointer: BaseCheckpointSaver) => compileGraph(chat(trim), { ports: memoryPorts(), checkpointer });
    const plain = compiled(new MemorySaver());
    const ours = [new FencedSaver(database), new FencedSaver(database)].map(compiled);
    const random = randomFrom(trim ? 2 : 1);
    for (let step = 0; step < STEPS; step++) {
      const thread = `${trim?.last} ${Math.floor(step / STEPS_OF_A_THREAD)}`;
      const next = nextStep(random, await statesOf(plain, thread, REACH), step);
      const before = said;
      const expected = await take(plain, thread, next);
      said = before;
      const graph = ours[next.by] as CompiledGraph;
      expect(await take(graph, thread, next), `step ${step}`).toBe(expected);
      expect(show((await graph.getState(on(thread))).values), `step ${step}`).toEqual(show((await plain.getState(on(thread))).values));
      if (step % STEPS_OF_A_THREAD !== STEPS_OF_A_THREAD - 1 && step !== STEPS - 1) continue;
      const shown = async (by: CompiledGraph) => (await statesOf(by, thread)).map((state) => state.shown);
      expect(await shown(graph), `history of ${thread}`).toEqual(await shown(plain));
    }
    const rows = await database.sql.query("select 1 from signalbox.checkpoint_blobs where base is not null and thread_id like $1", [
      `${trim?.last} %`,
    ]);
    expect(rows.length).toBeGreaterThan(STEPS / 2);
  });
});
