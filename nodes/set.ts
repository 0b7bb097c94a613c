/** A set node: reads channels and writes channels. Everything is read before anything is written. */

import { emptyLabel } from "../language/kinds/set/operands.ts";
import type { NormalSet, OperationData } from "../language/kinds/set/set-node.ts";
import { fillText } from "../language/registry/prompt.ts";
import { clear } from "./call/clear-mark.ts";
import type { Call, Outcome } from "./call/kind.ts";
import { valueAt } from "./call/take-args.ts";

export async function runSet({ node, state, ports, scope }: Call<NormalSet>): Promise<Outcome> {
  await ports.started(scope, { hasEffects: false });
  const read: Read = (source) => valueAt(state, source) ?? undefined;
  const empty = Object.entries(node.values).find(([, operation]) => "first" in operation && itemsOf(read(operation.first)).length === 0);
  if (empty) return { label: emptyLabel(empty[0]) };
  const values = Object.entries(node.values).map(([channel, operation]) => [channel, givenBy(read, operation)] as const);
  return { label: "next", writes: Object.fromEntries(values.filter(([, value]) => value !== undefined)) };
}

type Read = (source: string) => unknown;

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Undefined: there is nothing to write. */
function givenBy(read: Read, operation: OperationData): unknown {
  if ("value" in operation) return operation.value;
  if ("from" in operation) return read(operation.from);
  if ("text" in operation) return fillText(operation.text, read);
  if ("object" in operation) return objectOf(read, operation.object);
  if ("list" in operation) return operation.list.flatMap((source) => read(source) ?? []);
  if ("first" in operation) return itemsOf(read(operation.first))[0];
  if ("rest" in operation) return read(operation.rest) === undefined ? undefined : itemsOf(read(operation.rest)).slice(1);
  return clear();
}

const objectOf = (read: Read, sources: Readonly<Record<string, string>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(sources).flatMap(([field, source]) => (read(source) === undefined ? [] : [[field, read(source)]])));
