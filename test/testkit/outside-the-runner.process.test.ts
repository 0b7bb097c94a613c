/** What the test kit is in other hands: a plain script, an invalid graph, and snapshots of effects. */
import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { z } from "zod";
import { setup, task, tool } from "../../language/index.ts";
import { runPath } from "../../testkit/index.ts";
import { FixtureProject } from "./coverage/fixture-project.ts";

it("the keys of effects are the same each time, and one for each visit of a loop", async () => {
  const desk = setup({
    state: { text: z.string() },
    tools: {
      pay: tool({ errors: {}, once: ["text"], args: z.object({ text: z.string() }), output: z.string(), run: async () => "text" }),
    },
    tasks: { more: task({ labels: ["yes", "no"], args: z.object({ text: z.string() }), run: async () => ({ label: "no" }) }) },
  });
  const graph = desk.defineGraph({
    id: "pays",
    version: 1,
    start: "pay",
    input: ["text"],
    nodes: {
      pay: { kind: "tool", tool: "pay", writes: "text", next: "more", visits: { max: 5, next: "end" } },
      more: { kind: "task", task: "more", routes: { yes: "pay", no: "end" } },
    },
  });
  const effects = async () =>
    (await runPath(graph, { input: { text: "text" }, nodes: { more: [{ label: "yes" }, { label: "no" }] } })).effects;
  const first = await effects();
  expect(new Set(first.map(({ key }) => key)).size).toBe(2);
  expect(await effects()).toEqual(first);
});

it("runPath works in a plain script, without vitest", () => {
  const project = new FixtureProject();
  const root = new URL("../../", import.meta.url).href;
  const lines = [
    `import { runPath } from "${root}testkit/index.ts";`,
    'import { refunds } from "./refunds.ts";',
    'const { path } = await runPath(refunds, { input: { message: "hi" }, nodes: { triage: [{ label: "small" }] } });',
    'console.log(path.join("; "));',
  ];
  project.write("script.ts", lines.join("\n"));
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["script.ts"], { cwd: project.folder, env: own, encoding: "utf8" });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "triage -small-> pay; pay -next-> end\n", stderr: "" });
});

it("an invalid graph fails one test with its issues, and no other test of the file", async () => {
  const { code, stdout, stderr } = await new FixtureProject("broken").run();
  expect(code).toBe(1);
  expect(stripVTControlCharacters(stdout)).toMatch(/Tests\s+1 failed \| 1 passed \(2\)/);
  const said = stripVTControlCharacters(stderr);
  expect(said).toContain("broken > is a graph that can be run");
  expect(said).toContain('nodes.triage.routes.small: there is no node "pay"');
});
