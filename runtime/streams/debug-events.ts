/** The `debug`, `tasks` and `checkpoints` payloads in the protocol's names, without what is internal. */
import { withoutInternal } from "../protocol/plain-json.ts";
import { checkpointOf } from "../protocol/thread-state.ts";

type Payload = Record<string, unknown>;
interface Config {
  readonly configurable?: Record<string, unknown>;
}

export function plainTask({ state, ...task }: Payload): Payload {
  const checkpoint = placeOf(state as Config);
  const shown = Object.fromEntries(
    Object.entries(task).map(([name, value]) => [name, name === "input" || name === "result" ? withoutInternal(value) : value]),
  );
  return checkpoint ? { ...shown, checkpoint } : state === undefined ? shown : { ...shown, state };
}

/** Of a subgraph that has not begun yet only the namespace is known. */
function placeOf(config: Config | undefined): unknown {
  const { thread_id, checkpoint_ns, checkpoint_id = null, checkpoint_map = null } = config?.configurable ?? {};
  return thread_id === undefined ? undefined : { thread_id, checkpoint_id, checkpoint_ns, checkpoint_map };
}

export function plainCheckpoint({ config, parentConfig, ...payload }: Payload): Payload {
  return {
    ...payload,
    values: withoutInternal(payload.values),
    tasks: (payload.tasks as Payload[]).map(plainTask),
    checkpoint: checkpointOf(config as Config),
    parent_checkpoint: checkpointOf(parentConfig as Config),
    config: shownConfig(config as Config),
    parent_config: shownConfig(parentConfig as Config),
  };
}

function shownConfig(config: Config | undefined): Config | undefined {
  if (!config?.configurable) return config;
  const { callbacks: _, ...rest } = config as Payload;
  const { epoch: __, ...configurable } = withoutInternal(config.configurable);
  return { ...rest, configurable };
}
