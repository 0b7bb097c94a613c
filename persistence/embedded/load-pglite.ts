/** Loads PGlite from node_modules at run time. Its data and WebAssembly files are beside it there, so a bundler must not follow these imports. */
import { SignalboxError } from "../../language/issues/errors.ts";

/** A variable, because bundlers follow literal names only. */
const PACKAGE_NAME = "@electric-sql/pglite";

export interface Pglite {
  readonly PGlite: typeof import("@electric-sql/pglite").PGlite;
  readonly createPgConfig: typeof import("@electric-sql/pglite/node-postgres").createPgConfig;
}

export async function loadPglite(): Promise<Pglite> {
  try {
    const { PGlite } = await import(/* webpackIgnore: true */ /* @vite-ignore */ PACKAGE_NAME);
    const { createPgConfig } = await import(/* webpackIgnore: true */ /* @vite-ignore */ `${PACKAGE_NAME}/node-postgres`);
    return { PGlite, createPgConfig };
  } catch (cause) {
    throw new SignalboxError(
      "DATABASE_UNREACHABLE",
      `The embedded database needs ${PACKAGE_NAME} in node_modules: ${String(cause)}. Install it where this program runs, or set DATABASE_URL.`,
      { cause },
    );
  }
}
