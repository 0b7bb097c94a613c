/** What this worker offers to continue, written to its row so that the others leave it the runs that they have no code for. */
import type { Logger } from "../../language/registry/context.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { countLiveThreads } from "../../persistence/statements/threads/count-live-threads.ts";
import { findOtherWorkers } from "../../persistence/statements/workers/find-other-workers.ts";
import { recordOffers } from "../../persistence/statements/workers/record-offers.ts";
import type { Graphs } from "../graphs/graphs.ts";
import type { Timing } from "../timing.ts";
import { offerOf } from "./offered.ts";

export interface OffersOptions {
  readonly database: Database;
  readonly graphs: Graphs;
  readonly worker: string;
  readonly timing: Timing;
  readonly log: Logger;
}

export class Offers {
  readonly #options: OffersOptions;
  #written: string | undefined;

  constructor(options: OffersOptions) {
    this.#options = options;
  }

  /** Its own graphs, and what live threads follow and fits its code. Again from time to time: other versions are deployed meanwhile. */
  async write(): Promise<void> {
    const { database, worker, timing } = this.#options;
    if (database.kind === "pglite") return;
    // a process without slots begins no runs
    const offers = timing.slots === 0 ? [] : await this.#offers();
    const text = offers.join();
    if (text === this.#written) return;
    await recordOffers(database.sql, worker, offers);
    this.#written = text;
  }

  async #offers(): Promise<string[]> {
    const { database, graphs } = this.#options;
    const offers = new Set(await graphs.offers());
    for (const { graph, definition } of await countLiveThreads(database.sql, null))
      if ((await graphs.fit(graph, definition)).misfits.length === 0) offers.add(offerOf(graph, definition));
    return [...offers].sort();
  }

  /** Whether another worker that is running can continue it; undefined if one of an older program may. */
  async isElsewhere(offer: string): Promise<boolean | undefined> {
    const { database, worker, timing } = this.#options;
    if (database.kind === "pglite") return false;
    const others = await findOtherWorkers(database.sql, { worker, offer, deadAfterMs: timing.deadAfterMs });
    if (others.some(({ offers }) => offers)) return true;
    return others.some(({ offers }) => offers === null) ? undefined : false;
  }
}
