/** The research desk over the real wire: ChatOpenAI clients, HTTP, and a provider that answers or fails. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { researchDesk } from "../../../graphs/research-desk/graph.ts";
import { runPath, type Scenario } from "../../../testkit/index.ts";
import { type Asked, ResearchProvider } from "./research-provider.ts";

const topic = "When was the accident at Armagh, and how many were killed?";
let provider: ResearchProvider;
beforeEach(async () => {
  provider = await new ResearchProvider().start();
});
afterEach(() => provider.stop());

const run = (rest: Omit<Scenario, "input"> = {}) => runPath(researchDesk, { input: { topic }, models: provider.models(), ...rest });
const asksOf = (part: Asked["part"]) => provider.asked.filter((asked) => asked.part === part);
const textOf = ({ request }: Asked) => JSON.stringify(request.messages);
const call = (output: unknown) => ({ toolCalls: [{ name: "extract-answer", arguments: JSON.stringify({ output }) }] });
const down = { error: { message: "boom", type: "server_error" }, status: 500 };

describe("a research run over the wire", () => {
  it("takes the path and writes the report that it does without a key, its workers at the same time", async () => {
    let release = () => {};
    const allBegan = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    // no reader is answered before the first requests of all four are in
    provider.instead = ({ part }) => {
      if (part !== "reader") return undefined;
      if (asksOf("reader").length === 4) release();
      return allBegan;
    };
    const overWire = await run();
    const scripted = await runPath(researchDesk, { input: { topic } });
    expect(overWire.path).toEqual(scripted.path);
    expect(overWire.path).toContain("delegate[3] -found-> join");
    expect(overWire.state.report).toBe(scripted.state.report);
    expect(overWire.state.report).toMatch(/Armagh in 1889 killed 80 people/);
    // one plan, four readers that search and then hand over, one report: 110 tokens a request
    expect(provider.asked.map(({ part }) => part).sort()).toEqual([...Array(8).fill("reader"), "supervisor", "writer"]);
    expect(overWire.tokens).toBe(10 * 110);
    expect(new Set(provider.asked.map(({ model }) => model))).toEqual(new Set(["gpt-5-mini"]));
  });

  it("offers each reader the search of its own shelf, and the supervisor only the form of its plan", async () => {
    await run();
    const offered = (part: Asked["part"]) =>
      new Set(asksOf(part).flatMap(({ request }) => (request.tools ?? []).map((tool) => tool.function.name)));
    expect(offered("supervisor")).toEqual(new Set(["extract-answer"]));
    expect(offered("reader")).toEqual(new Set(["searchTimeline", "searchAccidents", "searchArticles", "extract-answer"]));
    const parameters = JSON.stringify(asksOf("supervisor")[0]?.request.tools?.[0]?.function.parameters);
    expect(parameters).toContain('"enum":["articles","timeline","accidents"]');
  });

  it("streams the report as the model writes it", async () => {
    const { streamed, state } = await run({ stream: true });
    expect(streamed).toContain(state.report);
    expect(asksOf("writer")[0]?.request.stream).toBe(true);
  });
});

describe("a model that misbehaves", () => {
  it("learns what is wrong with its plan, and corrects it", async () => {
    provider.instead = ({ part }) =>
      part === "supervisor" && asksOf("supervisor").length === 1 ? call([{ shelf: "library", ask: "Armagh" }]) : undefined;
    const { path, state } = await run();
    expect(path[0]).toBe("supervise -next-> delegate (2 attempts)");
    expect(path.at(-1)).toBe("check -good-> end");
    const [, repaired] = asksOf("supervisor");
    expect(textOf(repaired as Asked)).toMatch(/That answer cannot be used: .*articles/);
    expect(state.report).toMatch(/Armagh in 1889 killed 80 people/);
  });

  it("is repaired once only: then the fallback model plans", async () => {
    provider.instead = ({ part, model }) => (part === "supervisor" && model === "gpt-5-mini" ? call([{ shelf: "library" }]) : undefined);
    const { path } = await run();
    expect(asksOf("supervisor").map(({ model }) => model)).toEqual(["gpt-5-mini", "gpt-5-mini", "gpt-4.1-mini"]);
    expect(path[0]).toBe("supervise -next-> delegate (3 attempts)");
  });

  it("that is down while the report is written is tried three times, then the fallback model writes it", async () => {
    provider.instead = ({ part, model }) => (part === "writer" && model === "gpt-5-mini" ? down : undefined);
    const { path, state } = await run();
    expect(asksOf("writer").map(({ model }) => model)).toEqual(["gpt-5-mini", "gpt-5-mini", "gpt-5-mini", "gpt-4.1-mini"]);
    expect(path.slice(-2)).toEqual(["write -next-> check (4 attempts)", "check -good-> end"]);
    expect(state.report).toMatch(/Armagh in 1889 killed 80 people/);
  });

  it("makes one worker fail, and the report is written without its part", async () => {
    provider.instead = (asked) => (textOf(asked).includes("Look up: armagh") ? down : undefined);
    const { path, state } = await run();
    expect(path).toContain("delegate -failures-> write");
    expect(state.failed).toEqual([{ index: 3, item: { shelf: "articles", ask: "armagh" }, error: expect.stringMatching(/^connection: /) }]);
    expect(path.at(-1)).toBe("check -good-> end");
  });

  it("ends the run when nothing is left to try, with node, attempts and cause", async () => {
    provider.instead = ({ part }) => (part === "supervisor" ? down : undefined);
    const { error, path } = await run();
    expect(path.slice(0, -1)).toEqual([]);
    expect(error).toMatchObject({ code: "NODE_FAILED", facts: { node: "supervise", attempts: 6, error: "connection" } });
  });
});
