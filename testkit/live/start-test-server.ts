/** Starts a server of the test kit; what it needs is loaded then. */
import type { DatabaseOptions } from "../../persistence/connection/open-database.ts";
import type { TestServer } from "./test-server.ts";

export type { TestServer };

/**
 * Starts a real server for scenarios: the HTTP API, the run engine and a Postgres, with code doubled as each scenario says.
 * Without options the Postgres is an embedded one in memory. A database given by `url` must be this server's own while
 * it runs: any other server on it would take its runs.
 *
 * @example
 * const server = await startTestServer();
 * const result = await runPath(supportDesk, { input: { message: "refund, please" } }, { server });
 */
export async function startTestServer(options?: DatabaseOptions): Promise<TestServer> {
  const { openTestServer } = await import("./test-server.ts");
  return openTestServer(options);
}
