/** What the transaction of a create begins and ends with, so that it takes effect once: for a request that may be sent again, and for a time that is due. */
import type { Tx } from "../../persistence/connection/database.ts";

export interface Claim<AnyTx extends Tx> {
  /** Throws if another one has it: nothing is created. */
  take(tx: AnyTx): Promise<void>;
  /** Records what was created. */
  keep(tx: AnyTx, result: unknown): Promise<void>;
}
