/** Removes from errors what distinguishes a failure of the database from a wrong statement. Tests only. */
import type { Database } from "../../../persistence/connection/database.ts";

/** Call it before the database is used. */
export function hideErrorCodes(pool: Database["pool"]): void {
  const hidden = (error: unknown) => error && new Error("a statement failed", { cause: undefined });
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown;
  pool.connect = ((callback?: (...args: unknown[]) => void) =>
    callback
      ? connect((error: unknown, ...rest: unknown[]) => callback(hidden(error), ...rest))
      : (connect() as Promise<unknown>).catch((error) => Promise.reject(hidden(error)))) as typeof pool.connect;
  pool.on("connect", (client) => {
    const target = client as unknown as { query: (...args: unknown[]) => unknown };
    const query = target.query.bind(client);
    target.query = (...args) => {
      const callback = args.at(-1);
      if (typeof callback !== "function") return (query(...args) as Promise<unknown>).catch((error) => Promise.reject(hidden(error)));
      return query(...args.slice(0, -1), (error: unknown, result: unknown) => callback(hidden(error), result));
    };
  });
}
