/** The `debug`, `tasks`, `checkpoints` and `events` payloads in the protocol's names, without what is internal. */
import { isRecord } from "../../language/schema/is-record.ts";
import { isAwaitsTime } from "../../nodes/sleep.ts";
import { withoutInternal } from "../protocol/plain-json.ts";
import { checkpointOf } from "../protocol/thread-state.ts";

type Payload = Readonly<Record<string, unknown>>;

export function plainTask(payload: unknown): Payload {
  const { state, ...task } = isRecord(payload) ? payload : {};
  const checkpoint = placeOf(state);
  const shown = Object.fromEntries(Object.entries(task).map(([name, value]) => [name, shownPart(name, value)]));
  if (checkpoint) return { ...shown, checkpoint };
  return state === undefined ? shown : { ...shown, state };
}

function shownPart(name: string, value: unknown): unknown {
  if (name === "interrupts" && Array.isArray(value)) return value.filter((one) => !(isRecord(one) && isAwaitsTime(one.value)));
  return name === "input" || name === "result" ? withoutInternal(value) : value;
}

/** Without the state in it. */
export function slimTask(task: unknown): unknown {
  const { input: _, result: __, ...rest } = isRecord(task) ? task : {};
  return rest;
}

/** For a subgraph that has not started, only the namespace is known. */
function placeOf(config: unknown): Payload | undefined {
  const { thread_id, checkpoint_ns, checkpoint_id = null, checkpoint_map = null } = configurableOf(config) ?? {};
  return thread_id === undefined ? undefined : { thread_id, checkpoint_id, checkpoint_ns, checkpoint_map };
}

/** `hidden`: keys of `configurable` that are not shown. */
export function plainCheckpoint(payload: unknown, hidden: readonly string[] = []): Payload {
  const { config, parentConfig, ...rest } = isRecord(payload) ? payload : {};
  return {
    ...rest,
    values: withoutInternal(rest.values),
    tasks: (Array.isArray(rest.tasks) ? rest.tasks : []).map(plainTask),
    checkpoint: checkpointOf({ configurable: configurableOf(config) }),
    parent_checkpoint: checkpointOf({ configurable: configurableOf(parentConfig) }),
    config: shownConfig(config, hidden),
    parent_config: shownConfig(parentConfig, hidden),
  };
}

/** An event of LangChain's `streamEvents`: a node's input and output are the state, with its internal channels. */
export function plainEvent(payload: unknown): unknown {
  if (!isRecord(payload) || !isRecord(payload.data)) return payload;
  const data = Object.entries(payload.data).map(([name, value]) => [name, isPlain(value) ? withoutInternal(value) : value]);
  return { ...payload, data: Object.fromEntries(data) };
}

/** A message has internals of its own, which its JSON leaves out. */
const isPlain = (value: unknown): boolean => isRecord(value) && Object.getPrototypeOf(value) === Object.prototype;

function shownConfig(config: unknown, hidden: readonly string[]): unknown {
  const known = configurableOf(config);
  if (!isRecord(config) || !known) return config;
  const { callbacks: _, run_name: __, ...rest } = config;
  const shown = Object.entries(withoutInternal(known)).filter(([key]) => !hidden.includes(key));
  return { ...rest, configurable: Object.fromEntries(shown) };
}

const configurableOf = (config: unknown): Payload | undefined =>
  isRecord(config) && isRecord(config.configurable) ? config.configurable : undefined;
