/** What operators see of `serve` and `worker`, from outside: a graph that cannot be loaded, an error with its causes, workers that are missing. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@langchain/langgraph-sdk";
import { describe, expect, it } from "vitest";
import { freshPostgres } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { startCliProcess } from "../call-cli.ts";
import { graphOfModule, projectFolder, root } from "../importing/project-folder.ts";

const failing = `
import { z } from "zod";
import { compileGraph } from "${root}compile/compile-graph.ts";
import { setup, task } from "${root}language/index.ts";
import { memoryPorts } from "${root}testkit/memory/memory-ports.ts";
const pay = async (_: unknown, { log, secret }: { log: { info(text: string): void }; secret(name: string): string | undefined }) => {
  log.info("paying");
  const inside = new AggregateError([new Error("refused by " + secret("BANK_KEY"))], "no bank answers");
  throw new Error("the bank failed", { cause: new Error("gateway", { cause: inside }) });
};
const { defineGraph } = setup({ state: { a: z.string() }, tasks: { pay: task({ labels: ["ok"], args: z.object({}), run: pay }) } });
const graph = defineGraph({ id: "failing", version: 1, start: "pay", input: ["a"], nodes: { pay: { kind: "task", task: "pay", routes: { ok: "end" } } } });
export const failing = compileGraph(graph, { ports: memoryPorts() });
`;

const folder = () =>
  projectFolder({
    "graph-of.ts": graphOfModule,
    "good.ts": 'import { graphOf } from "./graph-of.js";\nexport const graph = graphOf("good");',
    "failing.ts": failing,
    "bad.ts": "export const graph = 1;\nexport const = 2;",
    "langgraph.json": { graphs: { good: "./good.ts:graph", bad: "./bad.ts:graph", failing: "./failing.ts:failing" } },
  });

interface Line extends Readonly<Record<string, unknown>> {
  readonly msg: string;
}

async function started(command: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
  const cli = startCliProcess([...command, "--config", join(cwd, "langgraph.json")], { env });
  const banner = [await cli.line(), await cli.line()];
  const url = banner[0]?.split(" at ")[1] ?? "";
  const lines = async (): Promise<Line[]> => {
    await cli.stop("SIGTERM");
    const { stderr } = await cli.ended;
    return stderr.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  };
  return { ...cli, banner, url, lines, client: new Client({ apiUrl: url, apiKey: null }) };
}

describe("operators see", () => {
  it("which graph could not be loaded, while the others are served; and why a run failed", async () => {
    const { url: database } = await freshPostgres();
    const server = await started(["serve", "--port", "0"], folder(), { DATABASE_URL: database, BANK_KEY: "canary-of-the-bank" });
    expect(server.banner[1]).toBe("graphs: good, failing; not loaded: bad");
    const { client, url } = server;
    const { thread_id } = await client.threads.create();
    await client.runs.wait(thread_id, "good", { input: { a: "x" } });
    expect((await client.threads.get(thread_id)).status).toBe("idle");

    const refused = await fetch(`${url}/threads/${thread_id}/runs`, {
      method: "POST",
      body: JSON.stringify({ assistant_id: "bad", input: {} }),
    });
    expect(refused.status).toBe(503);
    expect(await refused.text()).toMatch(/^A graph could not be loaded: "bad" \(GRAPH_NOT_LOADED\)\. /);
    expect((await fetch(`${url}/assistants/bad/schemas`)).status).toBe(503);
    expect((await fetch(`${url}/ok`)).status).toBe(200);
    const ready = await fetch(`${url}/ok?check=database,workers,graphs`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ ok: false, failed: { graphs: 'graph "bad" could not be loaded (GRAPH_NOT_LOADED)' } });
    expect((await fetch(`${url}/ok?check=database,workers`)).status).toBe(200);
    expect((await fetch(`${url}/ok?check=nothing`)).status).toBe(400);

    const failed = await client.threads.create();
    const told = JSON.stringify(await client.runs.wait(failed.thread_id, "failing", { input: { a: "x" }, raiseError: false }));
    expect(told).toContain("the bank failed");
    expect(told).not.toMatch(/ at |canary|gateway/);
    const lines = await server.lines();
    expect(JSON.stringify(lines)).not.toContain("canary-of-the-bank");
    const line = (msg: string) => lines.find((each) => each.msg.startsWith(msg));
    const place = { thread: failed.thread_id, run: expect.any(String), node: "pay", attempt: 1 };
    expect(line("a graph could not be loaded")).toMatchObject({ graph: "bad", err: { message: expect.stringMatching(/bad\.ts:2:13/) } });
    expect(line("paying")).toMatchObject(place);
    const cause = { message: "gateway", cause: { type: "AggregateError", errors: [{ message: "refused by [redacted]" }] } };
    const err = { message: "the bank failed", stack: expect.stringMatching(/failing\.ts:\d+/), cause };
    expect(line("an attempt failed")).toMatchObject({ ...place, what: 'node "pay"', err });
    expect(line("run failed")).toMatchObject({ ...place, graph: "failing", error: "NODE_FAILED", err: { cause: err } });
    expect(lines.filter(({ msg }) => msg === "a run begins")).toHaveLength(2);
    expect(lines.filter(({ msg }) => msg === "a run has ended")).toMatchObject([{ status: "success" }, { status: "error" }]);
  });

  it("that no worker is running, and that one is again; a client that waits is told", async () => {
    const { url: database } = await freshPostgres();
    const env = { DATABASE_URL: database, BANK_KEY: "canary-of-the-bank" };
    const server = await started(["serve", "--port", "0", "--slots", "0"], folder(), env);
    const { client, url } = server;
    const { thread_id } = await client.threads.create();
    const run = await client.runs.create(thread_id, "good", { input: { a: "x" } });
    const ready = () => fetch(`${url}/ok?check=workers`);
    expect((await ready()).status).toBe(503);
    const why = "no worker is running: runs wait until one starts";
    await until("the report", async () => (await (await fetch(`${url}/ok`)).text()).includes(why));
    expect(await client.runs.get(thread_id, run.run_id)).toMatchObject({ status: "pending", waits_because: why });
    const stop = new AbortController();
    const stream = await fetch(`${url}/threads/${thread_id}/runs/${run.run_id}/stream`, { signal: stop.signal });
    expect(stream.headers.get("signalbox-waits-because")).toBe(why);
    const first = await stream.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe(`: ${why}\n\n`);
    const waiting = await fetch(`${url}/threads/${thread_id}/runs/${run.run_id}/join`, { signal: stop.signal });
    expect(waiting.headers.get("signalbox-waits-because")).toBe(why);
    stop.abort();

    const worker = await started(["worker"], folder(), env);
    await client.runs.join(thread_id, run.run_id);
    await until("a ready server", async () => (await ready()).status === 200);
    await sleep(2_000);
    expect(await client.runs.get(thread_id, run.run_id)).not.toHaveProperty("waits_because");
    await worker.stop("SIGTERM");
    const lines = await server.lines();
    expect(lines.filter(({ msg }) => msg === why)).toMatchObject([{ level: 40 }]);
    expect(lines.find(({ msg }) => msg === "a worker is running again")).toMatchObject({ level: 30 });
  });

  it("that a declaration has changed and kept its version", async () => {
    const { url: database } = await freshPostgres();
    const env = { DATABASE_URL: database };
    await (await started(["worker"], folder(), env)).lines();
    const same = await (await started(["worker"], folder(), env)).lines();
    expect(same.filter(({ msg }) => msg.includes("under the same version"))).toEqual([]);
    const changed = projectFolder({
      "graph-of.ts": graphOfModule.replace('input: ["a"]', "input: []"),
      "good.ts": 'import { graphOf } from "./graph-of.js";\nexport const graph = graphOf("good");',
      "langgraph.json": { graphs: { good: "./good.ts:graph" } },
    });
    const lines = await (await started(["worker"], changed, env)).lines();
    expect(lines.filter(({ msg }) => msg.includes("under the same version"))).toMatchObject([{ graph: "good", version: 1 }]);
  });
});
