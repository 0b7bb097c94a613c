/** Set nodes: a step of data without code. A closed list of operations on channels: no expressions, and nothing is evaluated. */
import { startsWithValue } from "../../registry/channels.ts";
import type { RegistryEntries } from "../../registry/entries.ts";
import { namedIn } from "../../rules/references.ts";
import { fieldsOf, mayBeEmpty, sourceSchema, valueSchemaOf } from "../../schema/json-schema.ts";
import { type Edge, edgeTo } from "../../terms/edge.ts";
import { channelOf } from "../../terms/source.ts";
import type { PlainKindOf, Read } from "../kind/kind.ts";
import { channelMentions } from "../kind/kind.ts";
import { emptyLabel, type Operand, operandsOf, provenBy } from "./operands.ts";
import { type NormalSet, type OperationData, type SetData, shape } from "./set-node.ts";
import { checkSet } from "./set-rules.ts";

export const setKind: PlainKindOf<SetData, NormalSet> = {
  shape,
  bodyShape: shape.omit({ visits: true }),
  inheritsEdges: false,
  waitsForPerson: false,
  streamsMessages: false,
  normalise: ({ values, next }, { registry }) => ({
    kind: "set",
    // canonical JSON sorts keys: a stored declaration must do the same as the one that was written
    values: Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))),
    maybe: Object.keys(values).filter((channel) => mayWriteNothing(registry, values[channel])),
    clears: Object.keys(values).filter((channel) => isCleared(registry, channel, values[channel])),
    next,
  }),
  edges: ({ values, maybe, clears, next }): Edge[] => [
    edgeTo(next, {
      ...{ label: "next", path: ["next"], maybe, clears, proves: provenBy(values) },
      writes: Object.keys(values).filter((channel) => !maybe.includes(channel)),
    }),
    ...Object.entries(values).flatMap(([channel, operation]) =>
      "empty" in operation
        ? [edgeTo(operation.empty, { label: emptyLabel(channel), path: ["values", channel, "empty"], isDetour: true })]
        : [],
    ),
  ],
  mentions: ({ values }) =>
    channelMentions([
      ...Object.keys(values),
      ...Object.values(values)
        .flatMap(operandsOf)
        .map(({ source }) => channelOf(source)),
    ]),
  reads: ({ values }, registry) => {
    const proven = provenBy(values);
    return Object.entries(values)
      .flatMap(([channel, operation]) => readsOf(registry, channel, operation))
      .filter(({ channel }) => !proven.includes(channel));
  },
  canAsk: () => false,
  check: checkSet,
};

/** What there is nothing of is not written. */
function mayWriteNothing(registry: RegistryEntries, operation: OperationData | undefined): boolean {
  if (!operation || "clear" in operation) return true;
  return ("from" in operation || "rest" in operation) && operandsOf(operation).some((operand) => !isAlways(registry, operand));
}

function isCleared({ state }: RegistryEntries, channel: string, operation: OperationData | undefined): boolean {
  const definition = namedIn(state, channel);
  return operation !== undefined && "clear" in operation && definition !== undefined && !startsWithValue(definition);
}

/** By its type: the source holds something whenever its channel was written. */
const isAlways = (registry: RegistryEntries, { source }: Pick<Operand, "source">): boolean =>
  sourceSchema(registry, source)?.required !== false;

function readsOf(registry: RegistryEntries, to: string, operation: OperationData): Read[] {
  if ("first" in operation) return [];
  return operandsOf(operation)
    .filter((operand) => isNeeded(registry, { to, operation, operand }))
    .map(({ source, path }) => ({ channel: channelOf(source), reader: `"${to}"`, path: ["values", to, ...path] }));
}

interface Use {
  readonly to: string;
  readonly operation: OperationData;
  readonly operand: Operand;
}

/** In a text, and in a field that may be left out, nothing is a value too. */
function isNeeded(registry: RegistryEntries, { to, operation, operand }: Use): boolean {
  if ("text" in operation) {
    const definition = namedIn(registry.state, channelOf(operand.source));
    return definition !== undefined && !mayBeEmpty(definition);
  }
  const definition = namedIn(registry.state, to);
  if ("object" in operation && definition) {
    const field = fieldsOf(valueSchemaOf(definition)).get(String(operand.path.at(-1)));
    if (field?.required === false) return false;
  }
  return isAlways(registry, operand);
}
