/** Ends a link before its time. */
import { revokeLink } from "../../persistence/statements/links/revoke-link.ts";
import type { Acting } from "../identity/acting.ts";
import { questionNamed } from "../interrupts/interrupts.ts";
import type { LinkRequest } from "./make-link.ts";
import { recordLink } from "./record-link.ts";

type QuestionNamed = Pick<LinkRequest, "id" | "thread_id">;

/** Whether or not there is such a link: it is stored nowhere. */
export async function endLink(services: Acting, { id, thread_id: threadId }: QuestionNamed, linkId: string): Promise<void> {
  const interrupt = await questionNamed(services, id, threadId);
  await revokeLink(services.database.sql, linkId);
  await recordLink(services, interrupt, { what: "link.revoked", detail: { link_id: linkId, interrupt_id: id } });
}
