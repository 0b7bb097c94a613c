/** Ends this process with kill -9 at the n-th of certain statements. */
import type { Database } from "../../../persistence/connection/database.ts";
import { interceptQueries } from "./intercept-queries.ts";

export interface KillPoint {
  /** 1 is the first that counts. */
  readonly nth: number;
  /** Before it is sent, or after its result arrived and before the caller gets it. */
  readonly when: "before" | "after";
  /** writes: statements that make a run durable. checkpoint: only checkpoints. decision, resume: all statements from the first of this kind on. webhook: its claim, and the record of its delivery. */
  readonly of: "writes" | "checkpoint" | "decision" | "resume" | "webhook";
}

/** The statement that stores checkpoints, writes and starts of nodes in a group says in its third parameter which of them it has. */
const stores = (values: readonly unknown[], ...kinds: string[]): boolean =>
  Array.isArray(values[2]) && values[2].some((kind) => kinds.includes(kind));
const isGroup = (text: string): boolean => text.includes("insert into signalbox.checkpoints ");

const only = {
  writes: (text: string, values: readonly unknown[]) =>
    isGroup(text) ? stores(values, "put", "writes") : /into signalbox\.effects|^update signalbox\.effects|^commit$/.test(text),
  checkpoint: (text: string, values: readonly unknown[]) => isGroup(text) && stores(values, "put"),
  webhook: (text: string) => /^update signalbox\.webhooks set (attempts|status = 'delivered')/.test(text),
};
const begins = {
  decision: /t\.graph_id, t\.definition_hash, asking\.kwargs as asking_kwargs/,
  resume: /insert into signalbox\.leases as held/,
};

/** What a process also says by itself, at any moment: its heartbeat, pg-boss's upkeep, and the check of each new connection. */
const background = /^\s*(select pg_is_in_recovery|with quickly|update "signalbox"\.version|select\s+q\.name|with locked_parents)/i;

/** Call it before the database is used. */
export function killAtStatement({ pool }: Database, { nth, when, of }: KillPoint): void {
  let count = 0;
  let isUnderWay = false;
  const counts = (text: string, values: readonly unknown[]) => {
    if (of === "writes" || of === "checkpoint" || of === "webhook") return only[of](text, values);
    isUnderWay ||= begins[of].test(text);
    return isUnderWay && !background.test(text);
  };
  const at = (moment: KillPoint["when"], text: string, values: readonly unknown[]) => {
    if (moment === when && counts(text, values) && ++count === nth) process.kill(process.pid, "SIGKILL");
  };
  interceptQueries(pool, {
    before: (text, values) => {
      at("before", text, values);
      return text;
    },
    after: (text, values) => at("after", text, values),
  });
}

/** Boundary 0 is before the first statement, 1 after it, 2 before the second. */
export const killPointAt = (boundary: number, of: KillPoint["of"]): KillPoint => ({
  nth: 1 + Math.floor(boundary / 2),
  when: boundary % 2 === 0 ? "before" : "after",
  of,
});
