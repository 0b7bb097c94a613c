/** DBOS: a workflow of ten steps, called directly. Settings of https://docs.dbos.dev/typescript/reference/configuration: its defaults, which wait for each step's commit. */
import { DBOS } from "@dbos-inc/dbos-sdk";
import { answerLoads } from "../contenders/answer-loads.ts";

DBOS.setConfig({ name: "bench", systemDatabaseUrl: process.env.DATABASE_URL, logLevel: "error", runAdminServer: false });
const chain = DBOS.registerWorkflow(
  async () => {
    let n = 0;
    for (let step = 0; step < 10; step++) n = await DBOS.runStep(async () => n + 1, { name: `n${step}` });
    return n;
  },
  { name: "chain" },
);
await DBOS.launch();
await answerLoads(async () => {
  const n = await chain();
  if (n !== 10) throw new Error(`a run ended with ${n}`);
});
