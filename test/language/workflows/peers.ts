/** Peers: three agents hand the chat to each other; a person may take over in the middle and give it back. */
import { z } from "zod";
import { agent, list, question, setup } from "../../../language/index.ts";
import { never } from "./code-of-nothing.ts";

const Said = z.object({ role: z.string(), text: z.string() });
const peer = agent({ args: z.object({ said: z.array(Said) }), output: Said, run: never });
const chat = setup({
  roles: ["agent", "lead"],
  state: { said: list(Said) },
  agents: { sales: peer, support: peer, billing: peer },
  questions: {
    human: question({
      prompt: "You have the chat.",
      decisions: { reply: z.object({ message: Said }), toSales: null, toSupport: null, toBilling: null, close: null },
    }),
  },
});
// biome-ignore format: one node, one block
export const peersGraph = chat.defineGraph({
  id: "peers", version: 1, start: "sales", input: ["said"], keeps: ["said"],
  budget: { steps: 60, next: "human" },
  signals: { takeOver: { by: ["agent", "lead"], next: "human" } },
  nodes: {
    sales: { kind: "agent", agent: "sales", writes: "said", handoff: { support: "it does not work", billing: "about an invoice" }, visits: { max: 4, next: "human" }, next: "wait" },
    support: { kind: "agent", agent: "support", writes: "said", handoff: { sales: "wants to buy", billing: "about an invoice" }, visits: { max: 4, next: "human" }, next: "wait" },
    billing: { kind: "agent", agent: "billing", writes: "said", handoff: { sales: "wants to buy", support: "it does not work" }, visits: { max: 4, next: "human" }, next: "wait" },
    human: { kind: "interrupt", question: "human", by: ["agent"], shows: ["said"],
      decisions: { reply: "human", toSales: "sales", toSupport: "support", toBilling: "billing", close: "end" },
      writes: { reply: { said: "message" } }, deadlines: [{ after: "5m", remind: "lead" }, { after: "30m", next: "support" }] },
  },
});
