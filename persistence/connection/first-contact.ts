/** What a new process asks a Postgres once, by its URL: whether it can be used at all, and what must be known before the pool opens. */
import pg from "pg";
import { SignalboxError } from "../../language/issues/errors.ts";
import { addressOf, connectionError } from "./connection-error.ts";
import { findSchemas, type Schemas } from "./schemas.ts";

/** Of Postgres 13, which has gen_random_uuid(). */
const OLDEST = 130_000;

export interface FirstContact {
  readonly schemas: Schemas;
  /** There is a pooler in between, which may give each transaction another session. */
  readonly isPooled: boolean;
  /** What transactions get that do not say. */
  readonly isolation: string;
}

interface Facts {
  readonly version: number;
  readonly shown: string;
  readonly pid: number;
  readonly standby: boolean;
  readonly isolation: string;
}

const FACTS = `select current_setting('server_version_num')::int as version, current_setting('server_version') as shown,
  pg_backend_pid() as pid, pg_is_in_recovery() as standby, current_setting('default_transaction_isolation') as isolation`;

/** @throws DATABASE_UNREACHABLE, DATABASE_LOGIN_FAILED, DATABASE_UNSUITABLE, DATABASE_SCHEMA_UNUSABLE */
export async function firstContact(
  connection: pg.ClientConfig & { readonly connectionString: string },
  schema: string | undefined,
): Promise<FirstContact> {
  const client = clientOf(connection);
  try {
    await client.connect();
    const { rows } = await client.query<Facts>(FACTS);
    const [facts] = rows;
    if (!facts) throw new Error("it does not answer a query");
    requireSuitable(connection.connectionString, facts);
    const schemas = await findSchemas(async (text, values = []) => (await client.query(text, [...values])).rows, schema);
    return { schemas, isPooled: facts.pid !== pidOf(client), isolation: facts.isolation };
  } catch (error) {
    throw error instanceof SignalboxError ? error : connectionError(connection.connectionString, error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The driver reads the files of certificates that a URL names. */
function clientOf(connection: pg.ClientConfig & { readonly connectionString: string }): pg.Client {
  try {
    const client = new pg.Client(connection);
    client.on("error", () => {});
    return client;
  } catch (error) {
    throw connectionError(connection.connectionString, error);
  }
}

function requireSuitable(url: string, { version, shown, standby }: Facts): void {
  const place = addressOf(url);
  if (version < OLDEST)
    throw new SignalboxError("DATABASE_UNSUITABLE", `Postgres at ${place} is version ${shown}: Signalbox needs 13 or later.`, {
      place,
      version,
    });
  if (standby)
    throw new SignalboxError(
      "DATABASE_UNSUITABLE",
      `Postgres at ${place} is a standby, which is read-only: name the primary in DATABASE_URL.`,
      {
        place,
      },
    );
}

/** A pooler tells the client a pid of its own. */
const pidOf = (client: pg.Client): unknown => (client as pg.Client & { readonly processID?: number }).processID;
