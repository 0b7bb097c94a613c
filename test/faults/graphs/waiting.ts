/** A declared graph that waits for an approval and has a signal, and later versions of the same graph. */
import { z } from "zod";
import { question, setup, task } from "../../../language/index.ts";
import type { Duration } from "../../../language/terms/duration.ts";

const form = z.object({ amount: z.number() });

const vocabularyWith = (edit: z.ZodObject) =>
  setup({
    roles: ["lead"],
    state: { message: z.string(), amount: z.number(), done: z.string() },
    tasks: {
      work: task({
        labels: ["done"],
        args: z.object({ message: z.string() }),
        output: z.string(),
        run: async ({ message }) => ({ label: "done", output: message }),
      }),
    },
    questions: {
      approve: question({ prompt: "Do it?", decisions: { yes: null, edit } }),
      human: question({ prompt: "You have it.", decisions: { close: null } }),
    },
  });

const graphOf = (version: number, approval: string, field: string, after: Duration) => ({
  ...{ id: "waiting", version, start: approval, input: ["message"] },
  signals: { takeOver: { by: ["lead"], next: "human" } },
  nodes: {
    [approval]: {
      ...{ kind: "interrupt", question: "approve", by: ["lead"], shows: ["message"], decisions: { yes: "work", edit: "work" } },
      ...{ writes: { edit: { amount: field } }, deadlines: [{ after, next: "end" }] },
    },
    work: { kind: "task", task: "work", writes: "done", routes: { done: "end" } },
    human: { kind: "interrupt", question: "human", by: ["lead"], decisions: { close: "end" } },
  },
});

const declared = (edit: z.ZodObject, graph: unknown) => vocabularyWith(edit).loadGraph(JSON.stringify(graph), "waiting.yaml");

/** `after`: its deadline. */
export const waiting = (after: Duration = "1h") => declared(form, graphOf(1, "approval", "amount", after));

export const deploys = {
  /** The approval has another name: waiting threads continue under their own definition. */
  renamed: declared(form, graphOf(2, "signOff", "amount", "1h")),
  /** The question has another form: waiting threads cannot continue and report it. */
  unfitting: declared(z.object({ cents: z.number() }), graphOf(3, "approval", "cents", "1h")),
};
