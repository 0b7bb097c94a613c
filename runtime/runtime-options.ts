/** What a runtime is created with. */
import type { SignalboxError } from "../language/issues/errors.ts";
import type { Logger } from "../language/registry/context.ts";
import type { StateSize } from "../language/schema/state-size.ts";
import type { Params } from "../language/terms/data-flow.ts";
import type { Time } from "../nodes/call/ports.ts";
import type { Cipher } from "../persistence/checkpointer/state-serializer.ts";
import type { Database } from "../persistence/connection/database.ts";
import type { CronMaker } from "../persistence/statements/crons/rows.ts";
import type { GraphSettings } from "./graphs/assistant.ts";
import type { GraphSource } from "./graphs/graphs.ts";
import type { RolesOf } from "./identity/may-act-for.ts";
import type { TenantLimits } from "./limits/tenant-limits.ts";
import type { Notifier } from "./notify/notifier.ts";
import type { Credentials } from "./ports/credentials.ts";
import type { SchemasInSource } from "./protocol/graph-schemas.ts";
import type { StoreSettings } from "./store/store-settings.ts";
import type { Timing } from "./timing.ts";
import type { WebhookSettings } from "./webhooks/settings.ts";

export interface RuntimeOptions {
  readonly database: Database;
  /** By graph id, as in langgraph.json. */
  readonly graphs: Readonly<Record<string, GraphSource>>;
  /** Graphs that could not be loaded, each with its error: requests for them get 503, and `ready` says so. Their runs are left to other workers. */
  readonly broken?: Readonly<Record<string, SignalboxError>> | undefined;
  /** Graph id → an operator's values for its params. */
  readonly params?: Readonly<Record<string, Params>> | undefined;
  /** Graph id → the config and context with which its runs begin, where their request says nothing else. */
  readonly settings?: Readonly<Record<string, GraphSettings>> | undefined;
  /** Asked for the schemas of graphs whose state is no schema. Default: they are null. */
  readonly schemasInSource?: SchemasInSource | undefined;
  /** How the store behaves: by default, items live until they are deleted. */
  readonly store?: StoreSettings | undefined;
  readonly log?: Logger | undefined;
  /** Where the registry's code gets secrets. Default: the environment. */
  readonly secret?: ((name: string) => string | undefined) | undefined;
  /** What services want to see of whoever began a turn, such as a person's token for an MCP server. Default: nobody has any. */
  readonly credentials?: Credentials | undefined;
  /** Who is notified when a question's reminder or assignment is due. Default: the log. */
  readonly notifier?: Notifier | undefined;
  /** The process serves only this runtime, and something starts it again: it is ended when a node blocks its event loop for a minute. Default: false. */
  readonly ownsProcess?: boolean | undefined;
  readonly timing?: Partial<Timing> | undefined;
  /** What one tenant may have in the database. Default: no limits. */
  readonly limits?: TenantLimits | undefined;
  /** How nodes wait between attempts and for their limits. Default: real time; the test kit has its own. */
  readonly time?: Time | undefined;
  /** How much a channel may hold, in characters of JSON. */
  readonly stateSize?: Partial<StateSize> | undefined;
  /** Why somebody who made a cron may no longer start runs, asked at each of its times; undefined: may. A key that is revoked or over is found out without it. */
  readonly whyNoLonger?: ((maker: CronMaker) => Promise<string | undefined>) | undefined;
  /** A directory of people, for keys that may act for whom it knows: their roles, or undefined for somebody unknown. Default: nobody is known. */
  readonly rolesOf?: RolesOf | undefined;
  /** How webhooks of runs are signed, and where they may go. Default: none are sent, and requests that name one are refused. */
  readonly webhooks?: WebhookSettings | undefined;
  /** Each at least 32 characters: the first signs decision links, and those of the others still count. Default: none can be made. */
  readonly linkSecrets?: readonly string[] | undefined;
  /** Encrypts what checkpoints and stored events hold. The copies for listings and the inbox stay readable. */
  readonly cipher?: Cipher | undefined;
}
