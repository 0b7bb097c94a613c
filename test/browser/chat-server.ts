/** The graph `chat` behind the API, on an embedded database, with a model that takes its time. */
import { compileDeclaration } from "../../compile/compile-graph.ts";
import { chat } from "../../graphs/chat/graph.ts";
import { talkingModel } from "../../graphs/chat/scripted-model.ts";
import { registryOf } from "../../language/index.ts";
import { openDatabase } from "../../persistence/open-database.ts";
import { migrate } from "../../persistence/schema/migrate.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { databasePorts } from "../../runtime/ports/ports.ts";
import { createApp } from "../../server/app.ts";
import { type Listening, listen } from "../../server/listen.ts";
import { consoleLog } from "../../telemetry/log.ts";

const log = consoleLog(process.env.LOG_LEVEL ?? "error");

export async function serveChat(origin: string, wordMs: number): Promise<Listening> {
  const database = await openDatabase({ dataFolder: "memory://" });
  await prepareDatabase(database);
  await migrate(database, { namespace: "chat", folder: new URL("../../graphs/chat/migrations", import.meta.url) });
  const registry = { ...registryOf(chat), models: { main: () => talkingModel(wordMs) } };
  const compiled = compileDeclaration({ graph: chat, registry }, { ports: databasePorts(database, { log }) });
  const runtime = await createRuntime({ database, graphs: { chat: compiled }, log });
  await runtime.start();
  const listening = await listen(createApp({ runtime, cors: { allow_origins: [origin] } }), 0);
  return {
    ...listening,
    async close() {
      await listening.close(0);
      await runtime.stop();
      await database.close();
    },
  };
}
