/** docs/protocol.md: every route of the reference and of ours, where it is tested, and each deliberate difference. */
import { globSync, readFileSync } from "node:fs";
import { operations } from "../../../server/operations.ts";
import { differences } from "../../protocol/differences.ts";
import { allScenarios } from "../../protocol/scenarios/all.ts";
import type { Route } from "../../protocol/scenarios/scenario.ts";
import { root } from "./markdown.ts";
import { markdownTable } from "./markdown-table.ts";

/** `GET /a{/:b}` and `GET /a/:b?` are `GET /a/:b`. */
const plain = (route: string): string => route.replaceAll(/[{}?]/g, "");

const REFERENCE = "node_modules/@langchain/langgraph-api/dist/{api,ui}";
/** Of the reference: the routes in its source. Those of crons answer 500. */
const CRONS = /\/crons(?:\/|$)/;

function referenceRoutes(): string[] {
  const sources = globSync(`${REFERENCE}/*.mjs`, { cwd: root }).map((file) => readFileSync(root + file, "utf8"));
  return sources.flatMap((source) =>
    [...source.matchAll(/api\.(get|post|put|patch|delete)\("([^"]+)"/g)].map(([, method = "", path]) =>
      plain(`${method.toUpperCase()} ${path}`),
    ),
  );
}

export interface RouteRow {
  readonly route: string;
  readonly reference: string;
  readonly ours: string;
  /** How many scenarios of the differential suite it has, and which test calls it besides. */
  readonly scenarios: number;
  readonly tests: readonly string[];
}

export function routeRows(): RouteRow[] {
  const theirs = new Set(referenceRoutes());
  const ours = new Map(Object.entries(operations).map(([key, operation]) => [plain(key), operation]));
  const texts = globSync("test/{server,cli,runtime,identity,faults,browser}/**/*.ts", { cwd: root })
    .sort()
    .map((file): [string, string] => [file, readFileSync(root + file, "utf8")]);
  return [...new Set([...ours.keys(), ...theirs])].map((route) => {
    const own = ours.get(route);
    const scenarios = allScenarios.filter((scenario) => plain(scenario.route) === route).length;
    return {
      route,
      reference: theirs.has(route) ? (CRONS.test(route) ? "not implemented" : "yes") : "no",
      ours: own ? (own.isOurs ? "Signalbox" : "yes") : "no",
      scenarios,
      tests: scenarios > 0 ? [] : texts.filter(([, text]) => calls(route as Route).test(text)).map(([file]) => file),
    };
  });
}

/** The route's path as a test writes it, with any value for its parameters. */
function calls(route: Route): RegExp {
  const path = (route.split(" ")[1] ?? "").replaceAll(".", "\\.").replaceAll(/:\w+/g, "(?:\\$\\{[^}]+\\}|[\\w:-]+)");
  return new RegExp(`${path}(?![\\w/])`);
}

const referenceTests = [
  {
    file: "api.test.mts",
    tests: 67,
    passed: 66,
    rest: "1 is skipped",
  },
  { file: "auth.test.mts", tests: 46, passed: 43, rest: "3: `unknown-run-is-404` (2), `unknown-original-is-404`" },
  {
    file: "embed.test.mts",
    tests: 21,
    passed: 20,
    rest: "1 expects no ids in an event stream: here each event has one, to continue after it",
  },
  { file: "protocol-v2/stream-sdk.test.mts", tests: 6, passed: 6, rest: "" },
  { file: "protocol-transport.test.mts", tests: 1, passed: 1, rest: "" },
] as const;

export function protocolPage(): string {
  const rows = routeRows();
  return [
    "# The protocol",
    "",
    "The server speaks the LangGraph Agent Server protocol. `npm run test:protocol` makes the same calls, most of them by the official client, to the reference server",
    "(`@langchain/langgraph-api` 1.5.1) and to this one on Postgres and on the embedded database, and compares every answer: status, headers, body, and each event of a stream.",
    "Ids, times, and the order of events of different modes are compared as what they are: an id must stand for the same id throughout a scenario.",
    `It has ${allScenarios.length} scenarios. What differs must be listed below; a listed difference that is no longer seen fails the suite, and so does a planted fault that the comparison does not notice.`,
    "This page is generated from `test/protocol/differences.ts`, `test/protocol/scenarios/` and the server's table of routes. [HTTP API](api.md) describes each route.",
    "",
    "## Routes",
    "",
    "*Signalbox* marks a route that the protocol does not have.",
    "",
    ...markdownTable(
      ["route", "reference", "this server", "tested by"],
      rows.map(({ route, reference, ours, scenarios, tests }) => [`\`${route}\``, reference, ours, testedBy(scenarios, tests)]),
    ),
    "",
    "## The reference's own tests",
    "",
    "The reference's tests were run on this server on 2026-11-28, from langchain-ai/langgraphjs at f8bdf16 (`libs/langgraph-api/tests`). What tests the reference's own modules is left out.",
    "",
    ...markdownTable(
      ["file", "tests", "passed", "not passed"],
      referenceTests.map(({ file, tests, passed, rest }) => [`\`${file}\``, String(tests), String(passed), rest]),
    ),
    "",
    "The server had `SIGNALBOX_WEBHOOK_SECRET` and `http.configurable_headers` for `x-*`, which the reference does not need. `/internal/truncate`, which the tests call to begin empty, was replaced by deletions through the API; in the embedded tests the reference's in-memory threads and checkpoints were replaced by this runtime.",
    "",
    "## Deliberate differences",
    "",
    ...markdownTable(
      ["name", "what differs, and why"],
      differences.map(({ name, reason }) => [`\`${name}\``, reason.replaceAll("|", "\\|")]),
    ),
    "",
  ].join("\n");
}

function testedBy(scenarios: number, tests: readonly string[]): string {
  if (scenarios > 0) return scenarios === 1 ? "1 scenario" : `${scenarios} scenarios`;
  return tests.length === 0
    ? "–"
    : tests
        .slice(0, 2)
        .map((test) => `\`${test}\``)
        .join(", ");
}
