/** A handle on the database for one tenant. Where a request has it, a statement on a tenant's table that does not say `$tenant` is refused before it is sent. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Sql } from "../../language/registry/context.ts";
import type { Database, TransactionOptions, Tx } from "../connection/database.ts";
import { tenantTables } from "./tenant-tables.ts";

/** `$tenant` in a statement becomes a parameter with this tenant. */
export interface TenantSql extends Sql {
  readonly tenant: string;
}

export interface TenantTx extends Tx, TenantSql {}

export interface TenantDatabase extends Pick<Database, "kind" | "separatesTenants"> {
  readonly sql: TenantSql;
  transaction<T>(work: (tx: TenantTx) => Promise<T>, options?: TransactionOptions): Promise<T>;
}

/** For a request. */
export const forTenant = (database: Database, tenant: string): TenantDatabase => tenantDatabase(database, { tenant, isGuarded: true });

/** For the engine, in its work on one thread: what says no tenant is found by the thread or the run, and not refused. */
export const forEngine = (database: Database, tenant: string): TenantDatabase => tenantDatabase(database, { tenant, isGuarded: false });

interface Handle {
  readonly tenant: string;
  readonly isGuarded: boolean;
}

function tenantDatabase(database: Database, handle: Handle): TenantDatabase {
  const lock = database.separatesTenants && handle.isGuarded ? handle.tenant : undefined;
  return {
    kind: database.kind,
    separatesTenants: database.separatesTenants,
    sql: sqlOf(lock === undefined ? database.sql : oneByOne(database, lock), handle),
    transaction: (work, options) => database.transaction((tx) => work(txOf(tx, handle)), { ...options, tenant: lock }),
  };
}

/** Each statement in a transaction of its own, which says whose rows it may see. */
const oneByOne = (database: Database, tenant: string): Sql => ({
  query: (text, values) => database.transaction((tx) => tx.query(text, values), { tenant }),
});

function sqlOf(sql: Sql, { tenant, isGuarded }: Handle): TenantSql {
  return {
    tenant,
    query: (text, values = []) => {
      const says = text.includes("$tenant");
      if (isGuarded && !says) refuseUnscoped(text);
      return says ? sql.query(text.replaceAll("$tenant", `$${values.length + 1}`), [...values, tenant]) : sql.query(text, values);
    },
  };
}

/** The queue sends statements of its own by `executeSql`. */
function txOf(tx: Tx, handle: Handle): TenantTx {
  const executeSql: Tx["executeSql"] = async (text, values) => {
    if (handle.isGuarded) refuseUnscoped(text);
    return tx.executeSql(text, values);
  };
  return { ...sqlOf(tx, handle), executeSql };
}

const names = new RegExp(
  String.raw`\bsignalbox\.(?:${tenantTables.join("|")})\b|\b(?:from|join|into|update|using)\s+(?:only\s+)?(?:"?\w+"?\.)?"?(?:${tenantTables.join("|")})\b`,
  "i",
);

function refuseUnscoped(text: string): void {
  const [table] = names.exec(text) ?? [];
  if (table === undefined) return;
  throw new SignalboxError("TENANT_NOT_NAMED", `A statement on ${table} does not say $tenant: ${text.slice(0, 120)}`);
}
