/** Which events of a thread a subscription gets. */
import type { Channel, EventNamespace, ProtocolEvent } from "./protocol-event.ts";

export interface EventFilter {
  readonly channels: readonly Channel[];
  /** Beginnings of namespaces, one of which must fit; none: every namespace. */
  readonly namespaces?: readonly EventNamespace[] | undefined;
  /** How many levels below such a beginning. */
  readonly depth?: number | undefined;
  /** Only events after this `seq`. */
  readonly since?: number | undefined;
}

export function isWanted(
  event: ProtocolEvent,
  { channels, namespaces = [], depth = Number.POSITIVE_INFINITY, since = -1 }: EventFilter,
): boolean {
  const { namespace } = event.params;
  if (event.seq <= since || !channelsOf(event).some((channel) => channels.includes(channel))) return false;
  return namespaces.length === 0 || namespaces.some((prefix) => isWithin(namespace, prefix) && namespace.length - prefix.length <= depth);
}

function channelsOf({ method, params }: ProtocolEvent): readonly Channel[] {
  if (method === "input.requested" || method === "input.answered") return ["input"];
  if (method !== "custom") return [method];
  const { name } = params.data as { readonly name?: unknown }; // custom events are made in projection.ts, always as objects
  return name == null ? ["custom"] : ["custom", `custom:${name}`];
}

/** Without the part after ":", unless the prefix has one: a client rarely knows a task's id. */
const isWithin = (namespace: EventNamespace, prefix: EventNamespace): boolean =>
  prefix.every((segment, index) => {
    const own = namespace[index];
    return own === segment || (own !== undefined && !segment.includes(":") && own.split(":", 1)[0] === segment);
  });
