/** The first lines of a project that runs: what it does, where its threads are kept and which models it calls. Never a password. */
import { declarationOf } from "../../language/registry/declaration.ts";
import { makeModel } from "../../nodes/models/make-model.ts";
import { describeModel } from "../../openai/chat-models.ts";
import type { GraphSource } from "../../runtime/graphs/graphs.ts";
import { absolutePath, type Io, shownPath } from "../program/io.ts";
import type { DatabasePlace } from "./settings.ts";

interface Served {
  readonly io: Io;
  readonly title: string;
  readonly graphs: Readonly<Record<string, GraphSource>>;
  /** Graphs that could not be loaded. */
  readonly broken: readonly string[];
  readonly database: DatabasePlace;
}

export async function bannerOf({ io, title, graphs, broken, database }: Served): Promise<string[]> {
  const models = await modelsOf(Object.values(graphs), io.env);
  return [
    title,
    `graphs: ${Object.keys(graphs).join(", ")}${broken.length > 0 ? `; not loaded: ${broken.join(", ")}` : ""}`,
    `database: ${database.url === undefined ? embeddedIn(database.dataFolder, io) : postgresAt(database.url)}`,
    ...(models.length > 0 ? [`model: ${models.join(", ")}`] : []),
  ];
}

function postgresAt(databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `Postgres at ${hostname || "localhost"}:${port || "5432"}${pathname}`;
}

function embeddedIn(dataFolder: string, io: Io): string {
  if (dataFolder === "memory://") return "embedded, in memory: lost when this process ends";
  const shown = shownPath(io, dataFolder);
  return `embedded (PGlite) in ${shown.startsWith("..") ? absolutePath(io, dataFolder) : shown === dataFolder ? "." : shown}`;
}

/** Asks each model of the declared graphs for its description, so that a script is not mistaken for a language model. */
async function modelsOf(sources: readonly GraphSource[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const graphs = await Promise.all(sources.filter((source) => typeof source !== "function"));
  const registries = graphs.flatMap((graph) => declarationOf(graph)?.registry ?? []);
  const made = registries.flatMap((registry) =>
    Object.keys(registry.models ?? {}).map((name) => makeModel(registry, name, (secret) => env[secret])),
  );
  return [...new Set((await Promise.all(made)).map(({ type, name }) => modelText(type, name, env)))];
}

function modelText(type: string, name: string, env: NodeJS.ProcessEnv): string {
  if (type === "fake-scripted") return describeModel({});
  return type === "openai" ? describeModel({ ...env, SIGNALBOX_MODEL: name }) : name;
}
