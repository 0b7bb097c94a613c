/** Everything that graph.ts may name: the conversation, the three peers and their tools, and what the person who takes over is asked. */
import { z } from "zod";
import { messages, question, setup } from "../../language/index.ts";
import { chatModelFromEnv } from "../../openai/chat-models.ts";
import { billing, sales, support } from "./agents.ts";
import { scriptedModel } from "./scripted-model.ts";
import { findRemedy, quotePrice, showInvoices, showPlans } from "./tools.ts";

const Reply = z.object({
  message: z.object({ role: z.literal("assistant").default("assistant"), content: z.string().trim().min(1).max(2_000) }),
});

const haveTheChat = question({
  prompt: "You have the conversation. Answer the customer, give it back to a colleague, or close it.",
  decisions: { reply: Reply, toSales: null, toSupport: null, toBilling: null, close: null },
});

export const office = setup({
  state: { customerId: z.string().min(1).max(64), messages: messages() },
  roles: ["agent", "lead"],
  models: { peer: chatModelFromEnv(process.env, scriptedModel) },
  agents: { sales, support, billing },
  tools: { showPlans, quotePrice, findRemedy, showInvoices },
  questions: { haveTheChat },
});
