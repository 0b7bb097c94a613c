/** A raw LangGraph of six nodes whose input says what goes wrong where. Each node records its start and does one effect. */
import { setTimeout as sleep } from "node:timers/promises";
import type { RunnableConfig } from "@langchain/core/runnables";
import { END, interrupt, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import type { Database } from "../../persistence/database.ts";
import { recordAudit } from "../../persistence/statements/record-audit.ts";
import { consoleLog } from "../../runtime/log.ts";
import { databasePorts } from "../../runtime/ports.ts";

export interface Script {
  /** The node that takes long. */
  readonly slow?: string;
  readonly slowMs?: number;
  /** The slow node takes no notice of its signal. */
  readonly deaf?: boolean;
  /** The slow node lets nothing else run in its process. */
  readonly block?: boolean;
  /** The node that throws. */
  readonly fail?: string;
  /** The node that ends its process with kill -9, the first time. */
  readonly kill?: string;
  /** … and every other time too. */
  readonly always?: boolean;
  /** Fails, or is slow, the first time only. */
  readonly once?: boolean;
  /** Ask nobody. */
  readonly noAsk?: boolean;
}

export const names = ["n1", "n2", "n3", "ask", "n5", "n6"] as const;

const State = new StateSchema({ script: z.any(), seen: z.any(), answer: z.any() });

export function stepsGraph(database: Database): CompiledGraph {
  const ports = databasePorts(database, { log: consoleLog("silent") });
  const run = (name: string) => async (state: Record<string, unknown>, config: RunnableConfig) => {
    const script = (state.script ?? {}) as Script;
    const { thread_id: thread, run_id: runId, epoch } = config.configurable ?? {};
    const { taskId } = (config as { executionInfo?: { taskId: string } }).executionInfo ?? { taskId: "" };
    const scope = { thread, run: runId, epoch, node: name, task: taskId };
    const answer = name === "ask" && !script.noAsk ? interrupt({ q: "ok?" }) : undefined;
    await ports.started(scope);
    if (script.kill === name && (script.always || (await startsOf(database, thread, name)) === 1)) process.kill(process.pid, "SIGKILL");
    const isTrouble = !script.once || (await startsOf(database, thread, name)) === 1;
    if (isTrouble && script.fail === name) throw new Error(`${name} fails`);
    if (isTrouble && script.slow === name && script.block) block(script.slowMs ?? 0);
    else if (isTrouble && script.slow === name)
      await sleep(script.slowMs, undefined, script.deaf ? {} : { signal: config.signal as AbortSignal });
    await ports.once(scope, { key: `${thread}:${name}`, kind: "transaction" }, (sql) =>
      recordAudit(sql, { thread, run: runId, what: "effect.happened", node: name }),
    );
    return { seen: [...((state.seen as string[] | undefined) ?? []), name], ...(answer !== undefined && { answer }) };
  };
  // biome-ignore lint/suspicious/noExplicitAny: node names are data here
  const graph = new StateGraph(State) as any;
  for (const name of names) graph.addNode(name, run(name));
  const path = [START, ...names, END];
  for (const [index, from] of path.slice(0, -1).entries()) graph.addEdge(from, path[index + 1]);
  return graph.compile();
}

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

export async function startsOf(database: Database, thread: string, node: string): Promise<number> {
  const rows = await database.sql.query("select 1 from audit where thread_id = $1 and node = $2 and what = 'node.started'", [thread, node]);
  return rows.length;
}

/** The nodes whose effect happened, as often as it did. */
export async function effectsOf(database: Database, thread: string): Promise<string[]> {
  const rows = await database.sql.query<{ node: string }>(
    "select node from audit where thread_id = $1 and what = 'effect.happened' order by id",
    [thread],
  );
  return rows.map(({ node }) => node);
}
