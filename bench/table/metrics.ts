/** All figures of the table, with their floors and goals. A gate on a count is what a run needed when it was set: it may only be lowered. */
import type { Metric } from "./metric.ts";

/** A ratio of CPU times on a busy machine. */
const BUSY = 1.3;

const atMost = (name: string, floor: number, goal: number, gate?: number): Metric => ({ name, floor, goal, ...(gate && { gate }) });
const atLeast = (name: string, floor: number, goal: number): Metric => ({ name, floor, goal, atLeast: true });

export const metrics = {
  run100: atMost("CPU of a declared chain of 100 nodes / the same by hand, no checkpointer", 1.05, 1.02, 1.05 * BUSY),
  run10: atMost("CPU of a declared chain of 10 nodes / the same by hand", 1.12, 1.08, 1.12 * BUSY),
  compile1000: atMost("CPU of compiling 1,000 nodes with all checks / by hand", 1.5, 1.15, 2.7),
  types100: atMost("type instantiations of 100 mixed nodes / before the language grew", 1.55, 1.4),
  typesWide: atMost("CPU of type-checking 100 nodes on 40 channels of 8 fields / before the language grew", 2.2, 1.5),
  check1000: atMost("CPU of checking a graph of 1,000 nodes / before the language grew", 1.2, 1),
  statements1: atMost("SQL statements of a run of 10 nodes over HTTP, one at a time", 20, 16, 22),
  statements16: atMost("SQL statements of a run, 16 at a time", 10, 7, 10 * BUSY),
  commits1: atMost("commits of a run, one at a time", 18, 15, 22),
  commits16: atMost("commits of a run, 16 at a time", 8, 6, 8 * BUSY),
  queueStatements: atMost("SQL statements of a run through the queue and a worker process", 45, 35, 42),
  queueCommits: atMost("commits of a run through the queue and a worker process", 25, 20, 29),
  saverStatements1: atMost("SQL statements of a step, saver alone, one at a time", 1.3, 1.2, 1.35),
  saverStatements16: atMost("SQL statements of a step, saver alone, 16 at a time", 0.4, 0.3, 0.4 * BUSY),
  saverCommits1: atMost("commits of a step, saver alone, one at a time", 1.3, 1.1, 1.5),
  fanOut: atMost("SQL statements of a fan-out of 100, saver alone", 12, 6, 8),
  saver: atLeast("steps/s of our saver / PostgresSaver, 16 at a time", 2.2, 2.8),
  saverCpu: atMost("CPU (Node and Postgres) of a step, our saver / PostgresSaver", 0.45, 0.35),
  limit: atLeast("steps/s of our saver / pgbench in the shape of a group commit", 0.4, 0.7),
  dbos: atLeast("steps/s of our saver in process / DBOS, 16 at a time", 1.2, 1.6),
  mastra: atLeast("steps/s of our saver in process / Mastra, 16 at a time", 0.8, 1),
  endToEnd: atLeast("steps/s over HTTP / PostgresSaver inside LangGraph alone, 16 at a time", 1, 1.5),
  before: atLeast("steps/s over HTTP / the version before, 16 at a time", 1.8, 2.5),
  beforePostgres: atMost("Postgres' CPU of a run over HTTP / the version before", 0.3, 0.25),
  serverCpu: atMost("server CPU of a run over HTTP / a bare graph.invoke with the same saver", 1.3, 1.15),
  referenceCpu: atMost("server CPU of a run of 10 nodes / the reference server in memory", 0.6, 0.4),
  referenceResumeCpu: atMost("server CPU of a question and its answer / the reference server", 0.6, 0.3),
  referenceP50: atMost("p50 of a run, one at a time / the reference server", 0.4, 0.1),
  referenceResumeP50: atMost("p50 from answer to end / the reference server", 0.1, 0.03),
  twoProcesses: atMost("CPU of a step with 2 processes on one Postgres / with 1", 1.25, 1.15),
  fourProcesses: atMost("CPU of a step with 4 processes on one Postgres / with 1", 1.25, 1.15),
  lockWaits: atMost("share of samples that wait for a lock, 4 processes", 0.05, 0.01),
  memory: atMost("MB of the server after 1,000 runs, quiet", 250, 180),
  memorySlope: atMost("MB more for each 1,000 runs, over 10,000", 1, 0),
  bloat: atMost("bytes of the tables and indexes of a run / the same rows reloaded, after 10,000 runs", 2, 1.5),
} as const satisfies Record<string, Metric>;

export type MetricId = keyof typeof metrics;
export type Seen = Partial<Record<MetricId, readonly number[]>>;
