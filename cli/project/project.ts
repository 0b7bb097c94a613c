/** Reads a project's langgraph.json: which graphs it has and where their code is. Imports none of it. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { CorsSettings } from "../../server/http/allowed-origins.ts";
import { absolutePath, type Io } from "../program/io.ts";
import { reasonOf } from "./read-text-file.ts";

/** Where a value is exported: "./file.ts:export". */
const exportPattern = /^(.+):([^:/\\]+)$/;
const ExportPath = z.string().regex(exportPattern, 'must be "./file.ts:export"');

const names = z.array(z.string()).exactOptional();
const Cors: z.ZodType<CorsSettings> = z.looseObject({
  allow_origins: names,
  allow_origin_regex: z.string().exactOptional(),
  allow_methods: names,
  allow_headers: names,
  allow_credentials: z.boolean().exactOptional(),
  expose_headers: names,
  max_age: z.number().exactOptional(),
});

const ConfigFile = z.looseObject({
  graphs: z.record(z.string(), z.union([ExportPath, z.looseObject({ path: ExportPath })])),
  env: z.union([z.string(), z.record(z.string(), z.string()), z.array(z.string())]).optional(),
  http: z.looseObject({ cors: Cors.exactOptional() }).optional(),
  signalbox: z
    .strictObject({
      /** Name → folder of NNNN-name.sql files that an application needs in the same database. */
      migrations: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
});

export interface ExportPlace {
  /** Absolute. */
  readonly file: string;
  readonly name: string;
}

export interface Project {
  readonly graphs: Readonly<Record<string, ExportPlace>>;
  /** Name → absolute folder. */
  readonly migrations: Readonly<Record<string, string>>;
  readonly cors?: CorsSettings;
}

export function readProject(config: string, io: Pick<Io, "cwd" | "env">): Project {
  const file = absolutePath(io, config);
  const parsed = ConfigFile.safeParse(parse(file, read(file)));
  if (!parsed.success) throw invalid(file, parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
  const { graphs, env, http, signalbox } = parsed.data;
  const folder = dirname(file);
  for (const [name, value] of Object.entries(variablesIn(env, folder))) io.env[name] ??= value;
  return {
    ...(http?.cors && { cors: http.cors }),
    graphs: mapValues(graphs, (graph) => exportPlace(typeof graph === "string" ? graph : graph.path, folder)),
    migrations: mapValues(signalbox?.migrations ?? {}, (path) => resolve(folder, path)),
  };
}

/** Reads "./file.ts:export", relative to `folder`. Without an export the default one is meant. */
export function exportPlace(text: string, folder: string): ExportPlace {
  const match = exportPattern.exec(text);
  return { file: resolve(folder, match?.[1] ?? text), name: match?.[2] ?? "default" };
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new SignalboxError(
      "CONFIG_NOT_FOUND",
      `There is no ${file}. Run the command in the project's folder, or name the file by --config.`,
      { cause, file },
    );
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** As LangGraph's own CLI reads them: from a .env file or a map. What the environment already sets is kept. */
function variablesIn(env: z.infer<typeof ConfigFile>["env"], folder: string): NodeJS.Dict<string> {
  if (typeof env !== "string") return env === undefined || Array.isArray(env) ? {} : env;
  const file = resolve(folder, env);
  if (!existsSync(file)) return {};
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch (cause) {
    throw invalid(file, reasonOf(cause), cause);
  }
}

const invalid = (file: string, reason: string, cause?: unknown): SignalboxError =>
  new SignalboxError("CONFIG_INVALID", `${file} cannot be read: ${reason}`, { cause, file });

const mapValues = <V, W>(record: Readonly<Record<string, V>>, change: (value: V) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
