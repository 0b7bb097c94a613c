/** `signalbox worker`: how it is called. */
import { Command } from "commander";
import { action, exitCodes, type Invocation } from "../../program/action.ts";
import { RUN_VARIABLES, runOptions } from "../../serving/run-options.ts";

const HELP = `
Any number of servers and workers share one Postgres and need nothing else. Each run goes to a free process. The runs of a worker that dies
are taken over within seconds; one that is asked to stop hands its runs over at the end of their steps. All must have the same graphs.

Environment:
  DATABASE_URL     the Postgres; an embedded database has one process, which is \`signalbox serve\`
${RUN_VARIABLES}

Examples:
  DATABASE_URL=postgres://user:password@localhost:5432/signalbox signalbox worker
  signalbox worker --slots 16`;

export function workerCommand(invocation: Invocation): Command {
  const command = new Command("worker")
    .description("Execute the runs of langgraph.json's graphs, beside its servers.")
    .addHelpText("after", HELP)
    .action(
      action(
        invocation,
        async (self, io) => {
          const shutdown = io.waitForShutdownSignal(); // from the start on, so that a signal during a slow start is not lost
          const { work } = await import("./worker.ts");
          return work(self, io, shutdown);
        },
        exitCodes.failed,
      ),
    );
  for (const option of runOptions()) command.addOption(option);
  return command;
}
