/**
 * Random graphs: every edge has a path that goes as planned, or a reason; none has both.
 * FUZZ_DECLARATIONS is how many declarations are drawn; without it few, always the same.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { validate } from "../../language/index.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { rememberRegistry } from "../../language/registry/registry-of.ts";
import { Draw } from "../fuzz/draw.ts";
import { randomGraph } from "../fuzz/random-graph.ts";
import { fuzzed } from "../fuzz/random-registry.ts";
import { follow, Script } from "../fuzz/script.ts";
import { checkEnumeration } from "./check-enumeration.ts";

const many = process.env.FUZZ_DECLARATIONS;
const settings = { numRuns: Number(many ?? 12), ...(many === undefined && { seed: 7 }) };
const registry: Registry = fuzzed.registry;

test("every edge of an accepted graph is taken as planned, or has a reason", { timeout: 3_600_000 }, async () => {
  const counted = { graphs: 0, paths: 0, notForced: 0 };
  const property = fc.asyncProperty(fc.gen(), async (value) => {
    const data: unknown = JSON.parse(JSON.stringify(randomGraph(new Draw(value))));
    const { graph, issues } = validate(registry, data);
    if (!graph || issues.some(({ severity }) => severity === "error")) return;
    follow(new Script([999]));
    const { names, notForced, ...checked } = await checkEnumeration(rememberRegistry(graph, registry), { limit: 1 });
    expect(checked, JSON.stringify(data)).toEqual({ wrong: [], forgotten: [], both: [] });
    counted.graphs += 1;
    counted.paths += names.length;
    counted.notForced += notForced.length;
  });
  await fc.assert(property, { ...settings, endOnFailure: true });
  console.info(counted);
});
