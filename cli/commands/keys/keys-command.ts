/** `signalbox keys`: how it is called. */
import { Command, InvalidArgumentError, Option } from "commander";
import type { MayActFor } from "../../../runtime/identity/may-act-for.ts";
import { action, exitCodes, type Invocation } from "../../program/action.ts";

const HELP = `
From the first key on, every request to a server on this database needs one, in X-Api-Key or Authorization: Bearer.
A key is shown once. It works until it is revoked (within 10 seconds in every process) or over.

Without --scope it has threads:read, threads:write, runs:write, decisions:write, assistants:read, store:read and store:write.
Not state:write: whoever edits state can step past an approval. With --act-for it has decisions:delegate too.

Examples:
  signalbox keys create dana --person --role refund-lead
  signalbox keys create inbox-bot --scope threads:read --expires 2027-01-31
  signalbox keys create slack-bot --act-for slack:T012/=lead,agent
  signalbox keys list
  signalbox keys revoke 4f1c2a9b7d3e`;

export function keysCommand(invocation: Invocation): Command {
  const keys = new Command("keys").description("Create, list and revoke the API keys of a database.").addHelpText("after", HELP);
  keys
    .command("create")
    .description("Create a key and show it once.")
    .argument("<id>", "who sends what comes with it: the id of a person or a service")
    .option("--person", "a person, who counts as one where a question asks for several; by default a service")
    .addOption(new Option("--role <role>", "a role of its holder; may be repeated").default([], "none").argParser(collected))
    .addOption(new Option("--scope <scope>", "what it may be used for; may be repeated").default([], "the usual ones").argParser(collected))
    .addOption(
      new Option("--act-for <prefix=roles>", "for whom a service may act: everybody whose id begins so, with these roles; may be repeated")
        .default([], "nobody")
        .argParser((text: string, before: readonly MayActFor[]) => [...before, ruleIn(text)]),
    )
    .option("--act-for-directory", "for whom a service may act: whom the application's rolesOf knows")
    .option("--distinct", "vouch that those for whom it acts are different people, where a question takes several")
    .option("--tenant <tenant>", "whose data it reaches", "default")
    .addOption(new Option("--expires <date>", "when it is over; by default never").argParser(dateIn))
    .action(action(invocation, async (command, io) => (await import("./keys.ts")).createKey(command, io), exitCodes.failed));
  keys
    .command("list")
    .description("List all keys, newest first. The keys themselves are stored nowhere.")
    .action(action(invocation, async (_command, io) => (await import("./keys.ts")).printKeys(io), exitCodes.failed));
  keys
    .command("revoke")
    .description("Revoke a key for good.")
    .argument("<key>", "its id, as list shows it")
    .action(action(invocation, async (command, io) => (await import("./keys.ts")).revoke(command, io), exitCodes.failed));
  return keys;
}

const collected = (text: string, before: readonly string[]): string[] => [...before, text];

/** "slack:T012/=lead,agent": an id may itself contain "=". */
function ruleIn(text: string): MayActFor {
  const [, prefix, roles] = /^(.+)=([^=]*)$/.exec(text) ?? [];
  if (prefix === undefined || roles === undefined)
    throw new InvalidArgumentError("Write a prefix of ids and roles: slack:T012/=lead,agent.");
  const named = roles.split(",").map((role) => role.trim());
  return { prefix: prefix.normalize("NFC"), roles: named.filter((role) => role !== "") };
}

function dateIn(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()) || date.getTime() <= Date.now()) throw new InvalidArgumentError("Write a date to come: 2027-01-31.");
  return date;
}
