/** The TypeScript blocks of every page run as printed. A test that a page prints is a test here. */
import { afterAll, describe, expect, it } from "vitest";
import type { GraphData } from "../../language/graph/graph-data.ts";
import { formatIssue, registryOf, validate } from "../../language/index.ts";
import { pages } from "./pages/markdown.ts";
import { modulesOf, PageFolder } from "./pages/page-modules.ts";

/** Blocks that another test runs, or that nothing can run, and why. */
const NOT_RUN_HERE: Readonly<Record<string, string>> = {
  "docs/api.md#http-api ts": "needs a server: server.test.ts runs it",
  "docs/api.md#a-client-with-our-routes ts": "needs a server: server.test.ts runs it",
  "docs/guide/getting-started.md#3-a-server ts 2": "needs a server: server.test.ts runs it",
  "docs/guide/schedules-and-webhooks.md#start-runs-by-a-schedule ts": "needs a server: test/server/crons.test.ts makes the same calls",
  "docs/guide/store.md#from-a-client ts": "needs a server: test/server/store/store.test.ts makes the same calls",
  "docs/guide/testing.md#generated-tests ts": "examples/refund-desk/test/every-edge.test.ts runs the same",
  "docs/guide/testing.md#running-a-scenario-on-a-live-server ts":
    "test/testkit/live/refunds.test.ts is this block: live-paths.test.ts compares them",
  "docs/guide/testing.md#graph-coverage ts": "a configuration of vitest: coverage.test.ts compares it with the one that runs",
};

const folder = new PageFolder("running");
folder.copy("examples/refund-desk/graph/refund-desk.ts");
folder.copy("examples/refund-desk/graph/vocabulary.ts");
afterAll(() => folder.remove());

for (const page of pages()) {
  const modules = modulesOf(page).map((module) => ({
    ...module,
    code: module.code.replaceAll(/"[^"]*\/examples\//g, `"${folder.path}/examples/`),
    path: `${page.replaceAll("/", "-")}/${module.file}`,
  }));
  for (const { path, code } of modules) folder.write(path, code);
  const run = modules.filter(({ name }) => !(name in NOT_RUN_HERE));
  describe.runIf(run.length > 0)(page, async () => {
    for (const { name, path } of run) {
      const exported: Readonly<Record<string, unknown>> = await import(`${folder.path}/${path}`);
      it(`${name}: its graphs have no issues`, () => {
        expect(Object.values(exported).flatMap(issuesOf)).toEqual([]);
      });
    }
  });
}

it("skips no block that does not exist", () => {
  const names = new Set(pages().flatMap((page) => modulesOf(page).map(({ name }) => name)));
  expect(Object.keys(NOT_RUN_HERE).filter((name) => !names.has(name))).toEqual([]);
});

/** Of a declared graph; nothing for other values. */
const issuesOf = (value: unknown): string[] =>
  isGraph(value) ? validate(registryOf(value), JSON.parse(JSON.stringify(value))).issues.map((issue) => formatIssue(issue)) : [];

const isGraph = (value: unknown): value is GraphData =>
  typeof value === "object" && value !== null && "nodes" in value && "start" in value && "version" in value;
