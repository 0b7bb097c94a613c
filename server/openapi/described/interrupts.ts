/** The inbox. */
import { linkDecisionBody } from "../../links/link-routes.ts";
import { decisionBody, interruptQuery, interruptsQuery, linkBody } from "../../routes/interrupts.ts";
import type { DescribedRoutes } from "./described.ts";

export const interruptsDescribed: DescribedRoutes = {
  "GET /interrupts": { summary: "The inbox: questions for people, newest first", query: interruptsQuery, answer: ["Interrupt"] },
  "GET /interrupts/:id": { summary: "A question, with the answers so far", query: interruptQuery, answer: "Interrupt" },
  "POST /interrupts/:id/decision": { summary: "Answer a question: the first valid answer counts", body: decisionBody, answer: "Interrupt" },
  "POST /interrupts/:id/links": {
    summary: "A link by which somebody without a key decides the question",
    body: linkBody,
    answer: "DecisionLink",
  },
  "DELETE /interrupts/:id/links/:link_id": { summary: "End a link before its time", query: interruptQuery, status: 204 },
  "GET /links/:token": { summary: "The question of a link, as a page where HTML is accepted", answer: "LinkedQuestion" },
  "POST /links": { summary: "Decide by a link", body: linkDecisionBody, answer: "Interrupt" },
};
