/** A process that decides one question and kills itself at a given statement. Argument: JSON of DeciderOptions. */
import { openDatabase } from "../../../persistence/open-database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { stepsGraph } from "../../fixtures/steps.ts";
import { disableProtections, type Protection } from "../inject/disable-protections.ts";
import { type KillPoint, killAtStatement } from "../inject/kill-at-statement.ts";

export interface DeciderOptions {
  readonly url: string;
  readonly id: string;
  readonly killPoint: KillPoint;
  readonly without: readonly Protection[];
}

const { url, id, killPoint, without } = JSON.parse(process.argv[2] ?? "{}") as DeciderOptions;
const database = await openDatabase({ url });
disableProtections(database, without);
killAtStatement(database, killPoint);
const runtime = await createRuntime({ database, graphs: { steps: stepsGraph(database) }, log: consoleLog("fatal") });
process.send?.("ready");
await runtime.interrupts.decide({ id, resume: "yes" });
await runtime.stop();
await database.close();
process.exit(0);
