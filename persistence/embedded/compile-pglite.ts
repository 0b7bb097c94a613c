/** PGlite's WebAssembly, compiled once a process, by V8's baseline compiler alone. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { PGliteOptions } from "@electric-sql/pglite";

/** Of the browser's types, which this project does not load. */
type Compiled = NonNullable<PGliteOptions["pgliteWasmModule"]>;
declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => Compiled };

/**
 * V8 compiles a function again, with optimizations, once it is hot. In PGlite one function is so large that this takes 600 MB and half a second.
 * All functions are compiled at once, so that the flags are set only while this module is compiled: they are of the process.
 */
const COMPILED_AGAIN = ["wasm-dynamic-tiering", "wasm-tier-up", "wasm-lazy-compilation"];

let compiling: Promise<Compiled | undefined> | undefined;

/** Databases of one process share it. Undefined where its file is not beside PGlite's main file: PGlite finds it by itself. */
export function compilePglite(packageName: string): Promise<Compiled | undefined> {
  compiling ??= compile(packageName);
  return compiling;
}

async function compile(packageName: string): Promise<Compiled | undefined> {
  const bytes = await readBytes(packageName);
  if (!bytes) return undefined;
  for (const flag of COMPILED_AGAIN) setFlagsFromString(`--no-${flag}`);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    for (const flag of COMPILED_AGAIN) setFlagsFromString(`--${flag}`);
  }
}

async function readBytes(packageName: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(join(createRequire(import.meta.url).resolve(packageName), "..", "pglite.wasm"));
  } catch {
    return undefined;
  }
}
