/** Tasks for the test kit: every label brings a sample output where the task has one. */
import type { NormalTask } from "../../language/graph/normal-graph.ts";
import type { TaskData } from "../../language/kinds/task/task.ts";
import { outputWith, scripted } from "../forcing/forced.ts";
import type { KindKit } from "./kind-kit.ts";
import { codeKit } from "./recovery.ts";

export const taskKit: KindKit<TaskData, NormalTask> = {
  ...codeKit,
  answer: ({ site, node, label, wants }) => {
    const output = site.registry.tasks?.[node.task]?.output;
    return scripted(site, { label, ...(output && { output: outputWith(output, node.writes, wants) }) });
  },
};
