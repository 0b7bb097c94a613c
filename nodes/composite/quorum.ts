/** A parallel node for which some of its branches are enough: which of them count, and what those write. Independent of clocks, which have no order between two processes. */
import { behaviourOf } from "../../language/registry/channels.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { namedIn } from "../../language/rules/references.ts";
import { JOIN } from "../../language/terms/labels.ts";
import { clear, isClear } from "../call/clear-mark.ts";
import { hasJoined, leavesEarly, type Report } from "../call/internal-channels.ts";
import type { Call, Outcome } from "../call/kind.ts";
import type { Region } from "../call/regions.ts";
import { several } from "../call/several.ts";

/** Ends of branches in this process, so that they have an order. */
let ends = 0;

interface Ending {
  readonly call: Call;
  /** How many must join. */
  readonly of: number;
  readonly region: Region;
}

/** The outcome of a branch that has ended: it completes the quorum, leaves before it, or comes too late for both. */
export function inQuorum(outcome: Outcome, report: Report, { call, of, region }: Ending): Outcome {
  if (region.signal.aborted) {
    const { writes: _dropped, ...spent } = outcome;
    return { ...spent, label: "lost", report: { branch: report.branch, label: "lost", target: JOIN } };
  }
  ends += 1;
  const epoch = Number.parseInt(String(call.scope.epoch ?? 0), 10);
  const counted: Report = { ...report, quorum: { of, at: [epoch, ends] } };
  if (leavesEarly(counted) || region.join() >= of) region.leave();
  return { ...outcome, report: counted };
}

export interface Count {
  readonly isReached: boolean;
  /** The branch that left before enough had joined. */
  readonly left: Report | undefined;
  /** Those whose writes count, in the order of the branches. */
  readonly counted: readonly Report[];
}

/** The first that ended count. `reports` are in the order of the branches. */
export function countQuorum(reports: readonly Report[], quorum: number): Count {
  const ended = reports.filter(({ quorum: part }) => part !== undefined).sort(byEnd);
  const before = ended.findIndex(leavesEarly);
  const joined = ended.slice(0, before < 0 ? ended.length : before).filter(hasJoined);
  const isReached = joined.length >= quorum;
  const left = isReached ? undefined : ended[before];
  const those = new Set(left ? [...joined, left] : joined.slice(0, quorum));
  return { isReached, left, counted: reports.filter((report) => those.has(report)) };
}

function byEnd({ quorum: a }: Report, { quorum: b }: Report): number {
  const [[epoch, number], [otherEpoch, other]] = [a?.at ?? [0, 0], b?.at ?? [0, 0]];
  return epoch - otherEpoch || number - other;
}

/** What branches wrote, as the writes of one vertex. */
export function writesOf(reports: readonly Report[], { state }: Registry): Record<string, unknown> {
  const all = reports.flatMap(({ writes = {} }) => Object.entries(writes));
  const channels = [...new Set(all.map(([channel]) => channel))];
  return Object.fromEntries(
    channels.map((channel): [string, unknown] => {
      const [first, ...rest] = all.flatMap(([name, value]) => (name === channel ? [value] : []));
      if (rest.length === 0) return [channel, first];
      const definition = namedIn(state, channel);
      const isList = definition !== undefined && ["list", "messages"].includes(behaviourOf(definition));
      return [channel, isList ? appended([first, ...rest]) : several([first, ...rest])];
    }),
  );
}

/** A list that one of them clears takes what the others append. */
function appended(updates: readonly unknown[]): unknown {
  const items = updates.filter((update) => !isClear(update)).flat();
  return updates.some(isClear) ? clear(items) : items;
}
