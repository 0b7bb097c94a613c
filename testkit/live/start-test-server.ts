/** Starts a server of the test kit; what it needs is loaded then. */
import type { DatabaseOptions } from "../../persistence/open-database.ts";
import type { TestServer } from "./test-server.ts";

export type { TestServer };

/**
 * Starts a real server for scenarios: the HTTP API, the run engine and a Postgres. Without options, the Postgres is embedded and in memory.
 * A database given by `url` must not be used by another server, because that server would take the runs.
 * @example
 * const server = await startTestServer();
 * const result = await runPath(supportDesk, { input: { customerId: "C-1014", message: "refund, please" } }, { server });
 * console.log(result.path);
 * await server.close();
 */
export async function startTestServer(options?: DatabaseOptions): Promise<TestServer> {
  const { openTestServer } = await import("./test-server.ts");
  return openTestServer(options);
}
