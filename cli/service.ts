/** What serves a project: its graphs, the database, the runtime and the API, opened in this order and closed in the opposite one. */
import { createRequire } from "node:module";
import { relative } from "node:path";
import { pino } from "pino";
import { declarationOf } from "../compile/compile-graph.ts";
import type { Params } from "../language/data-flow.ts";
import { SignalboxError } from "../language/errors.ts";
import { GraphDefinitionError } from "../language/graph-definition-error.ts";
import { missingSecrets } from "../language/rules/secrets.ts";
import { type Database, openDatabase } from "../persistence/database.ts";
import { migrate } from "../persistence/migrate.ts";
import { prepareDatabase } from "../persistence/prepare-database.ts";
import { createRuntime } from "../runtime/create-runtime.ts";
import type { GraphSource } from "../runtime/graphs.ts";
import { consoleLog } from "../runtime/log.ts";
import type { Notifier } from "../runtime/notify/notifier.ts";
import { webhookNotifier } from "../runtime/notify/webhook-notifier.ts";
import type { Timing } from "../runtime/services.ts";
import type { CorsSettings } from "../server/allowed-origins.ts";
import { createApp } from "../server/app.ts";
import { listen } from "../server/listen.ts";
import { bannerOf } from "./banner.ts";
import { importExport } from "./import-export.ts";
import { paramsIn } from "./overlays.ts";
import type { Project } from "./project.ts";

export interface ServiceOptions {
  readonly project: Project;
  readonly port: number;
  readonly host: string;
  readonly logLevel: string;
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  /** Graph id → an overlay's file. */
  readonly overlays?: Readonly<Record<string, string>>;
}

export interface Service {
  /** What a person should see of it. */
  readonly banner: readonly string[];
  /** Lets requests and super-steps under way end; other processes, or the next start, go on with the rest. */
  close(): Promise<void>;
}

type Close = () => Promise<void>;
const require = createRequire(import.meta.url);
const versionOf = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;

export async function openService(options: ServiceOptions): Promise<Service> {
  const graphs = await graphsOf(options.project);
  await needSecrets(graphs);
  const params = await paramsIn(graphs, options.overlays ?? {});
  const opened: Close[] = [];
  const close = async () => {
    for (const closeNext of opened.splice(0).reverse()) await closeNext();
  };
  try {
    const url = await open(options, { graphs, params }, opened);
    return { banner: await bannerOf({ ...options, graphs, url, version: versionOf("signalbox") }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  { project, port, host, logLevel, databaseUrl, dataFolder }: ServiceOptions,
  { graphs, params }: { graphs: Graphs; params: Readonly<Record<string, Params>> },
  opened: Close[],
): Promise<string> {
  const log = consoleLog(logLevel);
  const database = await openDatabase({ url: databaseUrl, directUrl: process.env.DATABASE_URL_DIRECT || undefined, dataFolder, log });
  opened.push(() => database.close());
  await prepare(database, project);
  const runtime = await createRuntime({ database, graphs, params, log, notifier: notifierIn(process.env), timing: timingIn(process.env) });
  const app = createApp({
    runtime,
    versions: { version: versionOf("signalbox"), langgraph_js_version: versionOf("@langchain/langgraph") },
    logger: pino({ level: logLevel, base: null }, pino.destination({ fd: 2, sync: true })),
    ...(project.http?.cors && { cors: project.http.cors as CorsSettings }), // checked by its shape in project.ts
  });
  opened.push(() => runtime.stop());
  const listening = await listen(app, port, host);
  opened.push(() => listening.close());
  await runtime.start();
  return listening.url;
}

/** In seconds; unset: a run may take as long as it likes. */
function timingIn({ SIGNALBOX_RUN_TIMEOUT: seconds }: NodeJS.ProcessEnv): Partial<Timing> {
  if (!seconds) return {};
  if (Number(seconds) > 0) return { runMs: Number(seconds) * 1_000 };
  throw new SignalboxError("CONFIG_INVALID", `SIGNALBOX_RUN_TIMEOUT is "${seconds}": write a number of seconds.`);
}

/** Undefined: the log is told. */
function notifierIn({ SIGNALBOX_NOTIFY_URL: url, SIGNALBOX_NOTIFY_SECRET: secret }: NodeJS.ProcessEnv): Notifier | undefined {
  if (!url) return undefined;
  if (secret) return webhookNotifier({ url, secret });
  throw new SignalboxError("CONFIG_INVALID", "SIGNALBOX_NOTIFY_URL needs SIGNALBOX_NOTIFY_SECRET: notices are signed with it.");
}

/** Our own tables, then those that the project's graphs bring. */
async function prepare(database: Database, { migrations }: Project): Promise<void> {
  await prepareDatabase(database);
  for (const [namespace, folder] of Object.entries(migrations)) await migrate(database, { namespace, folder });
}

type Graphs = Readonly<Record<string, GraphSource>>;

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
