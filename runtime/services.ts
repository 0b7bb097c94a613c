/** What all parts of the runtime share. Created once in create-runtime.ts. */
import type { Logger } from "../language/registry/context.ts";
import type { StateSize } from "../language/schema/state-size.ts";
import type { GroupCommit } from "../persistence/checkpointer/group-commit/group-commit.ts";
import type { FencedSaver } from "../persistence/checkpointer/saver.ts";
import type { Database } from "../persistence/connection/database.ts";
import type { RunQueue } from "../persistence/queue.ts";
import type { AssistantRow } from "../persistence/statements/assistants/rows.ts";
import type { CronMaker } from "../persistence/statements/crons/rows.ts";
import type { RunEvents } from "./event-log/run-events.ts";
import type { Graphs } from "./graphs/graphs.ts";
import type { RolesOf } from "./identity/may-act-for.ts";
import type { ApiKeys } from "./keys/api-keys.ts";
import type { StoredBytes } from "./limits/stored-bytes.ts";
import type { TenantLimits } from "./limits/tenant-limits.ts";
import type { LinkKeys } from "./links/link-token.ts";
import type { MissingWorkers } from "./look-outs/missing-workers.ts";
import type { Notifier } from "./notify/notifier.ts";
import type { Offers } from "./offers/offers.ts";
import type { ModelSlots } from "./ports/model-slots.ts";
import type { SchemasInSource } from "./protocol/graph-schemas.ts";
import type { Ends } from "./pubsub/ends.ts";
import type { LocalStarts } from "./queue/local-starts.ts";
import type { ReadyStore } from "./ready-store.ts";
import type { Timing } from "./timing.ts";
import type { WebhookSettings } from "./webhooks/settings.ts";

export interface Services {
  readonly database: Database;
  readonly queue: RunQueue;
  /** Runs that need no queue. */
  readonly localStarts: LocalStarts;
  readonly saver: FencedSaver;
  /** Stores what runs in this process have to store. */
  readonly commits: GroupCommit;
  readonly graphs: Graphs;
  readonly schemasInSource: SchemasInSource;
  /** Those that the graphs have by themselves, as they are until somebody changes them. */
  readonly systemAssistants: readonly AssistantRow[];
  /** What runs emit, in this process and in others. */
  readonly events: RunEvents;
  /** Tells other processes of them. */
  readonly ends: Ends;
  readonly log: Logger;
  /** Whose API keys are. */
  readonly keys: ApiKeys;
  /** Notifies people of questions that wait for them. */
  readonly notifier: Notifier;
  /** For models that allow only so many calls at once. */
  readonly modelSlots: ModelSlots;
  /** This process's name among those on the database. */
  readonly worker: string;
  /** The process is Signalbox's own: it may be ended. */
  readonly ownsProcess: boolean;
  readonly stateSize: StateSize;
  /** What the workers can continue, this one and the others. */
  readonly offers: Offers;
  /** Whether any process executes runs. */
  readonly missingWorkers: MissingWorkers;
  readonly store: ReadyStore;
  readonly newId: () => string;
  readonly webhooks: WebhookSettings;
  /** Sign decision links. */
  readonly linkKeys: LinkKeys;
  /** Why somebody who made a schedule may no longer start runs; undefined: may. */
  readonly whyNoLonger: (maker: CronMaker) => Promise<string | undefined>;
  /** The roles of people for whom services act. */
  readonly rolesOf?: RolesOf | undefined;
  /** What is configured and must not be shown, by the name of its environment variable. */
  readonly secret: (name: string) => string | undefined;
  readonly timing: Timing;
  readonly limits: TenantLimits;
  /** Where stored bytes are limited: what measures them. */
  readonly storedBytes?: StoredBytes | undefined;
}
