/** `signalbox keys`: the API keys in the table of a database. */
import type { Command } from "commander";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { nearestHint } from "../../../language/issues/nearest.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { openDatabase } from "../../../persistence/open-database.ts";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { insertKey } from "../../../persistence/statements/keys/insert-key.ts";
import { listKeys } from "../../../persistence/statements/keys/list-keys.ts";
import { revokeKey } from "../../../persistence/statements/keys/revoke-key.ts";
import type { MayActFor } from "../../../runtime/identity/may-act-for.ts";
import { newApiKey } from "../../../runtime/keys/api-key.ts";
import { publish } from "../../../runtime/pubsub/publish.ts";
import { type ApiScope, isScope, scopes } from "../../../server/operations.ts";
import { exitCodes } from "../../program/action.ts";
import { type Io, printLine } from "../../program/io.ts";
import { databaseIn } from "../../serving/settings.ts";

const DELEGATE: ApiScope = "decisions:delegate";
const USUAL: readonly ApiScope[] = [
  ...(["threads:read", "threads:write", "runs:write", "decisions:write", "assistants:read", "store:read", "store:write"] as const),
];

interface Options {
  readonly person?: boolean;
  readonly role: string[];
  readonly scope: string[];
  readonly tenant: string;
  readonly expires?: Date;
  readonly actFor: MayActFor[];
  readonly actForDirectory?: true;
  readonly distinct?: true;
}

export async function createKey(command: Command, io: Io): Promise<number> {
  const options = command.opts<Options>();
  const { person = false, role: roles, scope, tenant, expires } = options;
  const unknown = scope.find((each) => !isScope(each));
  if (unknown !== undefined) throw new SignalboxError("CONFIG_INVALID", `"${unknown}" is not a scope. ${nearestHint(unknown, scopes)}`);
  const principal = (command.args[0] ?? "").normalize("NFC").trim();
  if (principal === "") throw new SignalboxError("CONFIG_INVALID", "Say whose key it is");
  const { id, key, hash } = newApiKey();
  const may_act_for = rulesOf(options);
  const granted = scope.length > 0 ? scope : [...USUAL, ...(may_act_for.length > 0 ? [DELEGATE] : [])];
  if (may_act_for.length > 0 && !granted.includes(DELEGATE))
    throw new SignalboxError("CONFIG_INVALID", `Who acts for others needs --scope ${DELEGATE} too`);
  const kind = person ? "person" : "service";
  await onDatabase(io, async ({ sql }) => {
    await insertKey(sql, { id, tenant, hash, principal, kind, roles, scopes: granted, expires_at: expires ?? null, may_act_for });
    await publish(sql, { kind: "key", key: id });
  });
  printLine(io.stdout, key);
  printLine(io.stderr, `key ${id} of ${principal}: ${granted.join(", ")}. It is not shown again.`);
  return exitCodes.ok;
}

/** @throws CONFIG_INVALID */
function rulesOf({ person, actFor, actForDirectory, distinct }: Options): MayActFor[] {
  const rules: MayActFor[] = [...actFor, ...(actForDirectory ? [{ directory: true } as const] : [])];
  if (person && rules.length > 0) throw new SignalboxError("CONFIG_INVALID", "Only a service acts for others: leave out --person");
  if (distinct && rules.length === 0) throw new SignalboxError("CONFIG_INVALID", "--distinct is about those of --act-for");
  return rules.map((rule) => ({ ...rule, ...(distinct && { distinct }) }));
}

export async function printKeys(io: Io): Promise<number> {
  const rows = await onDatabase(io, ({ sql }) => listKeys(sql));
  for (const { id, principal, kind, tenant, roles, scopes: granted, revoked_at, expires_at, last_used_at, may_act_for } of rows) {
    const state = revoked_at ? "revoked" : expires_at && expires_at.getTime() <= Date.now() ? "over" : "valid";
    const used = last_used_at ? `last used ${last_used_at.toISOString()}` : "never used";
    printLine(
      io.stdout,
      [
        id,
        principal,
        kind,
        tenant,
        state,
        used,
        `roles ${roles.join(",") || "-"}`,
        `scopes ${granted.join(",")}`,
        ...actsFor(may_act_for),
      ].join("  "),
    );
  }
  return exitCodes.ok;
}

const actsFor = (rules: unknown): string[] => (Array.isArray(rules) && rules.length > 0 ? [`acts for ${JSON.stringify(rules)}`] : []);

export async function revoke(command: Command, io: Io): Promise<number> {
  const [id = ""] = command.args;
  const isKnown = await onDatabase(io, async ({ sql }) => {
    const isRevoked = await revokeKey(sql, id);
    if (isRevoked) await publish(sql, { kind: "key", key: id });
    return isRevoked;
  });
  if (!isKnown) throw new SignalboxError("CONFIG_INVALID", `There is no key ${id}: signalbox keys list shows them`);
  printLine(io.stdout, `key ${id} is revoked: within 10 seconds no process accepts it`);
  return exitCodes.ok;
}

async function onDatabase<T>(io: Io, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(databaseIn(io));
  try {
    await prepareDatabase(database);
    return await work(database);
  } finally {
    await database.close();
  }
}
