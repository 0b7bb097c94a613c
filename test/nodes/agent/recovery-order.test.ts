/** The fixed order, counted: each model's own retries, then its repairs, then the next model of the list, and at last the edge. */
import { AIMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { agent, setup } from "../../../language/index.ts";
import type { ChatModel } from "../../../language/registry/registry.ts";
import { runPath } from "../../../testkit/index.ts";

type Says = "misfit" | "down" | "text" | "aborted" | "good";
const answering = (args: object) =>
  new AIMessage({
    content: "",
    tool_calls: [{ name: "extract-answer", args: args as Record<string, unknown>, id: "1", type: "tool_call" }],
  });
const says: Readonly<Record<Says, AIMessage | Error>> = {
  misfit: answering({ cents: "many" }),
  good: answering({ cents: 5 }),
  text: new AIMessage("five"),
  down: Object.assign(new Error("down"), { status: 503 }),
  aborted: Object.assign(new Error("stop"), { name: "AbortError" }),
};

/** Each model gives its answers in order and repeats the last one; `asked` lists the models that were called, in order. */
async function recover(policy: object, words: Readonly<Record<"main" | "second" | "third", readonly Says[]>>) {
  const asked: string[] = [];
  const modelSaying = (name: "main" | "second" | "third") => () => {
    const model = fakeModel();
    const left = [...words[name]];
    const say = () => {
      asked.push(name);
      const said = says[(left.length > 1 ? left.shift() : left[0]) ?? "good"];
      if (said instanceof Error) throw said;
      return said;
    };
    const answer = async () => {
      const message = say();
      return { generations: [{ text: message.text, message }] };
    };
    return Object.assign(model, {
      _generate: answer,
      bindTools: () => Object.assign(model, { _generate: answer }),
    }) as unknown as ChatModel;
  };
  const graph = setup({
    state: { cents: z.number(), note: z.string() },
    models: { main: modelSaying("main"), second: modelSaying("second"), third: modelSaying("third") },
    agents: {
      drafter: agent({ args: z.object({}), output: z.object({ cents: z.number() }), model: "main", prompt: "How much?" }),
      other: agent({ args: z.object({}), output: z.string(), run: async () => "other" }),
    },
  }).defineGraph({
    ...{ id: "order", version: 1, start: "draft" },
    nodes: {
      draft: { kind: "agent", agent: "drafter", writes: { cents: "cents" }, onError: "person", next: "end", ...policy },
      person: { kind: "agent", agent: "other", writes: "note", next: "end" },
    },
  });
  const { path, steps } = await runPath(graph, { input: {} });
  return { asked, path, error: steps[0]?.error };
}

const twice = { retry: { maxAttempts: 2, initialInterval: "1ms" } };

it("repairs `repair` times with each model, not more", async () => {
  const { asked, path } = await recover(
    { repair: 2, fallback: ["second", "third"] },
    { main: ["misfit"], second: ["text"], third: ["misfit", "good"] },
  );
  expect(asked).toEqual([...Array(3).fill("main"), ...Array(3).fill("second"), ...Array(2).fill("third")]);
  expect(path).toEqual(["draft -next-> end (8 attempts)"]);
});

it("does not repair by default", async () => {
  const { asked, path } = await recover({}, { main: ["misfit"], second: ["good"], third: ["good"] });
  expect(asked).toEqual(["main"]);
  expect(path[0]).toBe("draft -error-> person");
});

it("retries before it repairs, and a repair has its own retries", async () => {
  const { asked, path } = await recover(
    { ...twice, repair: 1, fallback: ["second"] },
    { main: ["down", "misfit", "down", "misfit"], second: ["good"], third: ["good"] },
  );
  expect(asked).toEqual([...Array(4).fill("main"), "second"]);
  expect(path).toEqual(["draft -next-> end (5 attempts)"]);
});

it("asks the fallback models in the order of the list", async () => {
  const { asked } = await recover({ fallback: ["third", "second"] }, { main: ["down"], second: ["good"], third: ["down"] });
  expect(asked).toEqual(["main", "third", "second"]);
});

it("takes the edge with the last model's error at the end", async () => {
  const { asked, path, error } = await recover({ ...twice, fallback: ["second"] }, { main: ["misfit"], second: ["down"], third: ["good"] });
  expect(asked).toEqual(["main", "second", "second"]);
  expect(path[0]).toBe("draft -error-> person (3 attempts)");
  expect(error).toMatchObject({ code: "connection", message: "down" });
});

it("stops at a call that the application cancelled", async () => {
  const { asked, error } = await recover(
    { ...twice, repair: 1, fallback: ["second"] },
    { main: ["aborted"], second: ["good"], third: ["good"] },
  );
  expect(asked).toEqual(["main"]);
  expect(error?.code).toBe("cancelled");
});
