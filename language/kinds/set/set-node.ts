/** A set node as it is written and as it is written out in full. */
import { z } from "zod";
import type { Vocabulary } from "../../registry/vocabulary.ts";
import type { Giving, Tunable } from "../../terms/data-flow.ts";
import type { NormalCommon } from "../kind/common.ts";
import { target, type VisitBound, visitsShape } from "../kind/policy.ts";

type ItemOf<U> = U extends readonly (infer I)[] ? I : never;
/** Channels and fields that hold a list of `I`, or nothing. */
type ListsOf<Values, I> = Giving<Values, readonly I[] | null | undefined>;
/** The items of a list, or one: an item that is a list itself cannot stand alone. */
type ItemsOf<I> = readonly I[] | (I extends readonly unknown[] ? never : I) | undefined;

/** What a channel that takes a `U` can be set to. No union over channels, so that tsc reports a mistake at its operand. */
type Operation<Values, U, T extends string, Ps> =
  | { value: Tunable<U, Ps> }
  | { from: Giving<Values, U | undefined> }
  | { first: ListsOf<Values, U>; empty: T }
  | { clear: true }
  | ([string] extends [U] ? { text: string } : never)
  | ([ItemOf<U>] extends [never] ? never : { rest: ListsOf<Values, ItemOf<U>> } | { list: readonly Giving<Values, ItemsOf<ItemOf<U>>>[] })
  | (U extends readonly unknown[] | string | number | boolean
      ? never
      : U extends object
        ? { object: { [F in keyof U]: Giving<Values, U[F]> } }
        : never);

export interface SetNode<V extends Vocabulary, T extends string, Ps> extends VisitBound<T, Ps> {
  kind: "set";
  values: { readonly [C in keyof V["updates"] & string]?: Operation<V["values"], V["updates"][C], T, Ps> };
  next: T;
}

const source = z.string();
// zod takes a missing key for unknown
const given = z.unknown().refine((value) => value !== undefined, { abort: true });
const operationShape = z.union([
  z.strictObject({ value: given.describe("A constant, or { param: name }.") }),
  z.strictObject({ from: source.describe("A channel, or one field of it.") }),
  z.strictObject({ text: z.string().describe('Words with values: "Ticket {ticketId} of {order.id}". `{{` is a brace.') }),
  z.strictObject({ object: z.record(z.string(), source).describe("Field ← channel, or one field of it.") }),
  z.strictObject({ list: z.array(source).min(1).describe("The items of lists and single values, in order.") }),
  z.strictObject({ first: source.describe("A list: its first item."), empty: target.describe("Target when the list is empty.") }),
  z.strictObject({ rest: source.describe("A list: all but its first item.") }),
  z.strictObject({ clear: z.literal(true).describe("As if nothing had been written.") }),
]);
export type OperationData = z.infer<typeof operationShape>;

export const shape = z
  .strictObject({
    kind: z.literal("set"),
    values: z.record(z.string(), operationShape).describe("Channel ← what it is set to. All is read before anything is written."),
    next: target,
    visits: visitsShape.optional(),
  })
  .describe("A step of data without code.");

export type SetData = z.infer<typeof shape>;
export interface NormalSet extends NormalCommon {
  kind: "set";
  /** By channel, in the order of their names. */
  values: Record<string, OperationData>;
  /** Channels that may stay as they were, because there may be nothing to write. */
  maybe: string[];
  /** Channels that hold nothing after it. A cleared list is empty instead, and a channel with a default holds that. */
  clears: string[];
  next: string;
}
