/** A declared conversation: each turn a person says something, and one node answers. */
import { AIMessage } from "@langchain/core/messages";
import { z } from "zod";
import { messages, setup, task } from "../../language/index.ts";

/** Of a message. */
const CHARACTERS = 200;

/** Words that do not compress. */
function words(): string {
  let text = "";
  while (text.length < CHARACTERS) text += `${Math.random().toString(36).slice(2, 7)} `;
  return text.slice(0, CHARACTERS);
}

const say = task({
  labels: ["ok"],
  args: z.object({}),
  output: z.any(),
  run: async () => ({ label: "ok", output: new AIMessage({ content: words(), id: crypto.randomUUID() }) }),
});

export const chat = setup({ state: { messages: messages() }, tasks: { say } }).defineGraph({
  ...{ id: "chat", version: 1, start: "answer", input: ["messages"], keeps: ["messages"] },
  nodes: { answer: { kind: "task", task: "say", writes: "messages", routes: { ok: "end" } } },
});

export const said = (): { messages: unknown[] } => ({ messages: [{ type: "human", content: words(), id: crypto.randomUUID() }] });
