/** What was measured on: without it no absolute figure says anything. */
import { availableParallelism, cpus, release, totalmem, type } from "node:os";

export interface Machine {
  readonly postgres: string;
  /** The average number of processes that wanted to run, for each core. */
  readonly load: number;
  readonly at: Date;
}

export const describeMachine = ({ postgres, load, at }: Machine): string =>
  [
    at.toISOString().slice(0, 10),
    `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${type()} ${release()}`,
    `Node ${process.versions.node}`,
    `Postgres ${postgres}, fsync on`,
    `${load.toFixed(1)} processes a core wanted to run`,
  ].join("; ");
