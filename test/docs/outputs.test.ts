/** What the pages show as output is what the command line prints: `npx vitest run test/docs/outputs.test.ts -u` writes it. */
import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { adoptionLine, type ThreadOutcome, totalsOf } from "../../cli/commands/adopt/adoption-lines.ts";
import { notAdoptable } from "../../runtime/protocol/refusals.ts";
import { callCli, startCli } from "../cli/call-cli.ts";
import { freshPostgres } from "../support/databases.ts";
import { blockNamed, pageWith, root } from "./pages/markdown.ts";
import { modulesOf, PageFolder } from "./pages/page-modules.ts";
import { keysOf, objectsOf } from "./pages/shapes.ts";

const folder = new PageFolder("outputs");
afterAll(() => folder.remove());

/** A block as it is really printed: its command, and then what that prints. */
async function printed(name: string, cwd: string): Promise<string> {
  const [command = ""] = blockNamed(name).split("\n");
  const [, ...argv] = command.replace(/^\$ (npx )?/, "").split(" ");
  const { stdout } = await callCli(argv, { cwd });
  return `${command}\n${stdout}`;
}

it("shows in the README what `signalbox check` prints for a misspelled name", async () => {
  const name = "README.md#the-idea-on-one-screen text";
  const [graph] = modulesOf("README.md");
  folder.write("registry.ts", `${graph?.code.split("// Then the graph")[0]?.replace("const desk", "export const desk")}`);
  folder.write("graph.ts", `${graph?.code}`);
  const { refunds } = await import(`${folder.path}/graph.ts`);
  folder.write("graph.yaml", misspelled(refunds));
  await expect(pageWith({ [name]: await printed(name, folder.fromRoot) })).toMatchFileSnapshot(`${root}README.md`);
});

it("shows in docs/cli.md what each command prints", async () => {
  const projects = "test/docs/projects";
  const page = pageWith({
    "docs/cli.md#check-graphs text": await printed("docs/cli.md#check-graphs text", `${projects}/check`),
    "docs/cli.md#diff-old-new text": await printed("docs/cli.md#diff-old-new text", `${projects}/diff`),
    "docs/cli.md#worker text": await workerBanner("docs/cli.md#worker text"),
  });
  await expect(page).toMatchFileSnapshot(`${root}docs/cli.md`);
});

async function workerBanner(name: string): Promise<string> {
  const [command = ""] = blockNamed(name).split("\n");
  folder.write("langgraph.json", JSON.stringify({ graphs: { "support-desk": `${root}signalbox.ts:supportDesk` } }));
  const { url } = await freshPostgres();
  const argv = [...command.split(" ").slice(2), "--log-level", "silent"];
  const worker = startCli(argv, { cwd: folder.fromRoot, env: { DATABASE_URL: url } });
  const banner = [await worker.line(), await worker.line(), await worker.line()].join("\n");
  const { hostname, port, pathname } = new URL(url);
  return `${command}\n${banner.replace(`${hostname}:${port}${pathname}`, "localhost:5432/signalbox")}\n`;
}

it("shows in docs/cli.md the keys of the JSON that `signalbox check --json` prints", async () => {
  const [shown] = objectsOf(blockNamed("docs/cli.md#check-graphs jsonc"));
  const { stdout } = await callCli(["check", "graph.yaml", "--json"], { cwd: "test/docs/projects/check" });
  const real = JSON.parse(stdout);
  const [graph] = real.graphs;
  expect(keysOf(shown?.value)).toEqual(keysOf({ ...real, graphs: [{ ...graph, issues: graph.issues.slice(0, 1) }] }));
});

it("shows in docs/cli.md lines about live threads that the command's own tests get from both databases", () => {
  const tested = readFileSync(`${root}test/cli/diff.test.ts`, "utf8");
  for (const line of blockNamed("docs/cli.md#diff-old-new text 2").trim().split("\n")) expect(tested.includes(line), line).toBe(true);
});

it("shows in docs/cli.md the lines that `signalbox adopt` prints", () => {
  const [moved = "", refused = ""] = blockNamed("docs/cli.md#adopt-thread text").match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
  const { code, message } = notAdoptable(refused, { why: 'its question is asked in a branch or an item, at "checks.cover"' });
  const outcomes: ThreadOutcome[] = [
    {
      ...{ thread_id: moved, graph_id: "desk", outcome: "adopted", from: { hash: "a", version: 3 }, to: { hash: "b", version: 4 } },
      node: { from: "approval", to: "signOff" },
    },
    { thread_id: refused, outcome: "refused", code, message, misfits: [] },
  ];
  const output = { isColoured: false, write: () => {} };
  const lines = [...outcomes.map((outcome) => adoptionLine(outcome, output)), totalsOf(outcomes, 0)];
  expect(blockNamed("docs/cli.md#adopt-thread text")).toBe(
    ["$ signalbox adopt --all --to 4 --map approval=signOff", ...lines, ""].join("\n"),
  );
});

it("shows in docs/guide/testing.md details of paths that the shipped graphs' snapshots have", () => {
  const snapshots = readFileSync(`${root}test/testkit/__snapshots__/shipped-graphs.test.ts.snap`, "utf8").split("\n");
  for (const line of blockNamed("docs/guide/testing.md#scenarios text").trim().split("\n"))
    expect(snapshots.includes(line), line).toBe(true);
});

/** The README's graph as YAML, with one wrong letter. */
function misspelled(graph: object): string {
  const text = JSON.stringify(graph, undefined, 2).replace('"refund": "approval"', '"refund": "aproval"');
  return String(parseAllDocuments(text)[0]);
}
