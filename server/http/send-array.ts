/** Sends a JSON array while its items are read, never faster than the client reads: neither the array nor the response is ever whole in memory. */

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import { jsonText } from "../../language/schema/json-text.ts";

/** What is sent of an item, as JSON. */
export type TextOf<Item> = (item: Item) => string;

/** Small items are sent together. */
const CHUNK_CHARACTERS = 64 * 1024;

export type Items<Item> = Iterable<Item> | AsyncIterable<Item>;

/** An error before the first item is thrown; a later one cuts the connection: a part must not be taken for the whole. */
export async function sendArray<Item>(response: Response, items: Items<Item>, textOf: TextOf<Item> = jsonText): Promise<void> {
  const texts = chunksOf(items, textOf);
  const first = await texts.next();
  response.type("json");
  try {
    await pipeline(Readable.from(startingWith(first, texts), { highWaterMark: 1 }), response);
  } catch (error) {
    // a client that has left is no error
    if (error instanceof Error && !("code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE")) response.err = error;
  }
}

async function* chunksOf<Item>(items: Items<Item>, textOf: TextOf<Item>): AsyncGenerator<string> {
  let text = "[";
  let separator = "";
  for await (const item of items) {
    text += `${separator}${textOf(item)}`;
    separator = ",";
    if (text.length < CHUNK_CHARACTERS) continue;
    yield text;
    text = "";
  }
  yield `${text}]`;
}

async function* startingWith(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (!first.done) yield first.value;
  yield* rest;
}
