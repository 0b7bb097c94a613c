/** Options that several commands have, and those that a variable can set. */
import { type Command, InvalidArgumentError, Option } from "commander";

/** An option that an environment variable sets when the command line does not. Commander's own reads `process.env`, which a call in process does not own. */
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

export const registryOption = (): Option => new Option("--registry <file:export>", "the registry of a YAML or JSON file");

export const urlOption = (): Option => new Option("--url <url>", "the server").default("http://127.0.0.1:2024");

export const outOption = (): Option => new Option("-o, --out <file>", "write the drawing here instead of stdout");

export const formatOption = (): Option =>
  new Option("-f, --format <format>", "by default mermaid, or svg where --out ends with .svg").choices(["mermaid", "svg"]);
