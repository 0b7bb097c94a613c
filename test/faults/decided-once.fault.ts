/** G3: sixteen clients decide one question at the same moment, at two servers. */

import { weakenedDesk } from "./graphs/weakened-desk.ts";
import { type Answer, httpOn } from "./measure/http.ts";
import { keeps } from "./measure/promise.ts";
import { firstWrong, several, type Wrong } from "./measure/several.ts";

const CLIENTS = 16;

keeps({
  ...{ id: "G3", promise: "one decision per interrupt", off: "the claim accepts decided questions, without the thread's lock" },
  trials: { full: 200, quick: 6, off: 3 },
  protections: ["claim"],
  async measure(trials, without) {
    const desk = await weakenedDesk(without);
    const other = await weakenedDesk(without, { url: desk.url, idle: true });
    const servers = [await httpOn(desk.runtime), await httpOn(other.runtime)];
    const tally = await several({ trials, width: 2 }, async (trial): Promise<Wrong> => {
      // what is paid is the message's length: each trial has its own
      const amount = trial + 1;
      const { thread_id } = await desk.begin({ message: "x".repeat(amount) });
      const { id } = await desk.question(thread_id);
      const deciding = Array.from({ length: CLIENTS }, (_, client) =>
        servers[client % 2]?.send("POST", `/interrupts/${id}/decision`, { decision: "approve", by: `lead-${client}` }),
      );
      const answers = (await Promise.all(deciding)) as Answer[];
      await desk.settled(thread_id);
      const winner = answers.find(({ status }) => status === 200)?.body.decided_by;
      const told = answers.filter(({ status, body }) => status === 409 && (body.first as { by?: string } | undefined)?.by === winner);
      const paid = (await desk.payments()).filter((each) => each === amount).length;
      return firstWrong({
        [`statuses ${answers.map(({ status }) => status)}`]: answers.filter(({ status }) => status === 200).length === 1,
        [`${told.length} were told who decided`]: told.length === CLIENTS - 1,
        [`${paid} payments`]: paid === 1,
      });
    });
    for (const server of servers) await server.close();
    for (const { runtime } of [desk, other]) await runtime.stop();
    return tally;
  },
});
