/** What `serve` and `worker` have in common as commands: they run until a signal stops them, with the options of a process that executes runs. */
import { Command, type Option } from "commander";
import { action, exitCodes, type Invocation } from "../program/action.ts";
import type { Io } from "../program/io.ts";
import { runOptions } from "./run-options.ts";

interface ServiceCommand {
  readonly name: string;
  readonly description: string;
  readonly help: string;
  /** Besides those of every process that executes runs. */
  readonly options?: readonly Option[];
  /** Imports the implementation. */
  readonly load: () => Promise<(command: Command, io: Io, shutdown: Promise<string>) => Promise<number>>;
}

export function serviceCommand(invocation: Invocation, { name, description, help, options = [], load }: ServiceCommand): Command {
  const run = async (command: Command, io: Io): Promise<number> => {
    const shutdown = io.waitForShutdownSignal(); // from the start on, so that a signal during a slow start is not lost
    const service = await load();
    return service(command, io, shutdown);
  };
  const command = new Command(name)
    .description(description)
    .addHelpText("after", help)
    .action(action(invocation, run, exitCodes.failed));
  for (const option of [...options, ...runOptions()]) command.addOption(option);
  return command;
}
