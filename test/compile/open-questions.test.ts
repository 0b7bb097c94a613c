/** Which questions are open, from the pending writes of a real graph at each of its stops. */
import { Command, END, interrupt, MemorySaver, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openQuestions } from "../../compile/open-questions.ts";

const State = new StateSchema({ a: z.any().optional(), b: z.any().optional() });

/** Two branches that ask at once; `a` asks again when it is answered "again", and throws when it is answered "throw". */
function twoQuestions() {
  const graph = new StateGraph(State)
    .addNode("left", () => {
      let answer = interrupt<string, string>("left?");
      while (answer === "again") answer = interrupt<string, string>("left, once more?");
      if (answer === "throw") throw new Error("thrown");
      return { a: answer };
    })
    .addNode("right", () => ({ b: interrupt<string, string>("right?") }))
    .addEdge(START, "left")
    .addEdge(START, "right")
    .addEdge("left", END)
    .addEdge("right", END)
    .compile({ checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: "t", __pregel_strict_resume: true } };
  const open = async () => {
    const tuple = await (graph.checkpointer as MemorySaver).getTuple(config);
    return openQuestions(tuple?.pendingWrites).toSorted((x, y) => String(x.value).localeCompare(String(y.value)));
  };
  const answer = async (question: string, value: unknown) => {
    const id = (await open()).find((one) => one.value === question)?.id ?? "";
    await graph.invoke(new Command({ resume: { [id]: value } }), config).catch(() => undefined);
    return (await open()).map((one) => one.value);
  };
  return { start: () => graph.invoke({}, config), open, answer, next: async () => (await graph.getState(config)).next };
}

describe("open questions", () => {
  it("are all of a super-step, then those without an answer", async () => {
    const graph = twoQuestions();
    await graph.start();
    expect((await graph.open()).map(({ value }) => value)).toEqual(["left?", "right?"]);
    expect(await graph.answer("left?", "yes")).toEqual(["right?"]);
    expect(await graph.answer("right?", "yes")).toEqual([]);
  });

  it("are those asked again, under a new id, although LangGraph shows no next node", async () => {
    const graph = twoQuestions();
    await graph.start();
    const before = await graph.open();
    expect(await graph.answer("left?", "again")).toEqual(["left, once more?", "right?"]);
    expect((await graph.open())[0]?.id).not.toBe(before[0]?.id);
    expect(await graph.answer("left, once more?", "yes")).toEqual(["right?"]);
  });

  it("are not those whose answer made the node throw: the answer is stored, and would be replayed", async () => {
    const graph = twoQuestions();
    await graph.start();
    expect(await graph.answer("left?", "throw")).toEqual(["right?"]);
  });

  it("are none without a checkpoint", () => {
    expect(openQuestions(undefined)).toEqual([]);
  });
});
