/** Tells people that a question waits for them. The interface alone: the ways of telling are the files beside it. */
import type { Interrupt } from "../protocol/interrupt.ts";

export interface Notice {
  /** Equal for every attempt to tell the same notice: receivers drop what they have seen. */
  readonly id: string;
  /** remind: it still waits. assign: it now waits for this role. */
  readonly kind: "remind" | "assign";
  readonly role: string;
  readonly due_at: string;
  readonly interrupt: Interrupt;
}

export interface Notifier {
  /** Resolves once the notice has arrived. Rejects: it is told again later. */
  notify(notice: Notice): Promise<void>;
}
