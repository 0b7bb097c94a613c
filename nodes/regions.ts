/** Branches that run at the same time in this process: one that leaves early aborts its siblings, and items share their slots. Knows nothing of LangGraph. */
import pLimit, { type LimitFunction } from "p-limit";

export interface Region {
  /** Aborted when a branch leaves early. */
  readonly signal: AbortSignal;
  /** Ends the siblings. */
  readonly leave: () => void;
  /** Runs `work` when fewer than `max` others run; without a bound, at once. */
  readonly withSlot: <T>(max: number | undefined, work: () => Promise<T>) => Promise<T>;
  /** Each branch that enters must exit; the last one closes the region. */
  readonly exit: () => void;
}

export class Regions {
  private readonly open = new Map<string, { entered: number; controller: AbortController; limit?: LimitFunction }>();

  enter(key: string): Region {
    const region = this.open.get(key) ?? { entered: 0, controller: new AbortController() };
    this.open.set(key, region);
    region.entered += 1;
    return {
      signal: region.controller.signal,
      leave: () => region.controller.abort(new Error("a sibling left early")),
      withSlot: (max, work) => {
        if (max === undefined) return work();
        region.limit ??= pLimit(max);
        return region.limit(work);
      },
      exit: () => {
        region.entered -= 1;
        if (region.entered === 0) this.open.delete(key);
      },
    };
  }
}
