/** A graph whose node does what no node should do, by its input, and a declared graph with a tool that does the same. */
import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Annotation, StateGraph } from "@langchain/langgraph";
import { z } from "zod";
import { setup, tool } from "../../../../index.ts";
import { compileGraph, lazyPorts } from "../../../../runtime/index.ts";

let isBroken = false;
// belongs to no run: the module was loaded before any
setInterval(() => {
  if (isBroken) throw new Error("broken outside");
}, 50);

const deeds: Readonly<Record<string, (signal?: AbortSignal) => unknown>> = {
  nothing: () => {},
  exit: () => process.exit(3),
  "exit in a timer": () => {
    setTimeout(() => process.exit(3), 10);
    return sleep(60_000);
  },
  "exit, caught": () => {
    try {
      process.exit(3);
    } catch {}
  },
  abort: () => process.abort(),
  kill: () => process.kill(process.pid, "SIGKILL"),
  "reject late": () => {
    void sleep(10).then(() => Promise.reject(new Error("too late")));
    return sleep(60_000);
  },
  "reject after the end": () => void sleep(300).then(() => Promise.reject(new Error("after the end"))),
  "throw in a timer": () => {
    setTimeout(() => {
      throw new Error("out of reach");
    }, 10);
    return sleep(60_000);
  },
  "emit an error": () => {
    setImmediate(() => new EventEmitter().emit("error", new Error("nobody listens")));
    return sleep(60_000);
  },
  "break the process": () => {
    isBroken = true;
    return sleep(500);
  },
  "never end": () => new Promise(() => setInterval(() => {}, 1_000)),
  "wait for an hour": () => sleep(3_600_000),
};

const deed = (name: string) => deeds[name]?.();

export const culprit = new StateGraph(Annotation.Root({ deed: Annotation<string>(), done: Annotation<string>() }))
  .addNode("doer", async (state) => {
    await deed(state.deed);
    return { done: "yes" };
  })
  .addEdge("__start__", "doer")
  .addEdge("doer", "__end__")
  .compile();

const desk = setup({
  state: { deed: z.string(), done: z.string() },
  tools: {
    act: tool({
      errors: {},
      effect: "none",
      args: z.object({ deed: z.string() }),
      output: z.string(),
      run: async (args) => {
        await deed(args.deed);
        return "yes";
      },
    }),
  },
});
const nodes = { act: { kind: "tool", tool: "act", writes: "done", next: "end" } } as const;
export const declared = compileGraph(
  desk.defineGraph({ id: "agent-desk", version: 1, start: "act", input: ["deed"], output: ["done"], nodes }),
  {
    ports: lazyPorts({ dataFolder: "memory://" }),
  },
);
