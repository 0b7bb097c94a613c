/** The live threads that the code of this process cannot continue: counted by graph, definition and node, with what is missing. Logged at the start. */
import { missingCode } from "../../compile/hand-built/asking-code.ts";
import { type Misfit, misfitText } from "../../language/versions/misfit.ts";
import { countHandBuiltQuestions, type HandBuiltQuestions } from "../../persistence/statements/interrupts/count-hand-built-questions.ts";
import { countLiveThreads } from "../../persistence/statements/threads/count-live-threads.ts";
import type { Services } from "../services.ts";

interface UnfitThreads {
  readonly graph: string;
  /** Undefined for a graph built by hand, and where the definition is not stored or the graph is not among those of this process. */
  readonly version: number | undefined;
  readonly threads: number;
  readonly misfits: readonly Misfit[];
}

type Fitting = Pick<Services, "database" | "graphs">;

async function unfitDeclared({ database, graphs }: Fitting): Promise<UnfitThreads[]> {
  const unfit = new Map<string, UnfitThreads>();
  for (const { graph, definition, threads } of await countLiveThreads(database.sql, null)) {
    const { version, misfits } = await graphs.fit(graph, definition);
    if (misfits.length === 0) continue;
    const key = `${graph} ${definition}`;
    unfit.set(key, { graph, version, misfits, threads: threads + (unfit.get(key)?.threads ?? 0) });
  }
  return [...unfit.values()];
}

async function unfitHandBuilt({ database, graphs }: Fitting): Promise<UnfitThreads[]> {
  const unfit: UnfitThreads[] = [];
  for (const questions of await countHandBuiltQuestions(database.sql)) {
    const misfits = await missingFor({ database, graphs }, questions);
    if (misfits.length > 0) unfit.push({ graph: questions.graph, version: undefined, threads: questions.threads, misfits });
  }
  return unfit;
}

/** Of a graph that a function makes for each run, only what it makes without a run's settings is known. */
async function missingFor({ graphs }: Fitting, { graph: id, definition, node, asked_by }: HandBuiltQuestions): Promise<readonly Misfit[]> {
  const { misfits } = await graphs.fit(id, definition);
  // those of a declared graph are counted with it
  if (misfits.length > 0) return definition === null ? misfits : [];
  const graph = await graphs.compiled(id, definition).catch(() => undefined);
  if (!graph) return [];
  if (asked_by) return missingCode(graph, asked_by);
  return node === null || Object.hasOwn(graph.nodes, node) ? [] : [{ part: "node", name: node, stored: "asks" }];
}

export async function reportUnfitThreads(services: Fitting & Pick<Services, "log">): Promise<void> {
  for (const { graph, version, threads, misfits } of [...(await unfitDeclared(services)), ...(await unfitHandBuilt(services))])
    services.log.warn("live threads do not fit the code of this process: it refuses to continue them", {
      ...{ graph, version, threads },
      missing: misfits.map(misfitText),
    });
}
