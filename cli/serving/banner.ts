/** The first lines of a project that runs: where it listens, what keeps its threads and which models it calls. Never a password. */
import { relative, resolve } from "node:path";
import { declarationOf } from "../../language/registry/declaration.ts";
import { makeModel } from "../../nodes/models/make-model.ts";
import { describeModel } from "../../openai/chat-models.ts";
import type { GraphSource } from "../../runtime/graphs/graphs.ts";

interface Served {
  readonly version: string;
  /** Where it is, or what it does. */
  readonly place: string;
  readonly graphs: Readonly<Record<string, GraphSource>>;
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
}

export async function bannerOf({ version, place, graphs, databaseUrl, dataFolder }: Served): Promise<string[]> {
  const models = await modelsOf(Object.values(graphs));
  return [
    `Signalbox ${version} ${place}`,
    `graphs: ${Object.keys(graphs).join(", ")}`,
    `database: ${databaseUrl ? postgresAt(databaseUrl) : embeddedIn(dataFolder)}`,
    ...(models.length > 0 ? [`model: ${models.join(", ")}`] : []),
  ];
}

function postgresAt(databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `Postgres at ${hostname || "localhost"}:${port || "5432"}${pathname}`;
}

function embeddedIn(dataFolder: string): string {
  if (dataFolder === "memory://") return "embedded, in memory: gone when this process ends";
  const near = relative(process.cwd(), resolve(dataFolder));
  return `embedded (PGlite) in ${near.startsWith("..") ? resolve(dataFolder) : near || "."}`;
}

/** Asks each model of the declared graphs what it is, so that nobody takes a script for a language model. */
async function modelsOf(sources: readonly GraphSource[]): Promise<string[]> {
  const graphs = await Promise.all(sources.filter((source) => typeof source !== "function"));
  const registries = graphs.flatMap((graph) => declarationOf(graph)?.registry ?? []);
  const made = registries.flatMap((registry) =>
    Object.keys(registry.models ?? {}).map((name) => makeModel(registry, name, (secret) => process.env[secret])),
  );
  return [...new Set((await Promise.all(made)).map(({ chat }) => modelName(chat)))];
}

function modelName(model: object): string {
  const { _llmType: type, model: name } = model as { _llmType?: () => string; model?: string };
  const kind = type?.call(model) ?? model.constructor.name;
  if (kind === "scripted") return describeModel({});
  return kind === "openai" ? describeModel({ ...process.env, SIGNALBOX_MODEL: name }) : (name ?? kind);
}
