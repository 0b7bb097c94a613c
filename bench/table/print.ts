/** The table: floor, goal, what was seen in how many rounds, how much that differs, and how busy the machine was. */
import { type Metric, median, reaches, spreadOf } from "./metric.ts";
import { type MetricId, metrics, type Seen } from "./metrics.ts";

const ids = Object.keys(metrics) as MetricId[];
const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString());
const bound = ({ atLeast }: Metric, value: number): string => `${atLeast ? "≥" : "≤"} ${number(value)}`;

/** `load` is the average number of processes that wanted to run, for each core. */
export function tableOf(seen: Seen, load: number): string[] {
  const measured = ids.flatMap((id) => (seen[id]?.length ? [[metrics[id] as Metric, seen[id]] as const] : []));
  return [
    "| metric | floor | goal | seen | spread | rounds | load a core | |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...measured.map(([metric, rounds]) => {
      const at = median(rounds);
      const cells = [metric.name, bound(metric, metric.floor), bound(metric, metric.goal), number(at), `± ${number(spreadOf(rounds))}`];
      return `| ${[...cells, rounds.length, load.toFixed(1), verdict(metric, at)].join(" | ")} |`;
    }),
  ];
}

function verdict(metric: Metric, seen: number): string {
  if (reaches(metric, metric.goal, seen)) return "goal met";
  return reaches(metric, metric.floor, seen) ? "floor met" : "**missed**";
}

/** What this run did not measure is said, so that nothing is left out silently. */
export const notMeasured = (seen: Seen): string[] => ids.filter((id) => !seen[id]?.length).map((id) => metrics[id].name);

/** What is beyond its gate. */
export const failures = (seen: Seen): string[] => beyond(seen, "gate");

export const missedFloors = (seen: Seen): string[] => beyond(seen, "floor");

function beyond(seen: Seen, limit: "gate" | "floor"): string[] {
  return ids.flatMap((id) => {
    const metric: Metric = metrics[id];
    const [rounds, most] = [seen[id], metric[limit]];
    if (most === undefined || !rounds?.length || reaches(metric, most, median(rounds))) return [];
    return [`${metric.name}: ${number(median(rounds))}, the ${limit} is ${bound(metric, most)}`];
  });
}
