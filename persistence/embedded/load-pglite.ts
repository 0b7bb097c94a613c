/** Loads PGlite from node_modules at run time. Its data and WebAssembly files are beside it there, so a bundler must not follow these imports. */
import type { Extensions, PGliteOptions } from "@electric-sql/pglite";
import { SignalboxError } from "../../language/issues/errors.ts";
import { compilePglite } from "./compile-pglite.ts";

/** A variable, because bundlers follow literal names only. */
export const PACKAGE_NAME = "@electric-sql/pglite";

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

/** Postgres' default of 128 MB would be touched whole at the start. */
const SHARED_BUFFERS = ["-c", "shared_buffers=32MB"];

/** What PGlite is started with. @throws VECTORS_UNAVAILABLE when it is to have pgvector and the package is missing. */
export async function startOptions({ PGlite }: Pglite, vectors: boolean): Promise<PGliteOptions> {
  const pgliteWasmModule = await compilePglite(PACKAGE_NAME);
  return {
    ...(pgliteWasmModule && { pgliteWasmModule }),
    ...(vectors && { extensions: await loadVectors() }),
    startParams: [...PGlite.defaultStartParams, ...SHARED_BUFFERS],
  };
}

async function loadVectors(): Promise<Extensions> {
  try {
    const { vector } = await import(/* webpackIgnore: true */ /* @vite-ignore */ VECTOR_PACKAGE);
    return { vector };
  } catch (cause) {
    throw new SignalboxError(
      "VECTORS_UNAVAILABLE",
      `store.index needs pgvector: install ${VECTOR_PACKAGE} beside the embedded database, or set DATABASE_URL. (${String(cause)})`,
      { cause },
    );
  }
}
