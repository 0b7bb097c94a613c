/** Whether a question lets messages that do not answer it wait for their turn (law 3), instead of refusing them. */
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/find-interrupt.ts";

export const queuesMessages = ({ payload }: InterruptRow): boolean => isQuestionPayload(payload) && payload.onMessage === "queue";
