/** Why a decision link is not taken. */
import { SignalboxError } from "../../language/issues/errors.ts";

/** Never says what is wrong with it. */
export const linkUnknown = (): SignalboxError => new SignalboxError("LINK_UNKNOWN", "There is no such link");

export const linkOver = (why: string): SignalboxError => new SignalboxError("LINK_OVER", `The link no longer counts: ${why}.`);
