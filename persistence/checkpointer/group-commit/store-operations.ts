/** Stores operations of any number of threads in one statement, each only if its writer holds its thread's lease. */
import type { RunStatement } from "../checkpoint-statements.ts";
import type { Operation } from "./operation.ts";
import { valuesOf } from "./relations.ts";
import { type Form, type Part, relationsOf, storeText } from "./store-text.ts";

const needs: Readonly<Record<Part, (one: Operation) => boolean>> = {
  puts: ({ kind }) => kind === "put",
  changes: (one) => one.kind === "put" && one.blobs.some(({ base }) => base !== undefined),
  events: (one) => one.kind === "put" && one.events !== undefined,
  writes: ({ kind }) => kind === "writes",
  replaces: (one) => one.kind === "writes" && one.replace,
  starts: ({ kind }) => kind === "start",
};

const partsOf = (operations: readonly Operation[]): Part[] => (Object.keys(needs) as Part[]).filter((part) => operations.some(needs[part]));

const texts = new Map<string, string>();

/** Whoever asked must hear within the time of one statement. */
const TIMEOUT_MS = 10_000;

/** Safe to repeat. Resolves to those that were stored: of the others the lease has gone, or the database went back, or the lease is locked now. */
export async function storeOperations(run: RunStatement, operations: readonly Operation[], form: Form): Promise<Set<Operation>> {
  const parts = partsOf(operations);
  // by their first letters: Postgres takes a name of 63 characters
  const name = `signalbox-store-${form}-${parts.map(([letter]) => letter).join("")}`;
  const text = texts.get(name) ?? storeText(form, parts);
  texts.set(name, text);
  const rows = await run<{ n: number }>({ name, text, values: valuesOf(operations, relationsOf(parts)), query_timeout: TIMEOUT_MS });
  return new Set(rows.flatMap(({ n }) => operations[n - 1] ?? []));
}
