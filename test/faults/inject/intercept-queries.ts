/** Intercepts the statements of a database's pool, before each is sent and after its result arrived. Tests only. */
import type { Database } from "../../../persistence/connection/database.ts";

interface Client {
  query: (...args: unknown[]) => unknown;
}

export interface Interception {
  /** Returns the text to send instead. */
  readonly before: (text: string, values: readonly unknown[]) => string;
  /** Called before the caller gets the result. */
  readonly after?: (text: string, values: readonly unknown[]) => void;
}

/** Call it before the database is used. */
export function interceptQueries(pool: Database["pool"], { before, after = () => {} }: Interception): void {
  pool.on("connect", (client) => {
    const target = client as unknown as Client;
    const query = target.query.bind(client);
    target.query = (first, ...rest) => {
      const text = typeof first === "string" ? first : (first as { text?: string }).text;
      if (text === undefined) return query(first, ...rest);
      const given = typeof first === "string" ? rest[0] : (first as { values?: unknown }).values;
      const values = Array.isArray(given) ? given : [];
      const sent = before(text, values);
      const callback = rest.at(-1);
      const statement = typeof first === "string" ? sent : { ...(first as object), text: sent };
      if (typeof callback === "function") {
        const answered = (...answer: unknown[]) => {
          after(text, values);
          callback(...answer);
        };
        return query(statement, ...rest.slice(0, -1), answered);
      }
      const answer = query(statement, ...rest);
      return answer instanceof Promise ? answer.finally(() => after(text, values)) : answer;
    };
  });
}
