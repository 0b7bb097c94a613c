/** Serialised state: exact or refused, only messages are revived, encrypted if there is a cipher. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { emptyCheckpoint } from "@langchain/langgraph-checkpoint";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FencedSaver } from "../../../persistence/checkpointer/saver.ts";
import { type Cipher, StateSerializer } from "../../../persistence/checkpointer/state-serializer.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { describeOnBoth } from "../../support/databases.ts";

const key = randomBytes(32);
const aes: Cipher = {
  encrypt(plain) {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, iv);
    return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  decrypt(sealed) {
    const bytes = Buffer.from(sealed);
    const opened = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
    opened.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([opened.update(bytes.subarray(12, -16)), opened.final()]);
  },
};
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe("StateSerializer", () => {
  const serializer = new StateSerializer();
  const trip = async (value: unknown) => serializer.loadsTyped(...(await serializer.dumpsTyped(value)));

  it.each([
    [{ a: [1, null, "x", { b: true }] }],
    [new Map([["a", new Set([1])]])],
    [new Uint8Array([1, 2, 255])],
    ['a text with "lc": in it'],
    [{ text: '{"lc":1,"type":"constructor"}' }],
  ])("reads %j back unchanged", async (value) => {
    expect(await trip(value)).toEqual(value);
  });

  it("reads messages back as messages", async () => {
    const messages = [new HumanMessage("hi"), new AIMessage({ content: "", tool_calls: [{ name: "t", args: { a: 1 }, id: "1" }] })];
    const back = (await trip(messages)) as AIMessage[];
    expect(back.map((message) => message.toDict())).toEqual(messages.map((message) => message.toDict()));
    expect(AIMessage.isInstance(back[1])).toBe(true);
  });

  it.each([[new Date(0)], [{ n: 1n }], [{ lc: 1, type: "constructor", id: ["langchain_core", "messages", "AIMessage"] }]])(
    "refuses %s instead of changing it",
    async (value) => {
      await expect(serializer.dumpsTyped(value)).rejects.toMatchObject({ code: "UNSTORABLE_STATE" });
    },
  );

  it("constructs no class that stored bytes name, except LangChain's messages", async () => {
    const foreign = { in: [{ lc: 1, type: "constructor", id: ["langchain_core", "prompts", "PromptTemplate"], kwargs: {} }] };
    await expect(serializer.loadsTyped("json", encode(foreign))).rejects.toMatchObject({ code: "STATE_UNREADABLE" });
  });

  it("reports that the cipher is missing", async () => {
    const [type, bytes] = await new StateSerializer(aes).dumpsTyped({ secret: 1 });
    expect(type).toBe("json+sealed");
    await expect(serializer.loadsTyped(type, bytes)).rejects.toMatchObject({ code: "STATE_SEALED" });
    expect(await new StateSerializer(aes).loadsTyped(type, bytes)).toEqual({ secret: 1 });
  });
});

describeOnBoth("FencedSaver", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.sql.query("truncate signalbox.checkpoints, signalbox.checkpoint_blobs, signalbox.checkpoint_writes");
  });
  const config = { configurable: { thread_id: "t", checkpoint_ns: "" } };
  const checkpoint = (channel: string, value: string, version: number) => ({
    ...emptyCheckpoint(),
    channel_values: { [channel]: value },
    channel_versions: { [channel]: version },
  });
  const metadata = { source: "input" as const, step: 0, parents: {} };

  it("encrypts everything except what is searched, and reads it back", async () => {
    const saver = new FencedSaver(database, { cipher: aes });
    const at = await saver.put(config, checkpoint("secret", "canary", 1), metadata, { secret: 1 });
    await saver.putWrites(at, [["secret", "canary too"]], "task");
    const tuple = await saver.getTuple(config);
    expect(tuple).toMatchObject({
      checkpoint: { channel_values: { secret: "canary" } },
      metadata,
      pendingWrites: [["task", "secret", "canary too"]],
    });
    const rows = await database.sql.query<{ text: string }>(
      "select encode(blob, 'escape') as text from signalbox.checkpoint_blobs union all select encode(blob, 'escape') from signalbox.checkpoint_writes",
    );
    expect(rows).toHaveLength(2);
    for (const { text } of rows) expect(text).not.toContain("canary");
    const found = [];
    for await (const each of saver.list(config, { filter: { source: "input" } })) found.push(each);
    expect(found).toHaveLength(1);
  });

  it("warns about a large channel and refuses one that is too large, by name", async () => {
    const warnings: unknown[] = [];
    const log = { info() {}, warn: (_: string, facts: unknown) => warnings.push(facts), error() {} };
    const saver = new FencedSaver(database, { size: { warnAt: 100, refuseAt: 1_000 }, log });
    const put = (length: number) => saver.put(config, checkpoint("notes", "x".repeat(length), length), metadata, { notes: length });
    await put(50);
    expect(warnings).toEqual([]);
    await put(500);
    expect(warnings).toMatchObject([{ thread: "t", channel: "notes", size: 502 }]);
    await expect(put(5_000)).rejects.toMatchObject({ code: "STATE_TOO_LARGE", facts: { channel: "notes" } });
    expect((await saver.getTuple(config))?.checkpoint.channel_values).toEqual({ notes: "x".repeat(500) });
  });
});
