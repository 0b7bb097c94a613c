/** Mastra: a workflow of ten steps on its Postgres store, with the defaults of https://mastra.ai/reference/storage/postgresql. It keeps one snapshot a run, and no history. */
import { Mastra } from "@mastra/core";
import { createStep, createWorkflow } from "@mastra/core/workflows";
import { PostgresStore } from "@mastra/pg";
import { z } from "zod";
import { answerLoads } from "../contenders/answer-loads.ts";

const io = z.object({ n: z.number() });
const storage = new PostgresStore({ id: "bench", connectionString: process.env.DATABASE_URL ?? "" });
await storage.init();
const steps = Array.from({ length: 10 }, (_, index) =>
  createStep({ id: `n${index}`, inputSchema: io, outputSchema: io, execute: async ({ inputData }) => ({ n: inputData.n + 1 }) }),
);
let chain = createWorkflow({ id: "chain", inputSchema: io, outputSchema: io });
for (const step of steps) chain = chain.then(step);
const workflow = new Mastra({ workflows: { chain: chain.commit() }, storage, logger: false }).getWorkflow("chain");
await answerLoads(async () => {
  const run = await workflow.createRun();
  const result = await run.start({ inputData: { n: 0 } });
  if (result.status !== "success" || result.result.n !== 10) throw new Error(`a run ended with ${JSON.stringify(result).slice(0, 300)}`);
});
