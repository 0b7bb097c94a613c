/** All that is compared, each started with a database of its own. */
import { BEFORE, checkOutBefore } from "../scene/before.ts";
import { type Contender, startContender } from "../scene/contender.ts";
import type { BenchPostgres } from "../scene/postgres.ts";
import { startExpress, startServers } from "../scene/server.ts";

interface Peers {
  readonly contenders: readonly Contender[];
  remove(): void;
}

export async function startPeers(postgres: BenchPostgres): Promise<Peers> {
  const at = async (database: string) => ({ database, url: await postgres.createDatabase(database) });
  const langgraph = async (name: string, saver: string) =>
    startContender(name, "contenders/langgraph", { ...(await at(`saver_${saver}`)), args: [saver] });
  const before = checkOutBefore();
  if (!before) console.error(`the version before (${BEFORE}) is not in this repository: fetch its history to compare with it`);
  const contenders = [
    await langgraph("LangGraph without a checkpointer", "none"),
    await langgraph("MemorySaver", "memory"),
    await langgraph("PostgresSaver", "postgres"),
    await langgraph("our saver", "ours"),
    await startContender("DBOS", "peers/dbos", await at("dbos")),
    await startContender("Mastra", "peers/mastra", await at("mastra")),
    await startServers({ name: "ours over HTTP", ...(await at("ours")) }),
    ...(before ? [await startServers({ name: "the version before, over HTTP", root: before.root, ...(await at("before")) })] : []),
    await startExpress(),
  ];
  return { contenders, remove: () => before?.remove() };
}
