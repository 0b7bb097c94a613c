/** What the suite prints: one row for each group of routes, then each unexpected difference once with the scenarios that show it. */
import { styleText } from "node:util";
import type { Compared } from "./compare/compare.ts";
import type { Diff } from "./compare/find-diffs.ts";
import { nameOf, type Scenario } from "./scenarios/scenario.ts";

/** Of one database: scenario's name → what was found. */
export interface Results {
  readonly database: string;
  readonly found: ReadonlyMap<string, Compared>;
}

const COLUMNS = ["routes", "database", "scenarios", "equal", "listed", "unexpected"];

export function summaryLines(scenarios: readonly Scenario[], results: readonly Results[]): string[] {
  const rows = results.flatMap(({ database, found }) => {
    const groups = Map.groupBy(scenarios, groupOf);
    const rowOf = (name: string, members: readonly Scenario[]): (string | number)[] => {
      const all = members.flatMap((member) => found.get(nameOf(member)) ?? []);
      const unexpected = all.filter((one) => one.unexpected.length > 0).length;
      const listed = all.filter((one) => one.unexpected.length === 0 && one.listed.size > 0).length;
      return [name, database, all.length, all.length - unexpected - listed, listed, unexpected];
    };
    return [...[...groups].map(([name, members]) => rowOf(name, members)), rowOf("all", scenarios)];
  });
  return [COLUMNS, ...rows].map((cells) =>
    cells
      .map((cell, at) => String(cell).padEnd(at === 0 ? 22 : 11))
      .join("")
      .trimEnd(),
  );
}

/** `/threads/runs` of `POST /threads/:thread_id/runs/wait`. */
function groupOf({ route }: Scenario): string {
  const parts = (route.split(" ")[1] ?? "").split("/").filter((part) => part !== "" && !part.startsWith(":"));
  return `/${parts.slice(0, parts[0] === "threads" ? 2 : 1).join("/")}`;
}

export function unexpectedLines(results: readonly Results[], detailed: boolean): string[] {
  const seen = results.flatMap(({ database, found }) =>
    [...found].flatMap(([scenario, { unexpected }]) => unexpected.map((diff) => ({ database, scenario, diff }))),
  );
  const groups = Map.groupBy(
    seen,
    ({ diff }) => `${diff.request} ${diff.path.replaceAll(/\.\d+/g, ".n")}${detailed || diff.request === "scenario" ? shown(diff) : ""}`,
  );
  const mostFirst = [...groups.values()].sort((a, b) => b.length - a.length);
  return mostFirst.flatMap((members) => {
    const [{ diff } = { diff: undefined }] = members;
    if (!diff) return [];
    const scenarios = [...new Set(members.map(({ scenario }) => scenario))];
    const databases = [...new Set(members.map(({ database }) => database))];
    const more = scenarios.length > 1 ? ` and ${scenarios.length - 1} more` : "";
    return [
      styleText("bold", `${diff.request} → ${diff.path}`),
      `  seen in ${scenarios[0]}${more} (${databases.join(", ")})`,
      `  theirs: ${text(diff.theirs)}`,
      `  ours:   ${text(diff.ours)}`,
    ];
  });
}

const shown = ({ theirs, ours }: Diff): string => `${text(theirs)}${text(ours)}`;

function text(value: unknown): string {
  const json = value === undefined ? "(nothing)" : JSON.stringify(value);
  return json.length > 600 ? `${json.slice(0, 600)}…` : json;
}
