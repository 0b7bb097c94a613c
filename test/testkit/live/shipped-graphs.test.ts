import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plainText } from "../../../runtime/plain-json.ts";
import { enumeratePaths, type PathResult, runPath, startTestServer, type TestServer } from "../../../testkit/index.ts";
import { freshPostgres } from "../../support/databases.ts";
import { shippedGraphs } from "./shipped.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(await freshPostgres());
});
afterAll(() => server.close());

describe.each(shippedGraphs)("$id", (graph) => {
  for (const { name, scenario } of enumeratePaths(graph, { limit: 1 }).paths) {
    it(name, async () => {
      const inMemory = await runPath(graph, scenario);
      const served = await runPath(graph, scenario, { server });
      expect(told(served)).toEqual(told(inMemory));
    });
  }
});

/** All that a path test may look at. A server gives its state as JSON; ids are made anew by each run. */
function told({ path, steps, state, waitsAt, asks, approves, tokens, effects, error, children }: PathResult): unknown {
  const done = effects.map(({ node, output }) => ({ node, output }));
  const code = error && ("code" in error ? error.code : error.name);
  const all = { path, steps, state, waitsAt, asks, approves, tokens, effects: done, error: code, children: children.map(told) };
  return JSON.parse(plainText(all).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "id"));
}
