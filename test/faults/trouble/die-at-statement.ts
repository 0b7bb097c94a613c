/** Ends this process by kill -9 at the n-th of certain statements: every boundary of a run in turn. */
import type { Database } from "../../../persistence/connection/database.ts";
import { interceptQueries } from "./intercept-queries.ts";

export interface Death {
  /** 1 is the first that counts. */
  readonly nth: number;
  /** Before it is sent, or when it is answered and nobody has heard of that yet. */
  readonly when: "before" | "after";
  /** writes: what makes a run durable. checkpoint: of these the checkpoints themselves. Else every statement from the first of this kind on. */
  readonly of: "writes" | "checkpoint" | "decision" | "resume";
}

const only = { writes: /into checkpoints |into checkpoint_writes|into effects|^update effects|^commit$/, checkpoint: /into checkpoints / };
const begins = {
  decision: /^select i\.\*, t\.graph_id from interrupts/,
  resume: /insert into leases as held/,
};

/** To be called before the database is used. */
export function dieAtStatement({ pool }: Database, { nth, when, of }: Death): void {
  let count = 0;
  let isUnderWay = false;
  const counts = (text: string) => {
    if (of === "writes" || of === "checkpoint") return only[of].test(text);
    isUnderWay ||= begins[of].test(text);
    return isUnderWay;
  };
  const at = (place: Death["when"], text: string) => {
    if (place === when && counts(text) && ++count === nth) process.kill(process.pid, "SIGKILL");
  };
  interceptQueries(pool, {
    before: (text) => {
      at("before", text);
      return text;
    },
    after: (text) => at("after", text),
  });
}

/** Boundary 0 is before the first statement, 1 after it, 2 before the second. */
export const deathAt = (boundary: number, of: Death["of"]): Death => ({
  nth: 1 + Math.floor(boundary / 2),
  when: boundary % 2 === 0 ? "before" : "after",
  of,
});
