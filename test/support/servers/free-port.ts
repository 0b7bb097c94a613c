/**
 * A port that nobody listens on, below those that the system gives to connections and to servers without a wish:
 * so it stays free until its server listens, and while that restarts.
 */
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

const [FIRST, LAST] = [10_000, 32_000];
const given = new Set<number>();

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (given.has(port)) continue;
    given.add(port);
    const server = createServer().listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch {
      continue; // somebody else's
    }
    server.close();
    await once(server, "close");
    return port;
  }
}
