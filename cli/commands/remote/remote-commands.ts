/** The commands that speak to a running server: how they are called. Their work is in the files beside this one. */
import { Command, InvalidArgumentError, Option } from "commander";
import { action, exitCodes, type Invocation, type Work } from "../../program/action.ts";
import { urlOption, VariableOption } from "../../program/options.ts";

const ASKED = "Exit codes: 0 the server did it, 1 it refused or did not respond, 2 the command line is wrong.";

interface RemoteCommand {
  readonly name: string;
  readonly description: string;
  readonly work: Work;
  readonly arguments?: readonly (readonly [name: string, description: string])[];
  readonly options?: readonly Option[];
  readonly help: string;
}

const person = [
  new Option("--by <name>", "who acts, on a server without authentication"),
  new Option("--role <role...>", "the roles that this person has"),
];
const page = [
  new Option("--limit <number>", "how many, 1 to 1,000").default(20).argParser(wholeNumber),
  new Option("--offset <number>", "how many to leave out").default(0).argParser(wholeNumber),
];
const json = (name: string) => parsedJson.bind(undefined, name);

const remote: readonly RemoteCommand[] = [
  {
    name: "run",
    description: "Start a run and follow it: each node as it ends, then the path, the result, or the question that waits.",
    work: async (command, io) => (await import("./run.ts")).run(command, io),
    arguments: [["<graph>", "an assistant: a graph's id, or an assistant's own"]],
    options: [
      new Option("--input <json>", "the graph's input; - reads it from stdin").default("{}"),
      new Option("--thread <id>", "the thread; by default a new one"),
      ...person,
    ],
    help: `Ctrl+C stops following; the run goes on. Exit codes: 0 it ended or waits, 1 it failed or the server refused, 2 the command line is wrong.

Examples:
  signalbox run support-desk --input '{"customerId":"C-1014","message":"where is my card?"}'
  signalbox run support-desk --thread $THREAD --input - < message.json
  signalbox run refunds --input '{"amount":700}' --by ann --json | jq .event`,
  },
  {
    name: "tail",
    description: "Follow a run's events, from the first one that is kept.",
    work: async (command, io) => (await import("./tail.ts")).tail(command, io),
    arguments: [
      ["<thread>", "the thread's id"],
      ["[run]", "by default its last run"],
    ],
    options: [new Option("--after <event>", "only events after this id").default("-1")],
    help: `Ctrl+C stops following; the run goes on. ${ASKED}

Examples:
  signalbox tail $THREAD
  signalbox tail $THREAD $RUN --after 41 --json`,
  },
  {
    name: "threads",
    description: "List threads, the latest first.",
    work: async (command, io) => (await import("./threads.ts")).threads(command, io),
    options: [
      new Option("--status <status>", "only these").choices(["idle", "busy", "interrupted", "error"]),
      new Option("--graph <id>", "only those of this graph"),
      ...page,
    ],
    help: `${ASKED}

Examples:
  signalbox threads --status interrupted
  signalbox threads --graph support-desk --limit 100 --json`,
  },
  {
    name: "show",
    description: "Show a thread: its status, the path of its last turn, what it waits for, what it cost.",
    work: async (command, io) => (await import("./show.ts")).show(command, io),
    arguments: [["<thread>", "the thread's id"]],
    help: `${ASKED}

Examples:
  signalbox show $THREAD
  signalbox show $THREAD --json | jq .path`,
  },
  {
    name: "inbox",
    description: "List the questions that wait for people, the latest first.",
    work: async (command, io) => (await import("./inbox.ts")).inbox(command, io),
    options: [
      new Option("--status <status>", "which questions").choices(["pending", "decided", "superseded", "expired"]).default("pending"),
      new Option("--graph <id>", "only those of this graph"),
      new Option("--thread <id>", "only those of this thread"),
      new Option("--assignee <role>", "only those that a deadline gave to this role"),
      ...page,
    ],
    help: `${ASKED}

Examples:
  signalbox inbox
  signalbox inbox --graph refunds --json`,
  },
  {
    name: "decide",
    description: "Answer a question that waits.",
    work: async (command, io) => (await import("./decide.ts")).decide(command, io),
    arguments: [
      ["<interrupt>", "the question's id"],
      ["[decision]", "one of its decisions; left out with --resume"],
    ],
    options: [
      new Option("--form <json>", "the decision's form").argParser(json("--form")),
      new Option("--resume <json>", "for an interrupt of a graph built by hand: the value with which it resumes")
        .argParser(json("--resume"))
        .conflicts("form"),
      new Option("--reason <text>", "why, for the record"),
      new Option("--thread <id>", "the question's thread, where that was copied: a copy asks under the same id"),
      ...person,
    ],
    help: `The first valid answer counts: a later one is refused with the one that counts. ${ASKED}

Examples:
  signalbox decide $INTERRUPT approve --by ann --role lead
  signalbox decide $INTERRUPT edit --form '{"amount":500}' --by ann --role lead --reason "half was used"`,
  },
  {
    name: "cancel",
    description: "Cancel a thread's runs that are under way or wait.",
    work: async (command, io) => (await import("./cancel.ts")).cancel(command, io),
    arguments: [
      ["<thread>", "the thread's id"],
      ["[run]", "by default all that have not ended"],
    ],
    options: [new Option("--rollback", "undo what the run has stored, too")],
    help: `${ASKED}

Examples:
  signalbox cancel $THREAD
  signalbox cancel $THREAD $RUN --rollback`,
  },
  {
    name: "retry",
    description: "Continue a failed run from its thread's last good step.",
    work: async (command, io) => (await import("./retry.ts")).retry(command, io),
    arguments: [
      ["<thread>", "the thread's id"],
      ["<run>", "the id of its last run, which failed, timed out or was cancelled"],
    ],
    help: `Finished nodes are not run again. ${ASKED}

Examples:
  signalbox retry 01a2035e-1a78-72aa-aa91-7d3655c564a1 01a2035f-0c11-7344-b5a1-2f8f1cf10d4e
  signalbox retry $THREAD $RUN --url https://desk.example.com`,
  },
  {
    name: "webhooks",
    description: "List what became of the webhooks of runs, newest first.",
    work: async (command, io) => (await import("./webhooks.ts")).webhooks(command, io),
    options: [
      new Option("--status <status>", "only these").choices(["pending", "delivered", "failed"]),
      new Option("--run <id>", "only of this run"),
      ...page,
    ],
    help: `${ASKED}

Examples:
  signalbox webhooks --status failed
  signalbox webhooks --run $RUN --json`,
  },
  {
    name: "replay",
    description: "Send a webhook again, with the same id and the same bytes.",
    work: async (command, io) => (await import("./webhooks.ts")).replay(command, io),
    arguments: [["<webhook>", "the id of the webhook"]],
    help: `${ASKED}

Examples:
  signalbox replay msg_01a2035e-1a78-72aa-aa91-7d3655c564a1`,
  },
];

export const remoteCommands: readonly ((invocation: Invocation) => Command)[] = remote.map((one) => (invocation) => {
  const command = new Command(one.name).description(`${one.description.replace(/\.$/, "")}, on a running server.`);
  for (const [name, description] of one.arguments ?? []) command.argument(name, description);
  for (const option of one.options ?? []) command.addOption(option);
  return command
    .addOption(urlOption())
    .addOption(new VariableOption("--api-key <key>", "a key of the server", "SIGNALBOX_API_KEY"))
    .option("--json", "JSON on stdout: one value, or a line for each event")
    .addHelpText("after", `\n${one.help}`)
    .action(action(invocation, one.work, exitCodes.failed));
});

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}

function parsedJson(option: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`${option} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
