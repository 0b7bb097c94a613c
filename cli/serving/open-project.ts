/** A project's graphs on its database, ready to run: what a server and a worker have in common. Opened in order, closed in the opposite one. */
import { relative } from "node:path";
import { SignalboxError } from "../../language/issues/errors.ts";
import { GraphDefinitionError } from "../../language/issues/graph-definition-error.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import { missingSecrets } from "../../language/validate/secrets.ts";
import { type Database, openDatabase } from "../../persistence/connection/database.ts";
import { migrate } from "../../persistence/schema/migrate.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import type { GraphSource } from "../../runtime/graphs/graphs.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { consoleLog } from "../../telemetry/log.ts";
import { importExport } from "../project/import-export.ts";
import { paramsIn } from "../project/overlays.ts";
import type { Project } from "../project/project.ts";
import { notifierIn, timingIn } from "./settings.ts";

export interface ProjectOptions {
  readonly project: Project;
  readonly logLevel: string;
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  /** Graph id → an overlay's file. */
  readonly overlays?: Readonly<Record<string, string>>;
  /** Runs at once in this process; 0: none. */
  readonly slots?: number | undefined;
}

export type Graphs = Readonly<Record<string, GraphSource>>;
export type Close = () => Promise<void>;

export interface OpenProject {
  readonly graphs: Graphs;
  readonly runtime: Runtime;
  /** What to close, in the order in which it was opened. */
  readonly opened: Close[];
}

/** Nothing runs yet: `runtime.start()` begins. What was opened is closed again when something fails. */
export async function openProject(options: ProjectOptions): Promise<OpenProject> {
  const { project, logLevel, databaseUrl, dataFolder, overlays = {}, slots } = options;
  const graphs = await graphsOf(project);
  await needSecrets(graphs);
  const params = await paramsIn(graphs, overlays);
  const opened: Close[] = [];
  try {
    const log = consoleLog(logLevel);
    const database = await openDatabase({ url: databaseUrl, directUrl: process.env.DATABASE_URL_DIRECT || undefined, dataFolder, log });
    opened.push(() => database.close());
    await prepare(database, project);
    const timing = { ...timingIn(process.env), ...(slots !== undefined && { slots }) };
    const runtime = await createRuntime({ database, graphs, params, log, notifier: notifierIn(process.env), timing });
    opened.push(() => runtime.stop());
    return { graphs, runtime, opened };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

export async function closeAll(opened: Close[]): Promise<void> {
  for (const closeNext of opened.splice(0).reverse()) await closeNext();
}

/** Our own tables, then those that the project's graphs bring. */
async function prepare(database: Database, { migrations }: Project): Promise<void> {
  await prepareDatabase(database);
  for (const [namespace, folder] of Object.entries(migrations)) await migrate(database, { namespace, folder });
}

/** A model without its key would fail at the first request; better nothing is served. */
async function needSecrets(graphs: Graphs): Promise<void> {
  for (const source of Object.values(graphs)) {
    const declaration = typeof source === "function" ? undefined : declarationOf(await source);
    if (!declaration) continue;
    const { graph, registry } = declaration;
    const issues = missingSecrets(graph, registry, (name) => process.env[name]);
    if (issues.length > 0) throw new GraphDefinitionError(graph.id, issues);
  }
}

/** Before anything is opened: a broken declaration must not leave a locked folder behind. */
async function graphsOf(project: Project): Promise<Graphs> {
  const entries = Object.entries(project.graphs).map(async ([id, place]) => {
    const value = await importExport(place);
    const isGraph = typeof value === "function" || (typeof value === "object" && value !== null && ("invoke" in value || "then" in value));
    if (!isGraph)
      throw new SignalboxError(
        "GRAPH_NOT_LOADED",
        `"${id}" in langgraph.json is no graph: ${relative(process.cwd(), place.file)} must export a compiled graph, a promise of one, or a function that makes one as "${place.name}"`,
        { id },
      );
    return [id, value as GraphSource] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
