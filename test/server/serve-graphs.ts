/** Serves a raw graph and the order desk: the API on a real runtime, database and port, with the official client. */
import { Client } from "@langchain/langgraph-sdk";
import { compileGraph } from "../../compile/compile-graph.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { databasePorts } from "../../runtime/ports/ports.ts";
import type { RuntimeOptions } from "../../runtime/runtime-options.ts";
import type { AppOptions } from "../../server/app.ts";
import { consoleLog } from "../../telemetry/log.ts";
import { orderDesk } from "../fixtures/order-desk.ts";
import { graph as raw } from "./raw/graph.ts";
import { serve } from "./serve.ts";

const log = consoleLog(process.env.LOG_LEVEL ?? "silent");

export interface Served {
  readonly url: string;
  readonly client: Client;
  close(): Promise<void>;
}

export function serveGraphs(database: Database): Promise<Served> {
  const desk = compileGraph(orderDesk, { ports: databasePorts(database, { log }) });
  return serveOn(database, { raw, "support-desk": desk });
}

export const serveRaw = (database: Database): Promise<Served> => serveOn(database, { raw });

export async function serveOn(
  database: Database,
  graphs: RuntimeOptions["graphs"],
  {
    app,
    ...options
  }: Pick<RuntimeOptions, "secret" | "settings" | "store" | "whyNoLonger" | "webhooks" | "rolesOf"> & {
    readonly app?: Partial<AppOptions>;
  } = {},
): Promise<Served> {
  const runtime = await createRuntime({ database, graphs, log, ...options });
  await runtime.start();
  const { url, close } = await serve({ runtime, ...app });
  return {
    url,
    client: new Client({ apiUrl: url, apiKey: null, callerOptions: { maxRetries: 0 } }),
    async close() {
      await close(0);
      await runtime.stop();
    },
  };
}

/** A JSON body of any shape. */
// biome-ignore lint/suspicious/noExplicitAny: the assertions of the test check its shape
export const jsonOf = async (answer: Response | Promise<Response>): Promise<any> => (await answer).json();
