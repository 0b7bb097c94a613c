/** Notifies people that a question waits for them. The interface alone; the files beside it implement it. */
import type { Interrupt } from "../protocol/interrupt.ts";

export interface Notice {
  /** The same for every attempt to deliver the same notice: receivers drop what they have already seen. */
  readonly id: string;
  /** remind: the question is still open. assign: it is now assigned to this role. */
  readonly kind: "remind" | "assign";
  readonly role: string;
  readonly due_at: string;
  readonly interrupt: Interrupt;
}

export interface Notifier {
  /** Resolves once the notice has arrived. Rejects: it is delivered again later. */
  notify(notice: Notice): Promise<void>;
}
