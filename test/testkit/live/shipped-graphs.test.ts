/** Each path that the test kit generates for a shipped graph, in memory and on the run engine with Postgres: both must report the same. Run by `npm run test:live`. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enumeratePaths, runPath, startTestServer, type TestServer } from "../../../testkit/index.ts";
import { freshPostgres } from "../../support/databases.ts";
import { comparable } from "./comparable.ts";
import { shippedGraphs } from "./shipped.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(await freshPostgres());
});
afterAll(() => server.close());

for (const graph of shippedGraphs) {
  const { paths } = enumeratePaths(graph, { limit: 120 });
  describe(`${graph.id}: ${paths.length} paths`, () => {
    it.each(paths)("$name", async ({ scenario }) => {
      const served = await runPath(graph, scenario, { server });
      expect(comparable(served)).toEqual(comparable(await runPath(graph, scenario)));
    });
  });
}
