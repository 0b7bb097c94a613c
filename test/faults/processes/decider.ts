/** A process that decides one question and kills itself at one of the boundaries of its decision. Argument: JSON of DeciderOptions. */
import { openDatabase } from "../../../persistence/connection/database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { stepsGraph } from "../../fixtures/steps.ts";
import { type Death, dieAtStatement } from "../trouble/die-at-statement.ts";
import { type Protection, weaken } from "../trouble/weaken.ts";

export interface DeciderOptions {
  readonly url: string;
  readonly id: string;
  readonly death: Death;
  readonly without: readonly Protection[];
}

const { url, id, death, without } = JSON.parse(process.argv[2] ?? "{}") as DeciderOptions;
const database = await openDatabase({ url });
weaken(database, without);
dieAtStatement(database, death);
const runtime = await createRuntime({ database, graphs: { steps: stepsGraph(database) }, log: consoleLog("fatal") });
process.send?.("ready");
await runtime.interrupts.decide({ id, resume: "yes" });
await runtime.stop();
await database.close();
process.exit(0);
