/** Loads PGlite from node_modules at run time. Its data and WebAssembly files are beside it there, so a bundler must not follow these imports. */
import type { PGliteOptions } from "@electric-sql/pglite";
import { SignalboxError } from "../../language/issues/errors.ts";

/** A variable, because bundlers follow literal names only. */
const PACKAGE_NAME = "@electric-sql/pglite";

const VECTOR_PACKAGE = "@electric-sql/pglite-pgvector";

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

/** What PGlite is started with. @throws VECTORS_UNAVAILABLE when it is to have pgvector and the package is missing. */
export async function extensionsFor(vectors: boolean): Promise<PGliteOptions> {
  if (!vectors) return {};
  try {
    const { vector } = await import(/* webpackIgnore: true */ /* @vite-ignore */ VECTOR_PACKAGE);
    return { extensions: { vector } };
  } catch (cause) {
    throw new SignalboxError(
      "VECTORS_UNAVAILABLE",
      `store.index needs pgvector: install ${VECTOR_PACKAGE} beside the embedded database, or set DATABASE_URL. (${String(cause)})`,
      { cause },
    );
  }
}
