/** G29: the same request, sent several times at once to two processes, creates one run, and all of its senders are told of that one. */
import { fileURLToPath } from "node:url";
import { ended, spawnReady } from "../../runtime/engine/processes/spawn-worker.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { freePort } from "../../support/servers/free-port.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials } from "../measure/run-trials.ts";

const SENDERS = 4;
const service = fileURLToPath(new URL("../processes/service.ts", import.meta.url));

measurePromise({
  promise: "the same request sent at once to two processes takes effect once",
  off: "the key is not claimed",
  trials: { full: 50, quick: 50, off: 5 },
  protections: ["requestKeys"],
  async measure(trials, without) {
    const { url } = await freshPostgres();
    const database = await opened({ url });
    const ports = [await freePort(), await freePort()];
    const processes = await Promise.all(ports.map((port) => spawnReady(service, { url, port, without })));
    const send = async (index: number, sender: number): Promise<string> => {
      const answer = await fetch(`http://127.0.0.1:${ports[sender % 2]}/runs`, {
        method: "POST",
        headers: { "Idempotency-Key": `key-${index}` },
        body: JSON.stringify({ assistant_id: "steps", input: { script: { noAsk: true } }, metadata: { index } }),
      });
      const text = await answer.text();
      return answer.ok ? JSON.parse(text).run_id : `${answer.status} ${text}`;
    };
    const tally = await runTrials({ trials, width: 2 }, async (index) => {
      const told = new Set(await Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(index, sender))));
      const [row] = await database.sql.query<{ n: number }>("select count(*)::int as n from signalbox.runs where metadata @> $1", [
        { index },
      ]);
      return firstViolation({
        [`told of ${[...told].join(", ")}`]: told.size === 1,
        [`${row?.n} runs`]: row?.n === 1,
      });
    });
    for (const one of processes) one.kill("SIGKILL");
    await Promise.all(processes.map(ended));
    return tally;
  },
});
