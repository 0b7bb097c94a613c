/** G3: sixteen clients decide one question at the same moment, on two servers. */

import { faultDesk } from "../graphs/fault-desk.ts";
import { type Answer, serveOverHttp } from "../measure/http.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials, type Violation } from "../measure/run-trials.ts";

const CLIENTS = 16;

measurePromise({
  promise: "one decision per interrupt",
  off: "the claim accepts decided questions, without the thread's lock",
  trials: { full: 200, quick: 6, off: 3 },
  protections: ["claim"],
  async measure(trials, without) {
    const desk = await faultDesk(without);
    const other = await faultDesk(without, { url: desk.url, idle: true });
    const servers = [await serveOverHttp(desk.runtime), await serveOverHttp(other.runtime)];
    const tally = await runTrials({ trials, width: 2 }, async (trial): Promise<Violation> => {
      // the amount is the message's length: each trial has its own
      const amount = trial + 1;
      const { thread_id } = await desk.begin({ message: "x".repeat(amount) });
      const { id } = await desk.question(thread_id);
      const deciding = Array.from({ length: CLIENTS }, (_, client) =>
        servers[client % 2]?.send("POST", `/interrupts/${id}/decision`, { decision: "approve", by: `lead-${client}`, roles: ["lead"] }),
      );
      const answers = (await Promise.all(deciding)) as Answer[];
      await desk.settled(thread_id);
      const winner = answers.find(({ status }) => status === 200)?.body.decided_by;
      const informed = answers.filter(({ status, body }) => status === 409 && (body.first as { by?: string } | undefined)?.by === winner);
      const paid = (await desk.payments()).filter((each) => each === amount).length;
      return firstViolation({
        [`statuses ${answers.map(({ status }) => status)}`]: answers.filter(({ status }) => status === 200).length === 1,
        [`${informed.length} responses name who decided`]: informed.length === CLIENTS - 1,
        [`${paid} payments`]: paid === 1,
      });
    });
    for (const server of servers) await server.close();
    for (const { runtime } of [desk, other]) await runtime.stop();
    return tally;
  },
});
