/** A process of its own that runs the suite's graphs, with protections off, or ending itself where it is told to. Argument: JSON of FaultWorkerOptions. */
import { openDatabase } from "../../../persistence/connection/database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import type { Timing } from "../../../runtime/services.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { suiteGraphs } from "../graphs/suite-graphs.ts";
import { type Death, dieAtStatement } from "../trouble/die-at-statement.ts";
import { type Protection, weaken } from "../trouble/weaken.ts";

export interface FaultWorkerOptions {
  readonly url: string;
  readonly timing?: Partial<Timing>;
  readonly without?: readonly Protection[];
  readonly death?: Death;
}

const { url, timing, without = [], death } = JSON.parse(process.argv[2] ?? "{}") as FaultWorkerOptions;
const database = await openDatabase({ url });
weaken(database, without);
if (death) dieAtStatement(database, death);
const log = consoleLog("silent");
const runtime = await createRuntime({ database, graphs: suiteGraphs(database), log, timing });
await runtime.start();
process.send?.("ready");
