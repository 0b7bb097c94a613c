/** Reads a project's langgraph.json: which graphs it has and where their code is. Imports none of it. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";

/** Where a value is exported: "./file.ts:export". */
const exportPattern = /^(.+):([^:/\\]+)$/;
const ExportPath = z.string().regex(exportPattern, 'must be "./file.ts:export"');

const ConfigFile = z.looseObject({
  graphs: z.record(z.string(), z.union([ExportPath, z.looseObject({ path: ExportPath })])),
  env: z.union([z.string(), z.record(z.string(), z.string()), z.array(z.string())]).optional(),
  http: z.looseObject({ cors: z.looseObject({ allow_origins: z.array(z.string()).optional() }).optional() }).optional(),
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
  /** The langgraph.json, absolute. */
  readonly file: string;
  readonly graphs: Readonly<Record<string, ExportPlace>>;
  /** Name → absolute folder. */
  readonly migrations: Readonly<Record<string, string>>;
  readonly http: z.infer<typeof ConfigFile>["http"];
}

export function readProject(config: string): Project {
  const file = resolve(config);
  const parsed = ConfigFile.safeParse(parse(file, read(file)));
  if (!parsed.success) throw invalid(file, parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
  const { graphs, env, http, signalbox } = parsed.data;
  const folder = dirname(file);
  applyEnv(env, folder);
  return {
    file,
    http,
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
    throw invalid(file, (cause as Error).message, cause);
  }
}

/** As LangGraph's own CLI does: a .env file or a map. What the environment already says is kept. */
function applyEnv(env: z.infer<typeof ConfigFile>["env"], folder: string): void {
  if (env === undefined || Array.isArray(env)) return;
  if (typeof env === "string") {
    const file = resolve(folder, env);
    try {
      process.loadEnvFile(file);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw invalid(file, (cause as Error).message, cause);
    }
    return;
  }
  for (const [name, value] of Object.entries(env)) process.env[name] ??= value;
}

const invalid = (file: string, reason: string, cause?: unknown): SignalboxError =>
  new SignalboxError("CONFIG_INVALID", `${file} cannot be read: ${reason}`, { cause, file });

const mapValues = <V, W>(record: Readonly<Record<string, V>>, change: (value: V) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
