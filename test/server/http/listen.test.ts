/** Opening and closing a port: a clear message if it is in use, and no open request is cut. */
import express from "express";
import { describe, expect, it } from "vitest";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { listen } from "../../../server/listen.ts";

describe("listen", () => {
  it("reports which port is in use", async () => {
    const first = await listen(express(), 0);
    const failure = await listen(express(), first.port).catch((error: unknown) => error);
    await first.close();
    expect(failure).toBeInstanceOf(SignalboxError);
    expect(failure).toMatchObject({
      code: "PORT_IN_USE",
      message: `Port ${first.port} on 127.0.0.1 is in use: stop the process that listens there, or choose another port`,
    });
  });

  it("reports which address it cannot use", async () => {
    const failure = await listen(express(), 0, "203.0.113.1").catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "ADDRESS_UNAVAILABLE",
      message: expect.stringMatching(/^Cannot listen on 203\.0\.113\.1 port 0: \S.*$/),
    });
  });

  it("lets a request finish before it closes, and cuts an endless stream", async () => {
    const app = express();
    const begun = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    app.get("/slow", async (_request, response) => {
      begun.resolve();
      await answer.promise;
      response.json("done");
    });
    app.get("/forever", (_request, response) => {
      response.flushHeaders();
    });
    const server = await listen(app, 0);
    const slow = fetch(`${server.url}/slow`).then((response) => response.json());
    const forever = await fetch(`${server.url}/forever`);
    const cut = forever.text().catch((error: Error) => error.message);
    await begun.promise;
    const closed = server.close(300);
    answer.resolve();
    expect(await slow).toBe("done");
    expect(await cut).toBe("terminated");
    await closed;
    await server.close();
  });
});
