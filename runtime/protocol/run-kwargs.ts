/** How a run was asked for, as it is kept with the run. */
import { Command, Send } from "@langchain/langgraph";

export interface RunKwargs {
  readonly config?: RunConfig;
  readonly context?: unknown;
  readonly stream_mode?: readonly string[];
  readonly subgraphs?: boolean;
  readonly interrupt_before?: "*" | readonly string[];
  readonly interrupt_after?: "*" | readonly string[];
}

export interface RunConfig {
  readonly tags?: string[] | undefined;
  readonly recursion_limit?: number | undefined;
  readonly configurable?: Record<string, unknown> | undefined;
  readonly metadata?: Record<string, unknown>;
  readonly [key: string]: unknown;
}

/** `command` of a run without its `resume`. */
export interface CommandBody {
  readonly goto?: CommandTarget | readonly CommandTarget[] | undefined;
  readonly update?: Record<string, unknown> | [string, unknown][] | undefined;
}
type CommandTarget = string | { readonly node: string; readonly input?: unknown };

export function commandOf({ goto = [], update }: CommandBody): Command {
  const targets = [goto].flat() as CommandTarget[];
  return new Command({
    goto: targets.map((target) => (typeof target === "string" ? target : new Send(target.node, target.input))),
    ...(update && { update }),
  });
}
