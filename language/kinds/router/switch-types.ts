/** Types of a router that goes by data: the type of a channel, or of one field of it, says the labels. */
import type { Tunable } from "../../terms/data-flow.ts";
import type { Unreserved } from "../../terms/reserved.ts";
import type { VisitBound } from "../kind/policy.ts";

/** `absent` must be routed where the type says that there may be nothing, and may be anywhere else. */
type Routed<L extends string, Optional, T> = { [X in L]: T } & (Optional extends true ? { absent: T } : { absent?: T });
interface NotMeasured {
  readonly "only a number, or the length of a list, is above something": never;
}

/** One interface for each class of labels, and one for each closed set: a union with a member for each source is slow to check. */
interface Plain<S, R, T extends string, Ps> extends VisitBound<T, Ps> {
  kind: "router";
  on: S;
  router?: never;
  above?: NotMeasured;
  routes: R;
}
interface Measured<S, R, T extends string, Ps> extends VisitBound<T, Ps> {
  kind: "router";
  on: S;
  router?: never;
  above: Tunable<number, Ps>;
  routes: R;
}

/** Channels that are objects, or nothing. */
type Fields<Value> = [Value] extends [readonly unknown[] | undefined]
  ? never
  : [Value] extends [object | undefined]
    ? string extends keyof NonNullable<Value>
      ? never
      : keyof NonNullable<Value> & string
    : never;
/** Channels, and fields of channels. */
export type SourceOf<Values> = { [K in keyof Values & string]: K | `${K}.${Fields<Values[K]>}` }[keyof Values & string];
type At<Values, P> = P extends keyof Values
  ? Values[P]
  : P extends `${infer K}.${infer F}`
    ? K extends keyof Values
      ? FieldOf<Values[K], F>
      : never
    : never;
type FieldOf<Value, F> = F extends keyof NonNullable<Value> ? NonNullable<Value>[F] | (undefined extends Value ? undefined : never) : never;

type Maybe<C extends string, Value> = undefined extends Value ? `${C}?` : null extends Value ? `${C}?` : C;
type Class<Value> = unknown extends Value
  ? "other"
  : [NonNullable<Value>] extends [readonly unknown[]]
    ? "list"
    : [NonNullable<Value>] extends [boolean]
      ? Maybe<"truth", Value>
      : [NonNullable<Value>] extends [number]
        ? Maybe<"number", Value>
        : [NonNullable<Value>] extends [string]
          ? string extends NonNullable<Value>
            ? "other"
            : [NonNullable<Value>] extends [Unreserved<NonNullable<Value>>]
              ? Maybe<"texts", Value>
              : "reserved"
          : "other";
/** Worked out once for a vocabulary. */
type Classes<Values> = { [P in SourceOf<Values>]: Class<At<Values, P>> };
type Of<Classed, C> = { [P in keyof Classed]: Classed[P] extends C ? P : never }[keyof Classed];

/** Source → its closed set, boxed: a union of boxes has one for each set. */
type Sets<Values, P> = { [S in P & string]: [NonNullable<At<Values, S>> & string] };
type OfTexts<S, T extends string, Ps, Optional, Box = S[keyof S]> = Box extends [infer L extends string]
  ? Plain<{ [P in keyof S]: S[P] extends [L] ? ([L] extends S[P] ? P : never) : never }[keyof S], Routed<L, Optional, T>, T, Ps>
  : never;

export type Switch<Values, T extends string, Ps, C = Classes<Values>> =
  | Plain<Of<C, "list">, { some: T; empty: T }, T, Ps>
  | Measured<Of<C, "list">, { above: T; within: T }, T, Ps>
  | Plain<Of<C, "truth">, Routed<"yes" | "no", false, T>, T, Ps>
  | Plain<Of<C, "truth?">, Routed<"yes" | "no", true, T>, T, Ps>
  | Measured<Of<C, "number">, Routed<"above" | "within", false, T>, T, Ps>
  | Measured<Of<C, "number?">, Routed<"above" | "within", true, T>, T, Ps>
  | Plain<Of<C, "other" | "number" | "number?">, { present: T; absent: T }, T, Ps>
  | OfTexts<Sets<Values, Of<C, "texts">>, T, Ps, false>
  | OfTexts<Sets<Values, Of<C, "texts?">>, T, Ps, true>;
