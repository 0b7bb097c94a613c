/** An option that an environment variable sets when the command line does not. Commander's own reads `process.env`, which a call in process does not own. */
import { type Command, InvalidArgumentError, Option } from "commander";

export class VariableOption extends Option {
  readonly variable: string;

  constructor(flags: string, description: string, variable: string) {
    super(flags, `${description} (env: ${variable})`);
    this.variable = variable;
  }
}

/** Sets the options that the command line left out. */
export function readVariables(command: Command, env: NodeJS.ProcessEnv): void {
  for (const option of command.options) {
    if (!(option instanceof VariableOption)) continue;
    const text = env[option.variable];
    const source = command.getOptionValueSource(option.attributeName());
    if (text === undefined || source === "cli") continue;
    command.setOptionValueWithSource(option.attributeName(), parsed(command, option, text), "env");
  }
}

function parsed(command: Command, option: VariableOption, text: string): unknown {
  try {
    return option.parseArg ? option.parseArg<unknown>(text, undefined) : text;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const { code, message } = error;
    return command.error(`error: option '${option.flags}' value '${text}' from env '${option.variable}' is invalid. ${message}`, { code });
  }
}
