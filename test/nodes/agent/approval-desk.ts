/** An agent whose tools need a person, on a scripted chat model. */
import { AIMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { z } from "zod";
import { agent, setup, tool } from "../../../language/index.ts";

export const paid: { cents: number }[] = [];
export const call = (cents: number, id: string) => ({ name: "refund", args: { cents }, id });
export const busy = () => Object.assign(new Error("slow down"), { status: 429 });

/** `says` are the model's answers: errors, tool calls, or texts. */
export function approvalDesk(says: readonly (Error | string | readonly { name: string; args: object; id: string }[])[]) {
  const model = fakeModel();
  for (const said of says) {
    if (said instanceof Error) model.respond(said);
    else if (typeof said === "string") model.respond(new AIMessage(said));
    else model.respondWithTools(said as never);
  }
  const world = setup({
    state: { message: z.string(), draft: z.string() },
    roles: ["lead"],
    models: { main: () => model },
    agents: {
      clerk: agent({
        args: z.object({ message: z.string() }),
        output: z.string(),
        model: "main",
        prompt: "Help: {message}",
        tools: ["refund", "look"],
      }),
    },
    tools: {
      refund: tool({
        ...{ description: "Pays money back.", errors: {}, args: z.object({ cents: z.int().max(10_000) }), output: z.string() },
        run: async ({ cents }) => {
          paid.push({ cents });
          return `paid ${cents}`;
        },
      }),
      look: tool({ errors: {}, args: z.object({}), output: z.string(), run: async () => "seen" }),
    },
  });
  const deskOf = (ask: "together" | "oneByOne" = "together") =>
    world.defineGraph({
      ...{ id: "approvals", version: 1, start: "clerk1", input: ["message"] },
      nodes: {
        clerk1: {
          ...{ kind: "agent", agent: "clerk", writes: "draft", next: "end" },
          retry: { maxAttempts: 2, initialInterval: "1ms" },
          approval: { tools: ["refund"], ask, by: ["lead"] },
        },
      },
    });
  return { deskOf, model };
}
