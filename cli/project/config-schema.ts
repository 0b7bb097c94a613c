/** What a langgraph.json may say: what is served here, what only builds images, and what is refused because it would change what is served. */
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import type { CorsSettings } from "../../server/http/allowed-origins.ts";
import type { JwtSettings } from "../../server/identity/jwt/jwt-settings.ts";

/** Where a value is exported: "./file.ts:export". */
export const exportPattern = /^(.+):([^:/\\]+)$/;
const ExportPath = z.string().regex(exportPattern, 'must be "./file.ts:export"');

const anything = z.unknown().optional();
const names = z.array(z.string()).exactOptional();
const flag = z.boolean().nullish();
const patterns = z.array(z.string()).nullish();
const folders = z.record(z.string(), z.string()).default({});

/** A key that says nothing is as good as missing. */
const isOff = (value: unknown): boolean =>
  value == null || value === false || (typeof value === "object" && Object.values(value).every(isOff));

const notServed = (what: string) => z.unknown().refine(isOff, `this version does not support ${what}: remove it`).optional();

const Cors: z.ZodType<CorsSettings> = onlyThese({
  allow_origins: names,
  allow_origin_regex: z.string().exactOptional(),
  allow_methods: names,
  allow_headers: names,
  allow_credentials: z.boolean().exactOptional(),
  expose_headers: names,
  max_age: z.number().exactOptional(),
});

const Http = onlyThese({
  cors: Cors.nullish(),
  configurable_headers: onlyThese({ includes: patterns, excludes: patterns }).nullish(),
  app: ExportPath.nullish(),
  ...{ disable_assistants: flag, disable_threads: flag, disable_runs: flag, disable_store: flag, disable_meta: flag },
  enable_custom_route_auth: z.literal(true, "the app's own routes are always behind authentication: remove it").nullish(),
  mount_prefix: notServed("a prefix of all routes"),
  // there are no such routes, and no header is logged
  ...{ disable_mcp: anything, disable_a2a: anything, disable_ui: anything, disable_webhooks: anything },
  ...{ logging_headers: anything, middleware_order: anything },
});

const text = z.string().min(1);

const Jwt: z.ZodType<JwtSettings> = onlyThese({
  issuer: text,
  audience: z.union([text, z.array(text).min(1)]),
  jwks_uri: text,
  claims: onlyThese({
    id: text.exactOptional(),
    name: text.exactOptional(),
    tenant: text.exactOptional(),
    roles: text.exactOptional(),
    scopes: text.exactOptional(),
  }).exactOptional(),
});

/** For building an image, which is not ours to build. */
const BUILD_KEYS = {
  ...{ $schema: anything, node_version: anything, python_version: anything, api_version: anything, node_loader: anything },
  ...{ dependencies: anything, dockerfile_lines: anything, docker_compose_file: anything, base_image: anything, image_distro: anything },
  ...{ pip_config_file: anything, pip_installer: anything, keep_pkg_tools: anything, source: anything },
  ui_config: onlyThese({ shared: z.array(z.string()).optional() }).nullish(),
};

export const ConfigFile = onlyThese({
  ...BUILD_KEYS,
  graphs: z.record(z.string(), z.union([ExportPath, onlyThese({ path: ExportPath, description: z.string().nullish() })])),
  /** Read before every command: environment.ts. */
  env: anything,
  http: Http.nullish(),
  auth: onlyThese({
    path: ExportPath.optional(),
    /** Ours: LangGraph's server has only the object. */
    jwt: Jwt.exactOptional(),
    disable_studio_auth: z.boolean().optional(),
    openapi: anything,
    cache: anything,
  }).nullish(),
  /** Minutes. */
  store: onlyThese({
    ttl: onlyThese({
      default_ttl: z.number().positive().nullish(),
      refresh_on_read: z.boolean().nullish(),
      sweep_interval_minutes: anything, // expired items are never shown, whenever they are deleted
    }).nullish(),
    index: onlyThese({
      dims: z.int().min(1).max(16_000),
      embed: ExportPath.refine(
        (text) => !/^[\w-]+:[\w-]+$/.test(text),
        "a model's name is not served: name a file that exports the embedding",
      ),
      fields: z.array(z.string().min(1)).min(1).exactOptional(),
    }).nullish(),
  }).nullish(),
  checkpointer: notServed("settings of the checkpointer"),
  encryption: notServed("encryption by this key; pass a cipher to createRuntime"),
  webhooks: notServed("webhooks"),
  /** Name → a file with components. */
  ui: z.record(z.string(), z.string()).nullish(),
  /** `migrations`: name → folder of NNNN-name.sql files that an application needs in the same database. `credentials`: what services want to see of people. */
  signalbox: onlyThese({ migrations: folders.optional(), credentials: ExportPath.exactOptional() }).nullish(),
});

/** Of LangGraph's own tools, whatever they are called. */
export const isInternalKey = (key: string): boolean => key.startsWith("_INTERNAL");
