/** Links by which somebody without a credential of their own decides one question once: making them, and ending them before their time. */
import type { Acting } from "../identity/acting.ts";
import { endLink } from "./end-link.ts";
import { type DecisionLink, type LinkRequest, makeLink } from "./make-link.ts";

export interface Links {
  make(request: LinkRequest): Promise<DecisionLink>;
  revoke(question: Pick<LinkRequest, "id" | "thread_id">, linkId: string): Promise<void>;
}

export const linksOf = (services: Acting): Links => ({
  make: (request) => makeLink(services, request),
  revoke: (question, linkId) => endLink(services, question, linkId),
});
