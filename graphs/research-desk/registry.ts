/** Everything that graph.ts may name: channels, models, the supervisor, the writer, the check, and the workers' graph. */
import { z } from "zod";
import { list, setup } from "../../language/index.ts";
import { admitGaps, supervisor, writer } from "./agents.ts";
import { models } from "./models.ts";
import { quality } from "./quality.ts";
import { Finding, Subtask } from "./subtask.ts";
import { researchWorker } from "./worker/graph.ts";

export const research = setup({
  state: {
    topic: z.string().trim().min(3).max(500),
    subtasks: z.array(Subtask),
    subtask: Subtask,
    finding: Finding,
    /** Grows from round to round. */
    findings: list(Finding),
    failed: list(z.object({ index: z.int(), item: Subtask, error: z.string() })),
    report: z.string(),
    /** Words of the topic that the report does not mention. */
    gaps: z.array(z.string()),
  },
  models,
  agents: { supervisor, writer, admitGaps },
  tasks: { quality },
  graphs: { worker: researchWorker },
});
