/** How what an `Auth` object allows is asked for. */
import type { MetadataFilter } from "../../../runtime/identity/seen.ts";
import type { AuthEvent } from "../../operations.ts";
import type { OwnEvent } from "./auth-handlers.ts";

/** Asks for an event. The handler may change `value` in place: what it is afterwards is what counts. */
export type Ask = (event: AuthEvent | OwnEvent, value: object) => Promise<MetadataFilter>;
