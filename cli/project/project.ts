/** Reads a project's langgraph.json: which graphs it has and where their code is. Imports none of it. */
import { dirname, resolve } from "node:path";
import { isRecord } from "../../language/schema/is-record.ts";
import type { StoreIndex, StoreSettings } from "../../runtime/store/store-settings.ts";
import type { CorsSettings } from "../../server/http/allowed-origins.ts";
import type { ConfigurableHeaders } from "../../server/http/configurable-headers.ts";
import type { JwtSettings } from "../../server/identity/jwt/jwt-settings.ts";
import type { RouteGroup } from "../../server/route-groups.ts";
import { invalidConfig, readConfigFile } from "../program/config-file.ts";
import { absolutePath, type Io } from "../program/io.ts";
import { ConfigFile, exportPattern, isInternalKey } from "./config-schema.ts";

/** Written again, because a check of a graph loads nothing of the server. */
const ROUTE_GROUPS = ["meta", "assistants", "threads", "runs", "store"] as const satisfies readonly RouteGroup[];

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
  readonly store: Omit<StoreSettings, "index">;
  readonly storeIndex?: Omit<StoreIndex, "embed"> & { readonly embed: ExportPlace };
  /** The application's own routes. */
  readonly app?: ExportPlace;
  readonly disabled: readonly RouteGroup[];
  readonly ui?: { readonly files: Readonly<Record<string, string>>; readonly config: { readonly shared?: readonly string[] | undefined } };
  /** The langgraph.json, and its folder. */
  readonly file: string;
  readonly folder: string;
  /** What services want to see of people. */
  readonly credentials?: ExportPlace;
  /** Where the `Auth` object is. */
  readonly auth?: ExportPlace;
  /** Which tokens are accepted. */
  readonly jwt?: JwtSettings;
  /** Whether LangGraph Studio is let in from this machine without the `Auth` object's consent. */
  readonly studioAuth?: boolean;
}

export function readProject(config: string, io: Pick<Io, "cwd">): Project {
  const file = absolutePath(io, config);
  const parsed = ConfigFile.safeParse(withoutInternalKeys(readConfigFile(file)));
  if (!parsed.success)
    throw invalidConfig(
      file,
      parsed.error.issues.map(({ path, message }) => [...(path.length > 0 ? [path.join(".")] : []), message].join(": ")).join("; "),
    );
  const { graphs, http, auth, signalbox, store, ui, ui_config: uiConfig } = parsed.data;
  const folder = dirname(file);
  return {
    ...(http?.cors && { cors: http.cors }),
    ...(http?.configurable_headers && { configurableHeaders: http.configurable_headers }),
    ...(http?.app && { app: exportPlace(http.app, folder) }),
    ...(ui && Object.keys(ui).length > 0 && { ui: { files: ui, config: uiConfig ?? {} } }),
    disabled: ROUTE_GROUPS.filter((group) => http?.[`disable_${group}`] === true),
    ...{ file, folder },
    store: { defaultTtlMinutes: store?.ttl?.default_ttl, refreshOnRead: store?.ttl?.refresh_on_read ?? undefined },
    ...(store?.index && { storeIndex: { ...store.index, embed: exportPlace(store.index.embed, folder) } }),
    ...(auth?.path !== undefined && { auth: exportPlace(auth.path, folder), studioAuth: auth.disable_studio_auth === false }),
    ...(auth?.jwt && { jwt: auth.jwt }),
    ...(signalbox?.credentials !== undefined && { credentials: exportPlace(signalbox.credentials, folder) }),
    graphs: mapValues(graphs, (graph) => exportPlace(typeof graph === "string" ? graph : graph.path, folder)),
    migrations: mapValues(signalbox?.migrations ?? {}, (path) => resolve(folder, path)),
  };
}

/** Reads "./file.ts:export", relative to `folder`. Without an export the default one is meant. */
export function exportPlace(text: string, folder: string): ExportPlace {
  const match = exportPattern.exec(text);
  return { file: resolve(folder, match?.[1] ?? text), name: match?.[2] ?? "default" };
}

const withoutInternalKeys = (config: unknown): unknown =>
  isRecord(config) ? Object.fromEntries(Object.entries(config).filter(([key]) => !isInternalKey(key))) : config;

const mapValues = <V, W>(record: Readonly<Record<string, V>>, change: (value: V) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
