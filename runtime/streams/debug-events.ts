/** The `debug`, `tasks` and `checkpoints` payloads in the protocol's names, without what is internal. */
import { isRecord } from "../../language/schema/is-record.ts";
import { withoutInternal } from "../protocol/plain-json.ts";
import { checkpointOf } from "../protocol/thread-state.ts";

type Payload = Readonly<Record<string, unknown>>;

export function plainTask(payload: unknown): Payload {
  const { state, ...task } = isRecord(payload) ? payload : {};
  const checkpoint = placeOf(state);
  const shown = Object.fromEntries(
    Object.entries(task).map(([name, value]) => [name, name === "input" || name === "result" ? withoutInternal(value) : value]),
  );
  if (checkpoint) return { ...shown, checkpoint };
  return state === undefined ? shown : { ...shown, state };
}

/** For a subgraph that has not started, only the namespace is known. */
function placeOf(config: unknown): Payload | undefined {
  const { thread_id, checkpoint_ns, checkpoint_id = null, checkpoint_map = null } = configurableOf(config) ?? {};
  return thread_id === undefined ? undefined : { thread_id, checkpoint_id, checkpoint_ns, checkpoint_map };
}

export function plainCheckpoint(payload: unknown): Payload {
  const { config, parentConfig, ...rest } = isRecord(payload) ? payload : {};
  return {
    ...rest,
    values: withoutInternal(rest.values),
    tasks: (Array.isArray(rest.tasks) ? rest.tasks : []).map(plainTask),
    checkpoint: checkpointOf({ configurable: configurableOf(config) }),
    parent_checkpoint: checkpointOf({ configurable: configurableOf(parentConfig) }),
    config: shownConfig(config),
    parent_config: shownConfig(parentConfig),
  };
}

function shownConfig(config: unknown): unknown {
  const known = configurableOf(config);
  if (!isRecord(config) || !known) return config;
  const { callbacks: _, ...rest } = config;
  const { epoch: __, ...configurable } = withoutInternal(known);
  return { ...rest, configurable };
}

const configurableOf = (config: unknown): Payload | undefined =>
  isRecord(config) && isRecord(config.configurable) ? config.configurable : undefined;
