/** The compiler loads one copy of LangGraph, and neither `langchain` nor `@langchain/openai`: these load when the first agent with a model runs. */
import { execFileSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";

const script = `
import { registerHooks } from "node:module";
const loaded = [];
registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
await import(${JSON.stringify(new URL("../../compile/compile-graph.ts", import.meta.url).href)});
console.log(JSON.stringify(loaded));
`;

let loaded: readonly string[];
beforeAll(() => {
  loaded = JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }));
});

describe("loading the compiler", () => {
  it.each(["langchain", "@langchain/openai", "openai"])("does not load %s", (name) => {
    expect(loaded.filter((url) => url.includes(`/node_modules/${name}/`))).toEqual([]);
  });

  it("loads LangGraph as ES modules only", () => {
    const langgraph = loaded.filter((url) => url.includes("/node_modules/@langchain/langgraph/"));
    expect(langgraph.length).toBeGreaterThan(0);
    expect(langgraph.filter((url) => url.endsWith(".cjs"))).toEqual([]);
  });
});
