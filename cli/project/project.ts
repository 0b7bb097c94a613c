/** Reads a project's langgraph.json: which graphs it has and where their code is. Imports none of it. */
import { dirname, resolve } from "node:path";
import { z } from "zod";
import type { CorsSettings } from "../../server/http/allowed-origins.ts";
import type { ConfigurableHeaders } from "../../server/http/configurable-headers.ts";
import { invalidConfig, readConfigFile } from "../program/config-file.ts";
import { absolutePath, type Io } from "../program/io.ts";

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

const patterns = z.array(z.string()).nullish();
const HeaderPatterns = z.strictObject({ includes: patterns, excludes: patterns });

const ConfigFile = z.looseObject({
  graphs: z.record(z.string(), z.union([ExportPath, z.looseObject({ path: ExportPath })])),
  http: z.looseObject({ cors: Cors.exactOptional(), configurable_headers: HeaderPatterns.nullish() }).optional(),
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
  readonly configurableHeaders?: ConfigurableHeaders;
}

export function readProject(config: string, io: Pick<Io, "cwd">): Project {
  const file = absolutePath(io, config);
  const parsed = ConfigFile.safeParse(readConfigFile(file));
  if (!parsed.success)
    throw invalidConfig(file, parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
  const { graphs, http, signalbox } = parsed.data;
  const folder = dirname(file);
  return {
    ...(http?.cors && { cors: http.cors }),
    ...(http?.configurable_headers && { configurableHeaders: http.configurable_headers }),
    graphs: mapValues(graphs, (graph) => exportPlace(typeof graph === "string" ? graph : graph.path, folder)),
    migrations: mapValues(signalbox?.migrations ?? {}, (path) => resolve(folder, path)),
  };
}

/** Reads "./file.ts:export", relative to `folder`. Without an export the default one is meant. */
export function exportPlace(text: string, folder: string): ExportPlace {
  const match = exportPattern.exec(text);
  return { file: resolve(folder, match?.[1] ?? text), name: match?.[2] ?? "default" };
}

const mapValues = <V, W>(record: Readonly<Record<string, V>>, change: (value: V) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
