/** A declared graph that asks with a reminder, an assignment and a deadline's edge, two seconds apart. */
import { z } from "zod";
import { question, setup, task } from "../../../language/index.ts";

const desk = setup({
  roles: ["clerk", "head"],
  state: { message: z.string(), missed: z.string() },
  tasks: {
    note: task({
      labels: ["noted"],
      args: z.object({ message: z.string() }),
      output: z.string(),
      run: async () => ({ label: "noted", output: "missed" }),
    }),
  },
  questions: { look: question({ prompt: "Is it real?", decisions: { yes: null } }) },
});

export const deadlineGraph = desk.defineGraph({
  id: "deadlines",
  version: 1,
  start: "look",
  input: ["message"],
  nodes: {
    look: {
      kind: "interrupt",
      question: "look",
      by: ["clerk"],
      decisions: { yes: "end" },
      deadlines: [
        { after: "25s", remind: "clerk" },
        { after: "27s", assign: "head" },
        { after: "29s", next: "miss" },
      ],
    },
    miss: { kind: "task", task: "note", writes: "missed", routes: { noted: "end" } },
  },
});
