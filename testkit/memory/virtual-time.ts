/** How nodes wait in a scenario: pauses between attempts pass at once, and a limit is reached when the script says so. Real code has its real limit. */
import { durationText } from "../../draw/duration-text.ts";
import { realTime } from "../../nodes/call/local-ports.ts";
import type { Pause, Scope, Time } from "../../nodes/call/ports.ts";
import type { Story } from "../text/story.ts";
import type { VirtualClock } from "./virtual-clock.ts";

interface Limit {
  readonly node: string;
  readonly end: () => void;
}

export class VirtualTime implements Time {
  private readonly clock: VirtualClock;
  private readonly story: Story;
  private readonly limits = new Set<Limit>();

  constructor(clock: VirtualClock, story: Story) {
    this.clock = clock;
    this.story = story;
  }

  readonly backOff = async ({ node }: Scope, { leastMs }: Pause, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    this.pass(leastMs);
    this.story.tell(node, `waits ${durationText(leastMs)}`);
  };

  readonly limit = (scope: Scope, ms: number, end: () => void): (() => void) => {
    const { node } = scope;
    const limit: Limit = {
      node,
      end: () => {
        this.limits.delete(limit);
        this.pass(ms);
        this.story.tell(node, `has no answer within ${durationText(ms)}`);
        end();
      },
    };
    this.limits.add(limit);
    const callOff = realTime.limit(scope, ms, limit.end);
    return () => {
      callOff();
      this.limits.delete(limit);
    };
  };

  /** Lets the node's limit be reached now. False when it has none. */
  runOut(node: string): boolean {
    const limit = [...this.limits].findLast((one) => one.node === node);
    limit?.end();
    return limit !== undefined;
  }

  private pass(ms: number): void {
    this.clock.moveTo(this.clock.now().getTime() + ms);
  }
}
