/**
 * Random declarations: `validate` never throws, and what it accepts compiles and runs to an end, a wait or a question.
 * FUZZ_DECLARATIONS is how many; `npm run test:fuzz` takes 10,000 and another seed each time.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { registryFor } from "../../language/graph/normalise.ts";
import { formatIssue, type GraphData, validate } from "../../language/index.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { rememberRegistry } from "../../language/registry/registry-of.ts";
import { runPath } from "../../testkit/index.ts";
import { checkRun } from "./check-run.ts";
import { Draw } from "./draw.ts";
import { insertMistakes } from "./insert-mistakes.ts";
import { MOST_ITEMS, randomAnswers } from "./random-answers.ts";
import { randomGraph } from "./random-graph.ts";
import { fuzzed } from "./random-registry.ts";
import { follow, Script } from "./script.ts";
import { Tally } from "./tally.ts";

const many = process.env.FUZZ_DECLARATIONS;
const settings = { numRuns: Number(many ?? 150), ...(many === undefined && { seed: 3 }) };
const shared: Registry = fuzzed.registry;
const tally = new Tally();

test("every accepted declaration runs to an end, a wait or a question", { timeout: 3_600_000 }, async () => {
  const property = fc.asyncProperty(fc.gen(), async (value) => {
    const draw = new Draw(value);
    const data: Record<string, unknown> = JSON.parse(JSON.stringify(randomGraph(draw)));
    if (draw.chance(35)) insertMistakes(draw, data);
    try {
      await holds(draw, data);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${JSON.stringify(data)}`, { cause: error });
    }
  });
  await fc.assert(property, { ...settings, endOnFailure: true });
  console.info(`${settings.numRuns} random declarations:\n${tally}`);
});

async function holds(draw: Draw, data: unknown): Promise<void> {
  const { graph, issues } = validate(shared, data);
  for (const issue of issues) expect(formatIssue(issue)).toBeTruthy();
  const errors = issues.filter(({ severity }) => severity === "error");
  for (const code of new Set(errors.map((issue) => issue.code))) tally.add(`refused by ${code}`);
  tally.add(errors.length > 0 ? "refused" : "accepted");
  if (!graph || errors.length > 0) return;
  const registry = registryFor(shared, graph);
  follow(new Script(Array.from({ length: 16 }, () => draw.below(1_000))));
  const turn = () => inputOf(draw, graph);
  const turns = draw.some([turn(), turn()]);
  const answers = randomAnswers(draw, graph, registry);
  const result = await inTime(runPath(rememberRegistry(graph, registry), { input: turn(), turns, answers }));
  tally.add(`stopped: ${checkRun(graph, registry, result)}`);
}

function inputOf(draw: Draw, { input = [] }: GraphData): Record<string, unknown> {
  const item = (index: number) => ({ id: `item ${index}`, size: index });
  const values: Record<string, unknown> = {
    text: "words",
    maybe: draw.one([null, "perhaps"]),
    count: draw.below(5),
    mood: draw.one(["up", "down"]),
    dueAt: draw.one(["2026-01-15T08:00:00Z", "2026-01-15T09:30:00Z"]),
    item: item(0),
    items: Array.from({ length: draw.below(MOST_ITEMS + 1) }, (_, index) => item(index)),
    spent: 1,
    texts: ["a text"],
    failures: [],
    log: [],
  };
  return Object.fromEntries(input.map((channel) => [channel, values[channel]]));
}

/** A run that never stops is a finding, not a hanging test. */
async function inTime<T>(run: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the run does not stop")), 30_000);
  });
  return Promise.race([run, late]).finally(() => clearTimeout(timer));
}
