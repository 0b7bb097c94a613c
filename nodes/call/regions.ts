/** Branches that run at the same time in this process: one that leaves early aborts its siblings, and items share their slots. Independent of LangGraph. */
import pLimit, { type LimitFunction } from "p-limit";
import { addUsage, noUsage, type Usage } from "./usage.ts";

export interface Region {
  /** Aborted when a branch leaves early. */
  readonly signal: AbortSignal;
  /** Ends the siblings. */
  readonly leave: () => void;
  /** One more has joined: how many have in this process since the region opened. */
  readonly join: () => number;
  /** What its finished branches have used, and how long it has been open. */
  readonly usage: () => Usage;
  readonly addUsage: (more: Usage) => void;
  /** Runs `work` when fewer than `max` others run; without a bound, at once. */
  readonly withSlot: <T>(max: number | undefined, work: () => Promise<T>) => Promise<T>;
  /** Each branch that enters must exit; for the last one the region closes and the result is how long it was open. */
  readonly exit: () => number | undefined;
}

interface OpenRegion {
  entered: number;
  joined: number;
  usage: Usage;
  readonly beganMs: number;
  readonly controller: AbortController;
  limit?: LimitFunction;
}

export class Regions {
  readonly #open = new Map<string, OpenRegion>();

  enter(key: string, elapsedMs: () => number): Region {
    const region = this.#open.get(key) ?? {
      entered: 0,
      joined: 0,
      controller: new AbortController(),
      usage: noUsage,
      beganMs: elapsedMs(),
    };
    const openMs = () => Math.round(elapsedMs() - region.beganMs);
    this.#open.set(key, region);
    region.entered += 1;
    return {
      signal: region.controller.signal,
      usage: () => ({ ...region.usage, timeMs: openMs() }),
      addUsage: (more) => {
        region.usage = addUsage(region.usage, more);
      },
      leave: () => region.controller.abort(new Error("a sibling left early, or there are enough")),
      join: () => {
        region.joined += 1;
        return region.joined;
      },
      withSlot: (max, work) => {
        if (max === undefined) return work();
        region.limit ??= pLimit(max);
        return region.limit(work);
      },
      exit: () => {
        region.entered -= 1;
        if (region.entered > 0) return undefined;
        this.#open.delete(key);
        return openMs();
      },
    };
  }
}
