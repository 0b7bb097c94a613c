/** The recovery matrix over real HTTP: every behaviour of the wire, every policy, every place; printed as a table at the end. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SignalboxError } from "../../../../language/issues/errors.ts";
import { runPath } from "../../../../testkit/index.ts";
import { isLongRun } from "../../../support/long-run.ts";
import { Wire } from "../wire.ts";
import { type Place, type Policy, pathOf, places, policies, rows } from "./matrix-cells.ts";
import { graphOf } from "./matrix-graphs.ts";

interface Cell {
  readonly key: string;
  readonly row: (typeof rows)[number];
  readonly place: Place;
  readonly policy: Policy;
  readonly expected: string;
}

const cells: readonly Cell[] = rows.flatMap((row, index) =>
  places.flatMap((place) =>
    policies.map((policy) => ({
      ...{ key: `cell-${index}-${places.indexOf(place)}-${policy}`, row, place, policy },
      expected: pathOf(place, row.answers[policies.indexOf(policy)] as string),
    })),
  ),
);

/** `npm test` takes every third place of a row but "alone", and of labels only that; `npm run test:live` takes all of them. */
const measured = isLongRun ? cells : cells.filter(({ place, row }) => place === "alone" || isChosen(place, row));

function isChosen(place: Place, row: Cell["row"]): boolean {
  if (row.labels) return false;
  return (places.indexOf(place) + rows.indexOf(row)) % 3 === 0;
}

const wire = new Wire();
const held = new Map<Cell, boolean>();
beforeAll(() => wire.start());
afterAll(async () => {
  await wire.stop();
  printTable();
});

describe("the recovery matrix", () => {
  it("has at least 80 cells, and 30 of agents with labels", () => {
    expect(cells.length).toBeGreaterThanOrEqual(80);
    expect(measured.filter(({ row }) => row.labels).length).toBeGreaterThanOrEqual(30);
  });

  it.concurrent.each(measured.map((cell) => [`${cell.row.wire}, ${cell.place}, ${cell.policy}`, cell] as const))("%s", async (_, cell) => {
    held.set(cell, false);
    expect(await pathTaken(cell)).toBe(cell.expected);
    held.set(cell, true);
  });
});

async function pathTaken({ key, row, place, policy }: Cell): Promise<string> {
  const good = row.isObject ? (["fill"] as const) : row.labels === "calls" ? (["ticket"] as const) : (["good"] as const);
  const models = { main: wire.model(key, row.script), spare: wire.model(key, good, "gpt-4.1") };
  const input = place === "inside each" ? { items: [key] } : { key };
  const { path, error } = await runPath(graphOf(place, { row, policy, models }), {
    input,
    stream: row.isStreamed === true,
    models: "real",
  });
  const steps = path.filter((line) => !line.startsWith("fails:"));
  return [...steps, ...(error ? [`fails ${codeOf(error)}`] : [])].join(" | ");
}

const codeOf = (error: Error): string =>
  error instanceof SignalboxError && error.code === "NODE_FAILED" ? String(error.facts.error) : `${error.name}: ${error.message}`;

/** What the node answers under each policy; for the other positions one mark for each policy. */
function printTable(): void {
  const marksOf = (row: Cell["row"], place: Place) =>
    policies.map((policy) => {
      const cell = measured.find((one) => one.row === row && one.place === place && one.policy === policy);
      return cell === undefined ? " " : held.get(cell) ? "✓" : "✗";
    });
  const [alone, ...others] = places;
  const lines = rows.map((row) => {
    const answers = marksOf(row, alone).map((mark, index) => `${mark} ${row.answers[index]}`.padEnd(25));
    return `${row.wire.padEnd(28)}${answers.join("")}${others
      .map((place) =>
        marksOf(row, place)
          .join("")
          .padEnd(place.length + 2),
      )
      .join("")}`;
  });
  const head = `${"".padEnd(28)}${policies.map((policy) => policy.padEnd(25)).join("")}${others.map((place) => place.padEnd(place.length + 2)).join("")}`;
  const good = [...held.values()].filter(Boolean).length;
  console.log([`recovery matrix: ${good} of ${measured.length} measured cells held, of ${cells.length}`, head, ...lines].join("\n"));
}
