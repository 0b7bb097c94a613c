/** The timeline of the database's history: a promoted standby begins a new one. A process must never write to two. */
import type { Duplex } from "node:stream";
import type pg from "pg";
import type { Logger } from "../../language/registry/context.ts";
import { asTransient, codeOf } from "./unavailable.ts";

/** True at once after a promotion, and for any role. `pg_control_checkpoint()` is late. */
const TIMELINE = `select pg_is_in_recovery() as standby,
  case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_lsn()), 8) end as timeline`;

/** Of the session: transactions that do not say otherwise are read committed, also the queue's, whatever the database's default is. */
const READ_COMMITTED = ", set_config('default_transaction_isolation', 'read committed', false)";

/** Services that speak Postgres' protocol may lack these functions. */
const UNKNOWN = /^(42883|42501|0A000)$/;

export class History {
  readonly #log: Logger | undefined;
  readonly #text: string;
  readonly #connections = new Set<pg.ClientBase>();
  readonly #listeners = new Set<() => void>();
  #seen: string | undefined;
  #refused: string | undefined;

  constructor(log: Logger | undefined, { pooled }: { readonly pooled: boolean }) {
    this.#log = log;
    this.#text = pooled ? TIMELINE : TIMELINE + READ_COMMITTED;
  }

  /** Called when older connections were dropped: others that this process has must go too. */
  onNew(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** For each new connection. Rejects, as for any failure that passes, when it leads to a standby or to an earlier history. */
  async check(client: pg.ClientBase): Promise<void> {
    this.#connections.add(client);
    client.once("end", () => this.#connections.delete(client));
    const { timeline, standby } = await this.#ask(client);
    if (standby) throw asTransient("a standby answers, which is read-only");
    if (timeline === undefined || timeline === this.#seen) return;
    const known = this.#seen;
    if (known !== undefined && timeline < known) throw this.#refuse(timeline, known);
    this.#seen = timeline;
    if (known === undefined) return;
    this.#log?.warn("the database has a new history, as after a failover: all older connections are dropped", { timeline, seen: known });
    for (const older of this.#connections) if (older !== client) drop(older);
    for (const listener of this.#listeners) listener();
  }

  #refuse(timeline: string, seen: string): Error {
    if (this.#refused !== timeline)
      this.#log?.warn("a database with an earlier history answers: its connections are refused", { timeline, seen });
    this.#refused = timeline;
    return asTransient(`a database with the earlier timeline ${timeline} answers, and this process has seen ${seen}`);
  }

  async #ask(client: pg.ClientBase): Promise<{ timeline: string | undefined; standby: boolean }> {
    try {
      const { rows } = await client.query<{ timeline: string | null; standby: boolean }>(this.#text);
      return { timeline: rows[0]?.timeline ?? undefined, standby: rows[0]?.standby === true };
    } catch (error) {
      if (UNKNOWN.test(codeOf(error))) return { timeline: undefined, standby: false };
      throw error;
    }
  }
}

/** As if the network had cut it: who uses it sees a lost connection, and the pool forgets it. */
function drop(client: pg.ClientBase): void {
  // the driver's types leave out its socket
  const { connection } = client as pg.ClientBase & { readonly connection?: { readonly stream: Duplex } };
  connection?.stream.destroy();
}
