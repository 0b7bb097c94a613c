/** A process that decides one question and kills itself before the n-th statement of its decision. Argument: JSON of DeciderOptions. */
import { openDatabase } from "../../persistence/database.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { consoleLog } from "../../runtime/log.ts";
import { stepsGraph } from "../engine/steps.ts";
import { type Protection, rewriteQueries, weaken } from "./weaken.ts";

export interface DeciderOptions {
  readonly url: string;
  readonly id: string;
  readonly dieBefore: number;
  readonly without: readonly Protection[];
}

const { url, id, dieBefore, without } = JSON.parse(process.argv[2] ?? "{}") as DeciderOptions;
const database = await openDatabase({ url });
weaken(database, without);
let statements = Number.NEGATIVE_INFINITY;
rewriteQueries(database.pool, (text) => {
  // the decision begins where its thread is locked
  if (/from threads where id = \$1 for update/.test(text)) statements = 0;
  if (statements++ === dieBefore) process.kill(process.pid, "SIGKILL");
  return text;
});
const runtime = await createRuntime({ database, graphs: { steps: stepsGraph(database) }, log: consoleLog("fatal") });
await runtime.interrupts.decide({ id, resume: "yes" });
await runtime.stop();
await database.close();
process.exit(0);
