/** How the checkpointer's statements reach the database: each on its own connection, or all in one transaction. */
import type { Sql } from "../../language/registry/context.ts";
import type { Database } from "../connection/database.ts";

export interface CheckpointStatement {
  /** Of a prepared statement. */
  readonly name?: string;
  /** In which `signalbox.` before a table's name is the schema of our tables. */
  readonly text: string;
  readonly values: readonly unknown[];
  /** In milliseconds, where it is shorter than the pool's own. */
  readonly query_timeout?: number;
}

export type RunStatement = <Row extends object>(statement: CheckpointStatement) => Promise<Row[]>;

export function ownConnections({ pool, qualify }: Pick<Database, "pool" | "qualify">): RunStatement {
  return async <Row extends object>({ text, values, ...options }: CheckpointStatement) =>
    (await pool.query<Row>({ ...options, text: qualify(text), values: [...values] })).rows;
}

export function inTransaction(tx: Sql): RunStatement {
  return <Row extends object>({ text, values }: CheckpointStatement) => tx.query<Row>(text, values);
}
