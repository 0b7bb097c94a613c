/** The variables that langgraph.json sets by `env`: read before any command works, so that all commands see the same ones. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import { invalidConfig, readConfigFile } from "./config-file.ts";
import { absolutePath, type Io, printLine, shownPath } from "./io.ts";
import { reasonOf } from "./read-text-file.ts";

/** A list names variables for LangGraph's platform and sets none. */
const EnvOf = z.looseObject({ env: z.union([z.string(), z.record(z.string(), z.string()), z.array(z.string())]).optional() });

/** What the environment already sets is kept, as LangGraph's own command line does. Without a langgraph.json nothing is read. */
export function readEnvironment(config: string, io: Pick<Io, "cwd" | "env" | "stderr">): void {
  const file = absolutePath(io, config);
  if (!existsSync(file)) return;
  const parsed = EnvOf.safeParse(readConfigFile(file));
  if (!parsed.success) throw invalidConfig(file, 'env: must be the path of a .env file, or an object such as { "NAME": "value" }');
  const { env } = parsed.data;
  const variables = typeof env === "string" ? variablesIn(env, file, io) : env === undefined || Array.isArray(env) ? {} : env;
  for (const [name, value] of Object.entries(variables)) io.env[name] ??= value;
}

/** A file that is missing is reported and not refused: it is kept out of images and repositories, where the environment itself sets the variables. */
function variablesIn(env: string, config: string, io: Pick<Io, "cwd" | "stderr">): NodeJS.Dict<string> {
  const file = resolve(dirname(config), env);
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch (cause) {
    if (!isMissing(cause)) throw invalidConfig(file, reasonOf(cause), cause);
    printLine(io.stderr, `There is no ${shownPath(io, file)}, which ${shownPath(io, config)} names as its env: its variables are not set.`);
    return {};
  }
}

const isMissing = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "ENOENT";
