/** The graph `chat` behind the API, on an embedded database, with a model that takes its time. Whoever calls it needs a key. */
import { compileDeclaration } from "../../compile/compile-graph.ts";
import { chat } from "../../graphs/chat/graph.ts";
import { talkingModel } from "../../graphs/chat/scripted-model.ts";
import { registryOf } from "../../language/index.ts";
import { openDatabase } from "../../persistence/open-database.ts";
import { migrate } from "../../persistence/schema/migrate.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { insertKey } from "../../persistence/statements/keys/insert-key.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { newApiKey } from "../../runtime/keys/api-key.ts";
import { databasePorts } from "../../runtime/ports/ports.ts";
import { createApp } from "../../server/app.ts";
import { type Listening, listen } from "../../server/listen.ts";
import { consoleLog } from "../../telemetry/log.ts";

const log = consoleLog(process.env.LOG_LEVEL ?? "error");

export interface ChatServer extends Listening {
  /** Of the guest who uses the pages. */
  readonly guestKey: string;
  /** Of the hotel's service that sends links to guests. */
  readonly mailerKey: string;
}

export async function serveChat(origin: string, wordMs: number): Promise<ChatServer> {
  const database = await openDatabase({ dataFolder: "memory://" });
  await prepareDatabase(database);
  await migrate(database, { namespace: "chat", folder: new URL("../../graphs/chat/migrations", import.meta.url) });
  const registry = { ...registryOf(chat), models: { main: () => talkingModel(wordMs) } };
  const compiled = compileDeclaration({ graph: chat, registry }, { ports: databasePorts(database, { log }) });
  const runtime = await createRuntime({ database, graphs: { chat: compiled }, log, linkSecrets: ["browser-tests-".repeat(3)] });
  const key = async (principal: string, kind: "person" | "service", scopes: string[]): Promise<string> => {
    const { id, key, hash } = newApiKey();
    const rules = kind === "service" ? [{ prefix: "guest", roles: [], distinct: true }] : [];
    await insertKey(database.sql, {
      ...{ id, hash, principal, kind, scopes, tenant: "default", roles: [], expires_at: null, may_act_for: rules },
    });
    return key;
  };
  const guestKey = await key("guest", "person", ["threads:read", "threads:write", "runs:write", "decisions:write"]);
  const mailerKey = await key("mailer", "service", ["threads:read", "decisions:delegate"]);
  await runtime.start();
  const listening = await listen(createApp({ runtime, cors: { allow_origins: [origin] } }), 0);
  return {
    ...{ ...listening, guestKey, mailerKey },
    async close() {
      await listening.close(0);
      await runtime.stop();
      await database.close();
    },
  };
}
