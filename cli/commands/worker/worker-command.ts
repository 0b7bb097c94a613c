/** `signalbox worker`: how it is called. */
import type { Command } from "commander";
import type { Invocation } from "../../program/action.ts";
import { RUN_VARIABLES } from "../../serving/run-options.ts";
import { serviceCommand } from "../../serving/service-command.ts";

const HELP = `
Any number of servers and workers share one Postgres and need nothing else. Each run goes to a free process. The runs of a worker that dies
are taken over within seconds; one that is asked to stop hands its runs over at the end of their steps. Processes of two versions may run
beside each other: a run is left to a worker that has its code.

Environment:
  DATABASE_URL     the Postgres; an embedded database has one process, which is \`signalbox serve\`
${RUN_VARIABLES}

Examples:
  DATABASE_URL=postgres://user:password@localhost:5432/signalbox signalbox worker
  signalbox worker --slots 16`;

export const workerCommand = (invocation: Invocation): Command =>
  serviceCommand(invocation, {
    name: "worker",
    description: "Execute the runs of langgraph.json's graphs, beside its servers.",
    help: HELP,
    load: async () => (await import("./worker.ts")).work,
  });
