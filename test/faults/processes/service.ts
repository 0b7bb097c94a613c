/** A process that serves and runs the steps graph. Argument: JSON of ServiceOptions. Sends "ready" when it listens. */
import { openDatabase } from "../../../persistence/open-database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { createApp } from "../../../server/app.ts";
import { listen } from "../../../server/listen.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { stepsGraph } from "../../fixtures/steps.ts";
import { disableProtections, type Protection } from "../inject/disable-protections.ts";
import { type KillPoint, killAtStatement } from "../inject/kill-at-statement.ts";

export interface ServiceOptions {
  readonly url: string;
  /** The same database without the PgBouncer before it. */
  readonly directUrl?: string | undefined;
  readonly port: number;
  readonly without: readonly Protection[];
  /** Where it kills itself. */
  readonly killPoint?: KillPoint | undefined;
}

const { url, directUrl, port, without, killPoint } = JSON.parse(process.argv[2] ?? "{}") as ServiceOptions;
const database = await openDatabase({ url, directUrl });
disableProtections(database, without);
if (killPoint) killAtStatement(database, killPoint);
const log = consoleLog(process.env.LOG_LEVEL ?? "silent");
const webhooks = { secrets: ["of the suite"], allowedHosts: ["127.0.0.1"] };
const runtime = await createRuntime({ database, graphs: { steps: stepsGraph(database) }, log, webhooks });
await runtime.start();
const versions = { version: "0.0.0-test", langgraph_js_version: "1.7.3" };
const served = await listen(createApp({ runtime, versions }), port);
process.on("SIGTERM", async () => {
  await served.close();
  await runtime.stop();
  await database.close();
  process.exit(0);
});
process.send?.("ready");
