/** Projects in TypeScript as the compiler, editors and LangGraph's own server take them: each way to write an import, in packages of each type. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startCliProcess } from "../call-cli.ts";
import { graphOfModule, projectFolder } from "./project-folder.ts";

/** Written and not kept: the compiler of this project would not take all of them. */
const files: Readonly<Record<string, string>> = {
  "src/graph-of.ts": graphOfModule,
  "src/greet.ts": `export const greet = (name: string): string => "hello " + name;\nexport interface Greeting { text: string }`,
  "src/lib/index.ts": `export enum Mode { Kind = "kind" }\nexport const enum Fast { One = 1 }`,
  "src/data.json": `{ "answer": 42 }`,
  "src/js-extension.ts": `import { graphOf } from "./graph-of.js";\nimport { greet } from "./greet.js";\nexport const graph = graphOf("js-extension", greet("a") === "hello a");`,
  "src/no-extension.ts": `import { graphOf } from "./graph-of";\nimport { greet } from "./greet";\nexport const graph = graphOf("no-extension", greet("a") === "hello a");`,
  "src/type-import.ts": `import { graphOf } from "./graph-of.js";\nimport { Greeting, greet } from "./greet.js";\nconst said: Greeting = { text: greet("a") };\nexport const graph = graphOf("type-import", said.text.length > 0);`,
  "src/enum.ts": `import { graphOf } from "./graph-of.js";\nimport { Fast, Mode } from "./lib";\nexport const graph = graphOf("enum", Mode.Kind === "kind" && Fast.One === 1);`,
  "src/classes.ts": `import { graphOf } from "./graph-of.js";\nnamespace Inside { export const one = 1; }\nclass P { constructor(private readonly a: number) {} get() { return this.a; } }\nexport const graph = graphOf("classes", new P(Inside.one).get() === 1);`,
  "src/decorator.ts": `import { graphOf } from "./graph-of.js";\nconst seen: string[] = [];\nfunction mark(target: object, key: string) { seen.push(key); }\nclass D { @mark run() {} }\nexport const graph = graphOf("decorator", new D() !== undefined && seen[0] === "run");`,
  "src/paths.ts": `import { graphOf } from "@/graph-of";\nimport { Mode } from "@lib";\nimport { greet } from "greet";\nexport const graph = graphOf("paths", Mode.Kind === "kind" && greet("").length > 0);`,
  "src/json.ts": `import { graphOf } from "./graph-of.js";\nimport data from "./data.json";\nexport const graph = graphOf("json", data.answer === 42);`,
  "src/jsx.tsx": `import { graphOf } from "./graph-of.js";\nconst h = (tag: string) => tag;\nexport const graph = graphOf("jsx", (<p />) as unknown === "p");`,
  "src/module.mts": `import { graphOf } from "./graph-of.js";\nconst works = await Promise.resolve(true);\nexport const graph = graphOf("module", works);`,
  "src/default.ts": `import { graphOf } from "./graph-of.js";\nexport default graphOf("default", true);`,
  "src/common.cts": `import { graphOf } from "./graph-of.js";\nimport path = require("node:path");\nexport const graph = graphOf("common", path.basename(__dirname) === "src");`,
};

/** Only in packages whose files are CommonJS. */
const ofCommonJs: Readonly<Record<string, string>> = {
  "src/dirname.ts": `import { graphOf } from "./graph-of";\nimport { Mode } from "@lib";\nconst { greet } = require("./greet");\nexport const graph = graphOf("dirname", __dirname.endsWith("src") && Mode.Kind === "kind" && greet("").length > 0);`,
  "src/assigned.ts": `const { graphOf } = require("./graph-of");\nmodule.exports = { graph: graphOf("assigned", true) };`,
  "src/awaits.ts": `import { graphOf } from "./graph-of";\nexport const graph = graphOf("awaits", await Promise.resolve(true));`,
};

const tsconfig = {
  compilerOptions: {
    ...{ baseUrl: "src", experimentalDecorators: true, jsx: "react", jsxFactory: "h", module: "preserve" },
    paths: { "@/*": ["./*"], "@lib": ["./lib/index.ts"] },
  },
};

const isGraph = (text = ""): boolean => /export (const graph\b|default)|module\.exports/.test(text);

function project(type: string | undefined, sources: Readonly<Record<string, string>>): string {
  const graphs = Object.keys(sources).filter((path) => isGraph(sources[path]));
  const named = graphs.map((path) => [path.replace(/^src\/|\.\w+$/g, ""), `./${path}:${path.includes("default") ? "default" : "graph"}`]);
  const folder = projectFolder({
    ...sources,
    "package.json": { name: "a-project", ...(type && { type }) },
    "tsconfig.json": `// with a comment\n${JSON.stringify(tsconfig)}`,
    "langgraph.json": { graphs: Object.fromEntries(named) },
  });
  return join(folder, "langgraph.json");
}

describe("TypeScript projects", () => {
  it.each([
    ["a package of ES modules", "module", files],
    ["a package without a type", undefined, { ...files, ...ofCommonJs }],
    ["a package of CommonJS", "commonjs", { ...files, ...ofCommonJs }],
  ])("load: %s", async (_what, type, sources) => {
    const config = project(type, sources);
    const { code, stdout, stderr } = await startCliProcess(["check", "--config", config]).ended;
    expect(stderr).toBe("");
    const checked = stdout.trim().split("\n");
    expect(checked.filter((line) => !/^[\w-]+, version 1: ok, 1 nodes and 1 edges$/.test(line))).toEqual([]);
    expect(checked).toHaveLength(Object.values(sources).filter(isGraph).length);
    expect(code).toBe(0);
  });
});
