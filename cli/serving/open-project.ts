/** A project's graphs on its database, ready to run: what a server and a worker have in common. Opened in order, closed in reverse order. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { GraphDefinitionError } from "../../language/issues/graph-definition-error.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import { missingSecrets } from "../../language/validate/secrets.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { openDatabase } from "../../persistence/open-database.ts";
import { migrate } from "../../persistence/schema/migrate.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import type { Adopter } from "../../runtime/adoption/adopter.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import type { GraphSource } from "../../runtime/graphs/graphs.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { RuntimeOptions } from "../../runtime/runtime-options.ts";
import { consoleLog } from "../../telemetry/log.ts";
import { rememberSecretsIn } from "../../telemetry/redact.ts";
import { provideSdkLogger } from "../../telemetry/sdk-logger.ts";
import type { Io } from "../program/io.ts";
import { credentialsIn } from "../project/import-credentials.ts";
import { storeSettingsOf } from "../project/import-embed.ts";
import { importGraph, type LoadedGraph } from "../project/import-graph.ts";
import { paramsIn } from "../project/overlays.ts";
import type { Project } from "../project/project.ts";
import { sourceSchemas } from "../project/source-schemas/source-schemas.ts";
import { type DatabasePlace, graphSettingsIn, notifierIn, tenantLimitsIn, timingIn } from "./settings.ts";
import { listIn, webhookSettings } from "./webhook-settings.ts";

export interface ProjectOptions {
  readonly project: Project;
  readonly io: Io;
  readonly database: DatabasePlace;
  readonly logLevel: string;
  /** Graph id → an overlay's file. */
  readonly overlays: Readonly<Record<string, string>>;
  /** How many runs this process executes at a time; 0: none. */
  readonly slots: number | undefined;
}

export type GraphSources = Readonly<Record<string, GraphSource>>;
export type Close = () => Promise<void>;

export interface OpenProject {
  readonly graphs: GraphSources;
  /** Graphs of langgraph.json that could not be loaded. */
  readonly broken: readonly string[];
  readonly runtime: Runtime;
  /** What to close, in the order in which it was opened. */
  readonly opened: Close[];
}

/** Runs nothing yet: `runtime.start()` does. If it fails, it closes what it has opened. */
export async function openProject(options: ProjectOptions): Promise<OpenProject> {
  provideSdkLogger(consoleLog(options.logLevel, options.io.stderr));
  const { graphs, broken } = await graphsOf(options.project, options.io, true);
  const { opened, value: runtime } = await openWith(withoutBroken(options, broken), graphs, (more) => createRuntime({ ...more, broken }));
  return { graphs, broken: Object.keys(broken), runtime, opened };
}

export interface OpenAdopter {
  readonly graphs: GraphSources;
  readonly adopter: Adopter;
  readonly opened: Close[];
}

/** For moving threads. It calls no model, so that no secret is needed. */
export async function openAdopterOf(options: ProjectOptions): Promise<OpenAdopter> {
  const { openAdopter } = await import("../../runtime/adoption/adopter.ts");
  const { graphs } = await graphsOf(options.project, options.io, false);
  const { opened, value: adopter } = await openWith(options, graphs, openAdopter);
  return { graphs, adopter, opened };
}

interface Opened<T> {
  readonly value: T;
  readonly opened: Close[];
}

async function openWith<T extends { stop: Close }>(
  { project, io, database: place, logLevel, overlays, slots }: ProjectOptions,
  graphs: GraphSources,
  open: (options: RuntimeOptions) => Promise<T>,
): Promise<Opened<T>> {
  const { env } = io;
  rememberSecretsIn(env);
  const params = await paramsIn(graphs, overlays, io);
  const opened: Close[] = [];
  try {
    const log = consoleLog(logLevel, io.stderr);
    const database = await openDatabase({ ...place, log, vectors: project.storeIndex !== undefined });
    opened.push(() => database.close());
    await prepare(database, project);
    const timing = { ...timingIn(env), ...(slots !== undefined && { slots }) };
    const secret = (name: string) => env[name];
    const value = await open({
      database,
      graphs,
      params,
      settings: graphSettingsIn(env),
      schemasInSource: sourceSchemas(project.graphs, log),
      store: await storeSettingsOf(project, io),
      credentials: await credentialsIn(project, io),
      log,
      secret,
      notifier: notifierIn(env),
      webhooks: webhookSettings(project, io),
      linkSecrets: listIn(env.SIGNALBOX_LINK_SECRET),
      ownsProcess: io.ownProcess !== undefined,
      timing,
      limits: tenantLimitsIn(env),
    });
    opened.push(() => value.stop());
    return { value, opened };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

export async function closeAll(opened: Close[]): Promise<void> {
  for (const closeNext of opened.splice(0).reverse()) await closeNext();
}

/** Our own tables, then those that the project's graphs need. */
async function prepare(database: Database, { migrations }: Project): Promise<void> {
  await prepareDatabase(database);
  for (const [namespace, folder] of Object.entries(migrations)) await migrate(database, { namespace, folder });
}

/** What is to be laid over them is not looked at. */
const withoutBroken = (options: ProjectOptions, broken: LoadedGraphs["broken"]): ProjectOptions => ({
  ...options,
  overlays: Object.fromEntries(Object.entries(options.overlays).filter(([id]) => !Object.hasOwn(broken, id))),
});

interface LoadedGraphs {
  readonly graphs: GraphSources;
  readonly broken: Readonly<Record<string, SignalboxError>>;
}

/**
 * Before anything is opened: a broken declaration must not leave a locked folder behind.
 *
 * @throws the first graph's error if none can be loaded: then nothing could be served.
 */
async function graphsOf(project: Project, io: Io, needsSecrets: boolean): Promise<LoadedGraphs> {
  const graphs: Record<string, GraphSource> = {};
  const broken: Record<string, SignalboxError> = {};
  for (const [id, place] of Object.entries(project.graphs)) {
    try {
      const source = await importGraph(id, place, io);
      if (needsSecrets) requireSecrets(source, io.env);
      graphs[id] = source;
    } catch (error) {
      if (!(error instanceof SignalboxError)) throw error;
      broken[id] = error;
    }
  }
  const [first] = Object.values(broken);
  if (first && Object.keys(graphs).length === 0) throw first;
  return { graphs, broken };
}

/** A model without its key would fail at the first request. */
function requireSecrets(source: LoadedGraph, env: NodeJS.ProcessEnv): void {
  const declaration = typeof source === "function" ? undefined : declarationOf(source);
  if (!declaration) return;
  const { graph, registry } = declaration;
  const issues = missingSecrets(graph, registry, (name) => env[name]);
  if (issues.length > 0) throw new GraphDefinitionError(graph.id, issues);
}
