/** docs/protocol.md is generated from the routes, the scenarios and the listed differences: `npx vitest run test/docs/protocol-page.test.ts -u` writes it. */
import { expect, test } from "vitest";
import { protocolPage, routeRows } from "./pages/protocol-page.ts";

test("docs/protocol.md is up to date", async () => {
  await expect(protocolPage()).toMatchFileSnapshot("../../docs/protocol.md");
});

test("it has every route of the reference, and each of ours is tested", () => {
  const rows = routeRows();
  expect(rows.filter(({ ours }) => ours === "no")).toEqual([]);
  expect(rows.filter(({ ours, scenarios, tests }) => ours !== "no" && scenarios === 0 && tests.length === 0)).toEqual([]);
});
