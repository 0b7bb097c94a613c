/** A chat that front ends start with nothing but a message: a concierge that books tables once its guest approves. */
import { hotel } from "./registry.ts";

export const chat = hotel.defineGraph({
  id: "chat",
  version: 1,
  description: "A hotel's concierge: talks to a guest, and books a table once the guest has approved it.",
  start: "concierge",
  input: ["messages"],
  output: ["messages"],
  keeps: ["messages"],
  defaults: { timeout: "60s", retry: { maxAttempts: 3, initialInterval: "500ms" }, onError: "apologise" },
  budget: { tokens: 40_000, next: "apologise" },
  nodes: {
    concierge: {
      kind: "agent",
      agent: "concierge",
      writes: "messages",
      approval: { tools: ["bookTable"], by: "requester" },
      next: "end",
    },
    apologise: { kind: "task", task: "apologise", writes: "messages", routes: { said: "end" } },
  },
});
