import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enumeratePaths, runPath, startTestServer, type TestServer } from "../../../testkit/index.ts";
import { freshPostgres } from "../../support/databases.ts";
import { shippedGraphs } from "./shipped.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(await freshPostgres());
});
afterAll(() => server.close());

describe.each(shippedGraphs)("$id", (graph) => {
  for (const { name, scenario } of enumeratePaths(graph, { limit: 120 }).paths) {
    it(name, async () => {
      const inMemory = await runPath(graph, scenario);
      const served = await runPath(graph, scenario, { server });
      expect(served.path).toEqual(inMemory.path);
    });
  }
});
