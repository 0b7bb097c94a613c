/** A chat whose agent asks before it pays, and whose graph asks again afterwards. */
import { AIMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { z } from "zod";
import { agent, messages, question, setup, tool } from "../../../language/index.ts";

export const paid: number[] = [];

/** `says`: the model's answers, texts or the cents of a call. */
export function refundChat(says: readonly (string | number)[]) {
  const model = fakeModel();
  for (const [index, said] of says.entries()) {
    if (typeof said === "string") model.respond(new AIMessage(said));
    else model.respondWithTools([{ name: "refund", args: { cents: said }, id: `call-${index}` }] as never);
  }
  const { defineGraph } = setup({
    state: { messages: messages(), cents: z.number() },
    roles: ["lead"],
    models: { main: () => model },
    agents: {
      clerk: agent({
        args: z.object({ messages: z.array(z.any()) }),
        output: z.string(),
        model: "main",
        prompt: "Help.",
        tools: ["refund"],
      }),
    },
    tools: {
      refund: tool({
        ...{ description: "Pays money back.", errors: {}, args: z.object({ cents: z.int() }), output: z.string() },
        run: async ({ cents }) => {
          paid.push(cents);
          return `paid ${cents}`;
        },
      }),
    },
    questions: {
      confirm: question({
        prompt: "Was it paid?",
        decisions: { paid: null, edit: z.object({ cents: z.int() }), reject: z.object({ why: z.string() }), later: null },
        inbox: { accept: "paid" },
      }),
    },
  });
  return defineGraph({
    ...{ id: "refund-chat", version: 1, start: "clerk", input: ["messages"] },
    nodes: {
      clerk: { kind: "agent", agent: "clerk", writes: "messages", approval: { tools: ["refund"], by: ["lead"] }, next: "confirm" },
      confirm: {
        ...{ kind: "interrupt", question: "confirm", by: ["lead"], shows: ["messages", "cents"], onMessage: "queue" },
        decisions: { paid: "end", edit: "end", reject: "end", later: "end" },
        writes: { edit: { cents: "cents" }, reject: { messages: "why" } },
        deadlines: [{ after: "1h", next: "end" }],
      },
    },
  });
}
