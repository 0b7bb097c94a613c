/** `signalbox adopt`: moves waiting threads to another version of their declaration, one transaction each, and continues after a refusal. */
import type { Command } from "commander";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { nearestHint } from "../../../language/issues/nearest.ts";
import type { AdoptionRequest } from "../../../runtime/adoption/adoption.ts";
import { exitCodes } from "../../program/action.ts";
import { type Io, printLine } from "../../program/io.ts";
import { readProject } from "../../project/project.ts";
import { closeAll, type OpenAdopter, openAdopterOf } from "../../serving/open-project.ts";
import { databaseIn } from "../../serving/settings.ts";
import { adoptionLine, type ThreadOutcome, totalsOf } from "./adoption-lines.ts";

interface Options {
  readonly config: string;
  readonly all?: boolean;
  readonly graph?: string;
  readonly to: string;
  readonly map: Readonly<Record<string, string>>;
  readonly by?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export async function adopt(command: Command, io: Io): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const [thread] = command.args;
  if ((thread === undefined) === !options.all) command.error("error: name one thread, or --all", { code: "signalbox.threads" });
  const by = options.by ?? command.error("error: say who moves the threads by --by <name>", { code: "signalbox.by" });
  const stopped = stopFlag(io);
  const project = readProject(options.config, io);
  const settings = { project, io, database: databaseIn(io), logLevel: "warn", overlays: {}, slots: 0 };
  const opened = await openAdopterOf(settings);
  try {
    const threads = thread === undefined ? await allThreads(opened, options) : [thread];
    const outcomes = await adoptAll({ threads, by, options, stopped }, opened, io);
    return report({ outcomes, threads: threads.length, options }, io);
  } finally {
    await closeAll(opened.opened);
  }
}

/** Ctrl+C lets the thread that is being moved be finished. */
function stopFlag(io: Io): () => boolean {
  let isStopped = false;
  void io.waitForShutdownSignal().then(() => {
    isStopped = true;
  });
  return () => isStopped;
}

async function allThreads({ graphs, adopter }: OpenAdopter, { graph, to }: Options): Promise<string[]> {
  const ids = Object.keys(graphs);
  const id = graph ?? (ids.length === 1 ? ids[0] : undefined);
  if (id === undefined)
    throw new SignalboxError("GRAPH_NOT_FOUND", `langgraph.json has several graphs: name one by --graph: ${ids.join(", ")}.`);
  if (graph !== undefined && !ids.includes(graph) && !graph.includes("/"))
    throw new SignalboxError("GRAPH_NOT_FOUND", `langgraph.json has no graph "${graph}". ${nearestHint(graph, ids)}`, { graph });
  return adopter.threadsToAdopt(id, to);
}

interface Adopting {
  readonly threads: readonly string[];
  readonly by: string;
  readonly options: Options;
  readonly stopped: () => boolean;
}

async function adoptAll({ threads, by, options, stopped }: Adopting, { adopter }: OpenAdopter, io: Io): Promise<ThreadOutcome[]> {
  const { to, map, reason, dryRun, json } = options;
  const request: AdoptionRequest = { to, map, by, reason, dryRun };
  const outcomes: ThreadOutcome[] = [];
  for (const thread of threads) {
    if (stopped()) break;
    const outcome = await adopter.adopt(thread, request).catch(refusalOf(thread));
    outcomes.push(outcome);
    if (!json) printLine(io.stdout, adoptionLine(outcome, io.stdout));
  }
  return outcomes;
}

/** What is wrong with one thread only: the others are moved. Any other failure ends the command. */
const REFUSALS = ["NOT_ADOPTABLE", "THREAD_IN_USE", "THREAD_NOT_FOUND", "STATE_UNREADABLE", "STATE_TOO_LARGE"] as const;

function refusalOf(thread: string): (error: unknown) => ThreadOutcome {
  return (error) => {
    if (!(error instanceof SignalboxError) || !REFUSALS.some((code) => code === error.code)) throw error;
    return { thread_id: thread, outcome: "refused", code: error.code, message: error.message, misfits: error.facts.misfits ?? [] };
  };
}

interface Report {
  readonly outcomes: readonly ThreadOutcome[];
  readonly threads: number;
  readonly options: Options;
}

function report({ outcomes, threads, options }: Report, { stdout }: Io): number {
  const left = threads - outcomes.length;
  if (options.json) printLine(stdout, JSON.stringify({ dryRun: options.dryRun ?? false, left, threads: outcomes }, undefined, 2));
  else if (options.all) printLine(stdout, totalsOf(outcomes, left));
  return left > 0 || outcomes.some(({ outcome }) => outcome === "refused") ? exitCodes.failed : exitCodes.ok;
}
