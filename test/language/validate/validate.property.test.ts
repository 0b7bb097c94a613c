/** `validate` never throws, for any data; and what it accepts can be written out in full. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { edgesOf, normalise, signalEdges } from "../../../inspect/index.ts";
import { formatIssue, registryOf, validate } from "../../../language/index.ts";
import { desk } from "../design-example.ts";
import { workflows } from "../workflows/all.ts";

const word = fc.constantFrom(
  "triage",
  "end",
  "wait",
  "agent",
  "tool",
  "kind",
  "draft",
  "__proto__",
  "constructor",
  "",
  "5m",
  "param",
  "next",
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(word, tie("value"), { maxKeys: 4 }),
  ),
})).value;

test("on any JSON value", () => {
  fc.assert(
    fc.property(json, (value) => void validate(desk.registry, value).issues.map((issue) => formatIssue(issue))),
    { numRuns: 500 },
  );
});

test("on any JavaScript value", () => {
  fc.assert(
    fc.property(
      fc.anything({ withDate: true, withMap: true, withBigInt: true, withSparseArray: true, withNullPrototype: true }),
      (value) => void validate(desk.registry, value),
    ),
    { numRuns: 500 },
  );
});

/** Paths of every part of a value. */
function partsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => partsOf(item, [...path, Array.isArray(value) ? Number(key) : key]))];
}
const graphs = Object.values(workflows).map((graph) => ({ graph, parts: partsOf(graph).filter((path) => path.length > 0) }));

/** A good workflow with some of its parts replaced or taken away. */
const spoiled = fc.constantFrom(...graphs).chain(({ graph, parts }) =>
  fc
    .array(fc.record({ path: fc.constantFrom(...parts), value: fc.oneof(json, fc.constant(undefined)) }), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const data = structuredClone(graph) as unknown as Record<string, unknown>;
      for (const { path, value } of changes) put(data, path, value);
      return { data, registry: registryOf(graph) };
    }),
);

function put(root: Record<string, unknown>, path: (string | number)[], value: unknown): void {
  let at: unknown = root;
  for (const step of path.slice(0, -1))
    at = typeof at === "object" && at !== null ? (at as Record<string | number, unknown>)[step] : undefined;
  if (typeof at !== "object" || at === null) return;
  const last = path.at(-1) as string;
  if (value === undefined) delete (at as Record<string, unknown>)[last];
  else (at as Record<string, unknown>)[last] = value;
}

test("on workflows with parts replaced; what is accepted leads only to places that exist", () => {
  fc.assert(
    fc.property(spoiled, ({ data, registry }) => {
      const { graph, issues } = validate(registry, data);
      for (const issue of issues) formatIssue(issue);
      if (!graph || issues.some(({ severity }) => severity === "error")) return;
      const normal = normalise(graph, registry);
      const known = [...Object.keys(normal.nodes), "wait", ...(graph.endsWith?.map((label) => `end:${label}`) ?? ["end"])];
      const edges = [...Object.values(normal.nodes).flatMap(edgesOf), ...signalEdges(normal)];
      for (const { target } of edges) expect(known).toContain(target);
    }),
    { numRuns: 2_000 },
  );
});
