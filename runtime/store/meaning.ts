/** Search by meaning: the texts of an item that are embedded, and the vectors of texts. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import type { StoreIndex } from "./store-settings.ts";

/** `fields` are paths such as `text`, `author.name` or `parts[*].text`; `$` is the whole value. */
export function textsOf(value: unknown, fields: readonly string[] = ["$"]): string[] {
  return fields.flatMap((field) => (field === "$" ? [JSON.stringify(value)] : at([value], field.split(/[.[\]]+/).filter(Boolean))));
}

function at(values: readonly unknown[], path: readonly string[]): string[] {
  const [step, ...rest] = path;
  if (step === undefined)
    return values.filter((value) => value != null).map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  return at(
    values.flatMap((value) => inside(value, step)),
    rest,
  );
}

function inside(value: unknown, step: string): unknown[] {
  if (Array.isArray(value)) return step === "*" ? value : value.slice(Number(step)).slice(0, 1);
  if (!isRecord(value)) return [];
  return step === "*" ? Object.values(value) : Object.hasOwn(value, step) ? [value[step]] : [];
}

/** One for each text. @throws EMBEDDING_FAILED */
export async function vectorsOf({ embed, dims }: StoreIndex, texts: readonly string[]): Promise<number[][]> {
  if (texts.length === 0) return [];
  const vectors: unknown = await embed(texts).catch((cause: unknown) => {
    throw new SignalboxError("EMBEDDING_FAILED", `The embedding of store.index failed: ${messageOf(cause)}`, { cause });
  });
  if (Array.isArray(vectors) && vectors.length === texts.length && vectors.every((vector) => isVector(vector, dims))) return vectors;
  throw new SignalboxError("EMBEDDING_FAILED", `The embedding of store.index must give ${texts.length} vectors of ${dims} numbers.`, {
    dims,
  });
}

const isVector = (vector: unknown, dims: number): vector is number[] =>
  Array.isArray(vector) && vector.length === dims && vector.every((number) => Number.isFinite(number));
