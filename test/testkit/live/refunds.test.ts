import { afterAll, beforeAll, expect, it } from "vitest";
import { runPath, startTestServer, type TestServer } from "../../../testkit/index.ts";
import { refunds } from "../coverage/project/refunds.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(); // on an embedded Postgres; { url: "postgres://…" } for a real one
});
afterAll(() => server.close());

it("a large refund takes the same path on the run engine", async () => {
  const scenario = { input: { message: "money back" }, nodes: { triage: [{ label: "large" }] }, answers: { approval: "yes" } };
  const served = await runPath(refunds, scenario, { server });
  expect(served).toMatchPath();
  expect(served.path).toEqual((await runPath(refunds, scenario)).path);
});
