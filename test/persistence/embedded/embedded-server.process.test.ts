/** A connection of the embedded database never outlives the server that it began with, also where that server could not be started. */
import { PGlite } from "@electric-sql/pglite";
import { expect, it } from "vitest";
import { EmbeddedServer } from "../../../persistence/embedded/embedded-server.ts";

/** Simple queries of the wire protocol: Q, the length, the text, a zero byte. */
function queryOf(text: string): Uint8Array {
  const message = Buffer.alloc(text.length + 6);
  message.write("Q");
  message.writeInt32BE(text.length + 5, 1);
  message.write(text, 5);
  return message;
}

it("sends nothing of a request to the server that is started after the request has failed", async () => {
  const servers: PGlite[] = [];
  let failures = 0;
  const start = async () => {
    if (servers.length === 1 && failures++ === 0) throw new Error("no room");
    servers.push(await PGlite.create());
    return servers.at(-1) as PGlite;
  };
  const server = await EmbeddedServer.start(start, undefined);
  const [first] = servers;
  if (first) first.execProtocolStream = async () => Promise.reject(new Error("the disk is full"));
  await expect(server.openChannel().execProtocolStream(queryOf("select 1"))).rejects.toThrow("the disk is full");
  const failed = server.openChannel();
  await expect(failed.execProtocolStream(queryOf("select 2"))).rejects.toThrow("no room");
  await expect(failed.execProtocolStream(queryOf("select 2"))).rejects.toThrow("no room");
  expect(servers).toHaveLength(1);
  expect((await server.openChannel().execProtocolStream(queryOf("select 3"))).map(({ name }) => name)).toContain("dataRow");
  await expect(failed.execProtocolStream(queryOf("select 2"))).rejects.toThrow("no room");
  await server.close();
});
