/** A graph whose code cannot be loaded: one line with the file, the place and the reason, and the other graphs are checked. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { startCliProcess } from "../call-cli.ts";
import { graphOfModule, projectFolder } from "./project-folder.ts";

/** Code → what its line must say. */
const cases: Readonly<Record<string, readonly [code: string, says: RegExp]>> = {
  exits: [
    "export const graph = 1;\nprocess.exit(0);",
    /exits\.ts cannot be loaded: its code calls process\.exit\(0\) while it loads \(\S*exits\.ts:2:9\)/,
  ],
  "exits-inside": ['import "./exits.ts";', /exits-inside\.ts cannot be loaded: .*process\.exit\(0\)/],
  "exits-late": [
    "setTimeout(() => process.exit(1));\nawait new Promise((resolve) => setTimeout(resolve, 5_000));",
    /calls process\.exit\(1\) while it loads \(\S*exits-late\.ts:1:26\)/,
  ],
  "exits-caught": ["try { process.exit(1); } catch {}\nexport const graph = 1;", /exits-caught\.ts cannot be loaded: .*process\.exit\(1\)/],
  syntax: ["export const graph = 1;\nexport const = 2;", /Expected identifier but found "=" \(\S*syntax\.ts:2:13\)/],
  "syntax-inside": ['import "./syntax.ts";', /syntax-inside\.ts cannot be loaded: .*\(\S*[/]syntax\.ts:2:13\)/],
  throws: [
    '\n\nthrow new Error("the price list could not be read\\nand more");',
    /throws\.ts cannot be loaded: the price list could not be read \(\S*throws\.ts:3:7\)/,
  ],
  "throws-text": ['throw "no list";', /throws-text\.ts cannot be loaded: no list/],
  "throws-inside": ['import "./throws.ts";', /throws-inside\.ts cannot be loaded: the price list could not be read \(\S*throws\.ts:3:7\)/],
  uncaught: [
    'setTimeout(() => { throw new Error("late"); });\nawait new Promise((resolve) => setTimeout(resolve, 5_000));',
    /its code left an error uncaught while it loaded: late/,
  ],
  unhandled: [
    'Promise.reject(new Error("nobody"));\nawait new Promise((resolve) => setTimeout(resolve, 5_000));',
    /its code left an error uncaught while it loaded: nobody/,
  ],
  never: ["await new Promise(() => {});", /never\.ts cannot be loaded: its code never ends/],
  "never-promise": [
    "export const graph = new Promise(() => {});",
    /never-promise\.ts, export "graph" cannot be loaded: its promise never ends/,
  ],
  "rejected-promise": [
    'export const graph = Promise.reject(new Error("no key"));',
    /rejected-promise\.ts, export "graph" cannot be loaded: no key/,
  ],
  missing: ["export const grpah = 1;", /missing\.ts has no export "graph"\. .*"grpah"/],
  absent: ['import "./not-there";', /absent\.ts cannot be loaded: Cannot find module .*not-there/],
  package: ['import "a-package-that-is-not-there";', /Cannot find package 'a-package-that-is-not-there'/],
  number: [
    "export const graph = 42;",
    /"number" in langgraph\.json is not a graph: \S*number\.ts, export "graph" is a number\. Export a graph made by/,
  ],
  nothing: ["export const graph = undefined;", /export "graph" is undefined\./],
  list: ["export const graph = [];", /export "graph" is a list\./],
  class: ["export class graph {}", /export "graph" is the class graph\./],
  instance: ["export const graph = new Map();", /export "graph" is an instance of Map\./],
  object: ["export const graph = { nodes: {}, edges: [] };", /export "graph" is an object with nodes, edges\./],
  declared: [
    'import { declared } from "./graph-of.ts";\nexport const graph = declared("d");',
    /export "graph" is a declaration that is not compiled\./,
  ],
  unreachable: [
    'import { Annotation, StateGraph } from "@langchain/langgraph";\nexport const graph = new StateGraph(Annotation.Root({})).addNode("n", () => ({}));',
    /unreachable\.ts, export "graph" cannot be loaded: /,
  ],
};

it("names every graph that cannot be loaded, and checks the others", async () => {
  const ids = [...Object.keys(cases), "fine"];
  const folder = projectFolder({
    ...Object.fromEntries(Object.entries(cases).map(([id, [code]]) => [`src/${id}.ts`, code])),
    "src/graph-of.ts": graphOfModule,
    "src/fine.ts": 'import { graphOf } from "./graph-of.js";\nexport const graph = graphOf("fine");',
    "src/script.js": "export const graph = 1;\nexport const = 2;",
    "langgraph.json": {
      graphs: Object.fromEntries([...ids.map((id) => [id, `./src/${id}.ts:graph`]), ["script", "./src/script.js:graph"]]),
    },
  });
  const { code, stdout, stderr } = await startCliProcess(["check", "--config", join(folder, "langgraph.json")]).ended;
  expect(stdout).toBe("fine, version 1: ok, 1 nodes and 1 edges\n");
  const lines = stderr.trim().split("\n");
  expect(lines).toHaveLength(ids.length);
  for (const [index, [id, [, says]]] of Object.entries(cases).entries())
    expect([id, lines[index]]).toEqual([id, expect.stringMatching(says)]);
  expect(lines.at(-1)).toMatch(/script\.js cannot be loaded: .*\(\S*script\.js:2\)/);
  expect(code).toBe(2);
});

it("lists in JSON what could not be loaded, beside what was checked", async () => {
  const folder = projectFolder({
    "src/graph-of.ts": graphOfModule,
    "src/fine.ts": 'import { graphOf } from "./graph-of.js";\nexport const graph = graphOf("fine");',
    "src/bad.ts": "export const graph = 1;",
    "langgraph.json": { graphs: { bad: "./src/bad.ts:graph", fine: "./src/fine.ts:graph" } },
  });
  const { code, stdout } = await startCliProcess(["check", "--json", "--config", join(folder, "langgraph.json")]).ended;
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({
    code: 2,
    ok: false,
    graphs: [
      { graph: "bad", ok: false, issues: [], failure: { code: "GRAPH_NOT_LOADED", message: expect.stringContaining("is a number") } },
      { graph: "fine", ok: true },
    ],
  });
});
