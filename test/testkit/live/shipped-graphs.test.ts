/** Each path that the test kit writes for a shipped graph, in memory and on the run engine with Postgres: both must tell the same. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enumeratePaths, runPath, startTestServer, type TestServer } from "../../../testkit/index.ts";
import { freshPostgres } from "../../support/databases.ts";
import { comparable } from "./comparable.ts";
import { shippedGraphs } from "./shipped.ts";

/** `npm test` takes every sixth path of a graph, `npm run test:live` all of them. */
const STRIDE = process.env.LIVE_PATHS === "all" ? 1 : 6;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(await freshPostgres());
});
afterAll(() => server.close());

for (const graph of shippedGraphs) {
  const { paths } = enumeratePaths(graph, { limit: 120 });
  const taken = paths.filter((_, index) => index % STRIDE === 0);
  describe(`${graph.id}: ${taken.length} of ${paths.length} paths`, () => {
    it.each(taken)("$name", async ({ scenario }) => {
      const served = await runPath(graph, scenario, { server });
      expect(comparable(served)).toEqual(comparable(await runPath(graph, scenario)));
    });
  });
}
