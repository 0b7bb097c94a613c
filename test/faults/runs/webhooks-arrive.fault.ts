/** G31: a webhook arrives although the process dies by kill -9 between the end of its run and the delivery, or between the delivery and its record: always with one id and the same bytes. */
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Database } from "../../../persistence/connection/database.ts";
import { ended, spawnReady } from "../../runtime/engine/processes/spawn-worker.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { freePort } from "../../support/servers/free-port.ts";
import { patient } from "../../support/servers/patient.ts";
import { until } from "../../support/until.ts";
import type { KillPoint } from "../inject/kill-at-statement.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials } from "../measure/run-trials.ts";

const PATIENCE_MS = 60_000;
const PATIENCE_WITHOUT_MS = 5_000;
const service = fileURLToPath(new URL("../processes/service.ts", import.meta.url));

measurePromise({
  promise: "a webhook arrives with one id and the same bytes, whenever its process is killed",
  off: "the webhook is not written with the run's end",
  trials: { full: 20, quick: 4, off: 2 },
  protections: ["storedWebhooks"],
  async measure(trials, without) {
    const { url } = await freshPostgres();
    const database = await opened({ url });
    const received = new Map<string, { readonly id: string; readonly body: string }[]>();
    const receiver = createServer(patient, async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const path = request.url ?? "";
      received.set(path, [...(received.get(path) ?? []), { id: String(request.headers["webhook-id"]), body }]);
      response.end();
    });
    await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
    const { port: receiving } = receiver.address() as AddressInfo;
    const start = async (killPoint?: KillPoint): Promise<{ child: ChildProcess; port: number }> => {
      const port = await freePort();
      return { child: await spawnReady(service, { url, port, without, killPoint }), port };
    };
    const tally = await runTrials({ trials, width: 1 }, async (index) => {
      // before it is claimed, after that, before its delivery is stored
      const dying = await start({ of: "webhook", nth: 1 + (index % 2), when: index % 3 === 0 ? "after" : "before" });
      const path = `/hook-${index}`;
      const run = { assistant_id: "steps", input: { script: { noAsk: true } }, webhook: `http://127.0.0.1:${receiving}${path}` };
      await fetch(`http://127.0.0.1:${dying.port}/runs`, { method: "POST", body: JSON.stringify(run) });
      if (without.length === 0) await ended(dying.child);
      else await runsEnded(database).then(() => dying.child.kill("SIGKILL"));
      const living = await start();
      const patience = without.length > 0 ? PATIENCE_WITHOUT_MS : PATIENCE_MS;
      await until("the webhook", async () => (await undelivered(database)) === 0 && received.has(path), patience).catch(() => {});
      living.child.kill("SIGKILL");
      await ended(living.child);
      const hooks = received.get(path) ?? [];
      return firstViolation({
        "the webhook is lost": hooks.length > 0,
        [`${hooks.length} deliveries with several ids or bodies`]: new Set(hooks.map(({ id, body }) => id + body)).size <= 1,
        "it says another status": hooks.every(({ body }) => JSON.parse(body).status === "success"),
      });
    });
    receiver.close();
    const twice = [...received.values()].filter((hooks) => hooks.length > 1).length;
    return { ...tally, note: `${twice} arrived twice` };
  },
});

async function undelivered({ sql }: Database): Promise<number> {
  const [row] = await sql.query<{ n: number }>("select count(*)::int as n from signalbox.webhooks where status <> 'delivered'");
  return row?.n ?? 0;
}

const runsEnded = ({ sql }: Database): Promise<unknown> =>
  until("the end of the run", async () => {
    const rows = await sql.query("select 1 from signalbox.runs where status in ('pending', 'running')");
    return rows.length === 0;
  });
