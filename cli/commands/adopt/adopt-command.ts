/** `signalbox adopt`: how it is called. */
import { userInfo } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import { action, exitCodes, type Invocation } from "../../program/action.ts";

const HELP = `
A thread that waits when a new version is deployed continues under its own version. This command moves it to another one, whose code the
project has: the version of langgraph.json, or an older one that the database holds and the code still fits. The open question is closed,
and asked anew under that version, with its deadlines counted from then on. A run asks it: \`signalbox serve\` or \`worker\` executes that.

Refused, with each thing that does not fit: a node that is gone and not mapped, a channel whose stored value no longer fits, a question
inside a subgraph, a branch, an item or an agent, and threads on which a run is under way. Graphs built by hand have no versions.

Ctrl+C stops between two threads. Exit codes: 0 all were moved, or follow that version already; 1 one was refused, or the rest was left out;
2 the command line is wrong.

Environment:
  DATABASE_URL     the Postgres of the threads; by default the embedded database in the data folder, which no server may use at the same time
  SIGNALBOX_DATA   the data folder, by default .signalbox
  SIGNALBOX_SCHEMA the schema of the tables, if it is not found by itself

Examples:
  signalbox adopt $THREAD --to 4 --dry-run
  signalbox adopt $THREAD --to 4 --map approval=signOff --reason "approval was renamed"
  signalbox adopt --all --graph support-desk --to 4 --map approval=signOff --json`;

export function adoptCommand(invocation: Invocation): Command {
  return new Command("adopt")
    .description("Move threads that wait to another version of their declaration.")
    .argument("[thread]", "the thread's id")
    .option("--all", "every live thread of the graph that follows another version")
    .option("--graph <id>", "with --all: the graph; by default the only one of langgraph.json")
    .requiredOption("--to <version>", "the version, or the first characters of its definition's hash")
    .addOption(
      new Option("--map <old=new>", "a node that has another name in that version; may be repeated").default({}, "none").argParser(addNode),
    )
    .addOption(new Option("--by <name>", "who moves them, for the audit trail").default(userOfSystem(), "the system's user"))
    .option("--reason <text>", "why, for the audit trail")
    .option("--dry-run", "write nothing, only say what would happen")
    .option("--json", "the outcome of each thread as JSON on stdout")
    .addHelpText("after", HELP)
    .action(action(invocation, async (command, io) => (await import("./adopt.ts")).adopt(command, io), exitCodes.failed));
}

function addNode(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [from, to, ...more] = text.split("=");
  if (!from || !to || more.length > 0)
    throw new InvalidArgumentError("Write the old node, an equals sign and the new one: approval=signOff.");
  if (Object.hasOwn(before, from) && before[from] !== to) throw new InvalidArgumentError(`"${from}" is mapped twice.`);
  return { ...before, [from]: to };
}

/** A process in a container may run as a user without a name. */
function userOfSystem(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
