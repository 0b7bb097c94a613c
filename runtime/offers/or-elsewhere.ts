/** What this process cannot do for lack of code is accepted if another worker that is running has the code. */
import { isCausedBy } from "../../language/issues/errors.ts";
import type { Services } from "../services.ts";

/** Undefined: only another worker has it. @throws the refusal of `work`, if none has. */
export async function orElsewhere<T>({ offers }: Pick<Services, "offers">, offer: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const isLackOfCode = isCausedBy(error, "DEFINITION_DOES_NOT_FIT") || isCausedBy(error, "GRAPH_NOT_FOUND");
    if (!isLackOfCode || (await offers.isElsewhere(offer)) !== true) throw error;
    return undefined;
  }
}
