/** Types of law 1, left receives from right: where arguments come from, where outputs go, and what an overlay may tune. */

/** Channels that take a `V`. Tuple-wrapped: otherwise `string | null` distributes and slips into a `string` channel. */
export type Accepting<Updates, V> = { [K in keyof Updates]: [V] extends [Updates[K]] ? K : never }[keyof Updates] & string;

/** Fields of an object channel that give a `V`. */
type FieldsGiving<Channel extends string, Value, V> = [Value] extends [readonly unknown[]]
  ? never
  : [Value] extends [object]
    ? { [F in keyof Value & string]: [Value[F]] extends [V] ? `${Channel}.${F}` : never }[keyof Value & string]
    : [Value] extends [object | undefined]
      ? undefined extends V
        ? FieldsGiving<Channel, Exclude<Value, undefined>, V>
        : never
      : never;
/** A channel, or one field of an object channel (`"order.id"`): a name, not an expression. */
export type Giving<Values, V> = {
  [K in keyof Values & string]: ([Values[K]] extends [V] ? K : never) | FieldsGiving<K, Values[K], V>;
}[keyof Values & string];

/** Arguments whose own channel gives them, or that may stay away. */
type Implied<Values, A> = {
  [K in keyof A]-?: K extends keyof Values ? ([Values[K]] extends [A[K]] ? K : never) : undefined extends A[K] ? K : never;
}[keyof A];
type ArgumentMap<Values, A> = { [K in Exclude<keyof A, Implied<Values, A>>]: Giving<Values, A[K]> } & {
  [K in Implied<Values, A>]?: Giving<Values, A[K]>;
};
/** An argument is taken from the channel of its name when the type fits; the rest must be said, under `args` or a subgraph's `input`. */
export type Args<Values, A, Field extends string = "args"> = unknown extends A
  ? { [P in Field]?: Record<string, string> }
  : string extends keyof A
    ? { [P in Field]?: Record<never, never> } // z.object({}) is Record<string, never>
    : [Exclude<keyof A, Implied<Values, A>>] extends [never]
      ? { [P in Field]?: ArgumentMap<Values, A> }
      : { [P in Field]: ArgumentMap<Values, A> };

/** A field that may be missing leaves its channel as it was. */
type FieldsFitting<Update, Out> = { [F in keyof Out]-?: [Out[F]] extends [Update | undefined] ? F : never }[keyof Out] & string;
/** Channel ← field of the output. */
type FieldWrites<Updates, Out> = {
  [K in keyof Updates as [FieldsFitting<Updates[K], Out>] extends [never] ? never : K]?: FieldsFitting<Updates[K], Out>;
};
/**
 * Nothing fits these. In place of `never` they keep `writes` and `with` from being taken for discriminants,
 * so that tsc reports a mistake in them there and not at the whole node.
 */
interface NoFields {
  readonly "this output has no fields": never;
}
export interface NoOutput {
  readonly "there is nothing to write": never;
}
interface NoConstants {
  readonly "this code takes no constants": never;
}
type Fields<Updates, Out> = Out extends readonly unknown[] ? NoFields : Out extends object ? Closed<FieldWrites<Updates, Out>> : NoFields;
/** An empty object type would take everything. */
type Closed<Writes> = [keyof Writes] extends [never] ? NoFields : Writes;
/** For each of some outputs: a channel for the whole, or channel ← field. Inlined, so that tsc prints channels and not an alias. */
export type OutputWrites<Updates, Forms> = {
  [D in keyof Forms]:
    | { [K in keyof Updates & string]: [Forms[D]] extends [Updates[K]] ? K : never }[keyof Updates & string]
    | Fields<Updates, Forms[D]>;
};
/** Labels that have a form. */
type WithForm<F> = { [D in keyof F]: F[D] extends null ? never : D }[keyof F];
/** For each label that has a form: where it goes. */
export type FormWrites<Updates, F> = [WithForm<F>] extends [never]
  ? { writes?: NoOutput }
  : { writes: OutputWrites<Updates, { [D in WithForm<F>]: NonNullable<F[D]> }> };
export type RequiredWrites<Updates, Out> = OutputWrites<Updates, { writes: Out }>;
export type OptionalWrites<Updates, Out> = Partial<RequiredWrites<Updates, Out>>;

export type ParamValue = string | number | boolean;
export type Params = Readonly<Record<string, ParamValue>>;
/** A value, or the name of a graph parameter that holds one: the only thing that an overlay may change. */
export type Tunable<V, Ps> = V | { param: { [K in keyof Ps]: Ps[K] extends V ? K : never }[keyof Ps] & string };
type Constants<W, Ps> = { [K in keyof W]: Tunable<W[K], Ps> };
/** The constants that a node gives to its code. */
export type With<W, Ps> = [W] extends [never]
  ? { with?: NoConstants }
  : unknown extends W
    ? { with?: Record<string, unknown> }
    : [keyof W] extends [never]
      ? { with?: NoConstants }
      : Partial<W> extends W
        ? { with?: Constants<W, Ps> }
        : { with: Constants<W, Ps> };
