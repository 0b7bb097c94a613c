/** Server-sent events: their lines, slow readers, readers that disconnect. */
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import express from "express";
import { describe, expect, it } from "vitest";
import { formatEvent, type StreamEvent, sendEvents } from "../../../server/http/sse.ts";
import { listen } from "../../../server/listen.ts";

describe("formatEvent", () => {
  it("puts event, data and id in this order, each on one line", () => {
    expect(formatEvent({ id: "0", event: "values", data: { text: "two\nlines" } })).toBe(
      'event: values\ndata: {"text":"two\\nlines"}\nid: 0\n\n',
    );
    expect(formatEvent({ event: "error", data: undefined })).toBe("event: error\ndata: null\n\n");
  });

  it.each(["\u2028", "\u2029", "\u0085", "\n", "\r", "\r\n", "\v", "\f", "\x1c", "\ud800", "\ufeff", "\0", "data: x\n\nevent: error\n"])(
    "keeps %j in one line of whole JSON, for every reader's idea of a line",
    (text) => {
      const data = { text: `a${text}b`, [`key${text}`]: [text] };
      const event = formatEvent({ id: `1${text}`, event: `values|node${text}:1`, data });
      const lines = event.slice(0, -2).split(/\r\n|[\p{Cc}\u2028\u2029]/u);
      expect(lines.map((line) => line.split(":", 1)[0])).toEqual(["event", "data", "id"]);
      expect(JSON.parse(lines[1]?.slice(6) ?? "")).toEqual(data);
    },
  );
});

describe("sendEvents", () => {
  it("never runs ahead of a slow reader, and stops when the reader disconnects", async () => {
    let made = 0;
    const finished = Promise.withResolvers<void>();
    async function* endless(): AsyncGenerator<StreamEvent> {
      try {
        for (;;) yield { id: String(made++), event: "values", data: "x".repeat(100_000) };
      } finally {
        finished.resolve();
      }
    }
    const app = express();
    app.get("/", (_request, response) => sendEvents(response, endless()));
    const server = await listen(app, 0);
    const request = get(server.url);
    const [answer] = (await once(request, "response")) as [IncomingMessage];
    // without a reader no more events are made once the buffers of both ends are full
    const settled = async () => {
      const before = made;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return made === before && made > 0;
    };
    await expect.poll(settled).toBe(true);
    const stalledAt = made;
    answer.once("data", () => request.destroy());
    await finished.promise;
    expect(made).toBeLessThan(stalledAt + 1_000);
    await server.close(0);
  });
});
