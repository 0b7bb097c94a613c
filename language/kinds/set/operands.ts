/** The channels, or fields of channels, that the operations of a set node read. */
import type { IssuePath } from "../../issues/issue.ts";
import { textSources } from "../../registry/prompt.ts";
import { channelOf } from "../../terms/source.ts";
import type { OperationData } from "./set-node.ts";

export interface Operand {
  readonly source: string;
  /** Inside the operation. */
  readonly path: IssuePath;
}

export function operandsOf(operation: OperationData): Operand[] {
  if ("from" in operation) return [{ source: operation.from, path: ["from"] }];
  if ("first" in operation) return [{ source: operation.first, path: ["first"] }];
  if ("rest" in operation) return [{ source: operation.rest, path: ["rest"] }];
  if ("text" in operation) return textSources(operation.text).map((source) => ({ source, path: ["text"] }));
  if ("list" in operation) return operation.list.map((source, index) => ({ source, path: ["list", index] }));
  if ("object" in operation) return Object.entries(operation.object).map(([field, source]) => ({ source, path: ["object", field] }));
  return [];
}

/** Channels behind the lists whose first item is taken: on the way that takes it, they hold a value. */
export const provenBy = (values: Readonly<Record<string, OperationData>>): string[] =>
  Object.values(values).flatMap((operation) => ("first" in operation ? [channelOf(operation.first)] : []));

/** The label of a set node whose list is empty. */
export const emptyLabel = (channel: string): string => `${channel}.empty`;
