/** The time of a scenario: it stops until the scenario advances it. Pauses between attempts take no time; real code has its real limits. */
import { type Duration, durationMs, durationText } from "../../language/terms/duration.ts";
import { realTime } from "../../nodes/call/local-ports.ts";
import type { Pause, Scope, Time } from "../../nodes/call/ports.ts";
import type { PathDetails } from "../text/path-details.ts";

const BEGIN_MS = Date.UTC(2026, 0, 15, 9);

export class VirtualClock {
  #ms: number = BEGIN_MS;

  now(): Date {
    return new Date(this.#ms);
  }

  /** Never back. */
  moveTo(ms: number): void {
    this.#ms = Math.max(this.#ms, ms);
  }

  pass(ms: number): void {
    this.moveTo(this.#ms + ms);
  }
}

interface Limit {
  readonly node: string;
  readonly end: () => void;
}

/** How nodes wait in a scenario: a limit is reached when the script says so. */
export class VirtualTime implements Time {
  readonly #clock: VirtualClock;
  readonly #details: PathDetails;
  readonly #limits = new Set<Limit>();

  constructor(clock: VirtualClock, details: PathDetails) {
    this.#clock = clock;
    this.#details = details;
  }

  readonly backOff = async ({ node }: Scope, { leastMs }: Pause, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    this.#clock.pass(leastMs);
    this.#details.add(node, `waits ${durationText(leastMs)}`);
  };

  readonly limit = (scope: Scope, ms: number, end: () => void): (() => void) => {
    const { node } = scope;
    const limit: Limit = {
      node,
      end: () => {
        this.#limits.delete(limit);
        this.#clock.pass(ms);
        this.#details.add(node, `has no answer within ${durationText(ms)}`);
        end();
      },
    };
    this.#limits.add(limit);
    const cancel = realTime.limit(scope, ms, limit.end);
    return () => {
      cancel();
      this.#limits.delete(limit);
    };
  };

  readonly hasCome = async (time: Date): Promise<boolean> => time <= this.#clock.now();

  /** The node is at work so long. */
  work(node: string, span: Duration): void {
    const ms = durationMs(span);
    this.#clock.pass(ms);
    this.#details.add(node, `takes ${durationText(ms)}`);
  }

  /** Reaches the node's limit now. False when it has none. */
  reachLimit(node: string): boolean {
    const limit = [...this.#limits].findLast((one) => one.node === node);
    limit?.end();
    return limit !== undefined;
  }
}
