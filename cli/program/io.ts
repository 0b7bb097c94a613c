/** What a command line reads and writes: the process's streams in the real program, the caller's own in process. */
import { relative, resolve } from "node:path";
import { styleText } from "node:util";

export interface TextOutput {
  write(text: string): unknown;
  /** Whether styles are written: on a terminal, unless NO_COLOR or FORCE_COLOR decide. */
  readonly isColoured: boolean;
  /** How wide help may be. Default 80. */
  readonly columns?: number | undefined;
}

export interface Io {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  /** Gets the variables of the project's env file, too. */
  readonly env: NodeJS.ProcessEnv;
  /** Absolute. */
  readonly cwd: string;
  /** Resolves to what asks a serving command to end, such as `SIGTERM`. Called only by commands that run until then. */
  readonly waitForShutdownSignal: () => Promise<string>;
  /** The process, where it belongs to the command line: serving commands guard it and end it. Undefined for a call in process. */
  readonly ownProcess?: NodeJS.Process | undefined;
}

type Style = Parameters<typeof styleText>[0];

export function printLine(output: TextOutput, line: string): void {
  output.write(`${line}\n`);
}

/** The text in a style, where styles are shown. */
export const styled = ({ isColoured }: TextOutput, style: Style, text: string): string =>
  isColoured ? styleText(style, text, { validateStream: false }) : text;

export const absolutePath = ({ cwd }: Pick<Io, "cwd">, path: string): string => resolve(cwd, path);

/** A file as the user would name it. */
export const shownPath = ({ cwd }: Pick<Io, "cwd">, file: string): string => relative(cwd, file) || file;
