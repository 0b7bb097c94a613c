/** The inbox. */
import { decisionBody, interruptQuery, interruptsQuery } from "../../routes/interrupts.ts";
import type { DescribedRoutes } from "./described.ts";

export const interruptsDescribed: DescribedRoutes = {
  "GET /interrupts": { summary: "The inbox: questions for people, newest first", query: interruptsQuery, answer: ["Interrupt"] },
  "GET /interrupts/:id": { summary: "A question, with the answers so far", query: interruptQuery, answer: "Interrupt" },
  "POST /interrupts/:id/decision": { summary: "Answer a question: the first valid answer counts", body: decisionBody, answer: "Interrupt" },
};
