/** Blocks of a person's message in the form that OpenAI's API takes, or refused by name. */
import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { withParts } from "../../openai/content-parts.ts";

const partsOf = (...blocks: object[]): unknown => withParts([new HumanMessage({ content: blocks as never })])[0]?.content;
const partOf = (block: object): unknown => (partsOf(block) as unknown[])[0];
const image = { type: "image_url", image_url: { url: "data:image/jpeg;base64,AAAA" } };
const pdf = (filename: string) => ({ type: "file", file: { file_data: "data:application/pdf;base64,AAAA", filename } });

describe("a block", () => {
  it.each([
    ["an image of LangChain 1", { type: "image", mimeType: "image/jpeg", data: "AAAA" }, image],
    ["an image of LangChain 0", { type: "image", source_type: "base64", mime_type: "image/jpeg", data: "AAAA" }, image],
    ["an image as bytes", { type: "image", mimeType: "image/jpeg", data: new Uint8Array([0, 0, 0]) }, image],
    ["an image as a data URL", { type: "image", data: "data:image/jpeg;base64,AAAA" }, image],
    ["an image of Anthropic", { type: "image", source: { type: "base64", media_type: "image/jpeg", data: "AAAA" } }, image],
    [
      "an image by URL",
      { type: "image", url: "https://a.example/x.png" },
      { type: "image_url", image_url: { url: "https://a.example/x.png" } },
    ],
    [
      "an image with detail",
      { type: "image", mimeType: "image/jpeg", data: "AAAA", metadata: { detail: "low" } },
      { ...image, image_url: { ...image.image_url, detail: "low" } },
    ],
    ["OpenAI's image", image, image],
    [
      "an image as a bare URL",
      { type: "image_url", image_url: "https://a.example/x.png" },
      { type: "image_url", image_url: { url: "https://a.example/x.png" } },
    ],
    [
      "a file of LangChain 1",
      { type: "file", mimeType: "application/pdf", data: "AAAA", metadata: { filename: "bill.pdf" } },
      pdf("bill.pdf"),
    ],
    [
      "a file of LangChain 0",
      { type: "file", source_type: "base64", mime_type: "application/pdf", data: "AAAA", metadata: { name: "bill.pdf" } },
      pdf("bill.pdf"),
    ],
    ["a file without a name", { type: "file", mimeType: "application/pdf", data: "AAAA" }, pdf("file.pdf")],
    ["a file as a data URL", { type: "file", url: "data:application/pdf;base64,AAAA" }, pdf("file.pdf")],
    ["a file by id", { type: "file", fileId: "file-1" }, { type: "file", file: { file_id: "file-1" } }],
    ["a file by id of LangChain 0", { type: "file", source_type: "id", id: "file-1" }, { type: "file", file: { file_id: "file-1" } }],
    ["OpenAI's file", pdf("a.pdf"), pdf("a.pdf")],
    [
      "audio",
      { type: "audio", mimeType: "audio/wav", data: "AAAA" },
      { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
    ],
    [
      "audio of MPEG",
      { type: "audio", mimeType: "audio/mpeg", data: "AAAA" },
      { type: "input_audio", input_audio: { data: "AAAA", format: "mp3" } },
    ],
    ["plain text", { type: "text-plain", text: "words" }, { type: "text", text: "words" }],
    ["plain text as data", { type: "text-plain", data: "aGk=" }, { type: "text", text: "hi" }],
  ])("is sent as a part: %s", (_, block, part) => expect(partOf(block)).toEqual(part));

  it.each([
    ["video", { type: "video", mimeType: "video/mp4", data: "AAAA" }, /type "video" \(video\/mp4\)/],
    ["an image by file id", { type: "image", fileId: "file-1" }, /type "image" with fileId/],
    ["an image of nothing", { type: "image" }, /type "image" with no fields/],
    ["a file by URL", { type: "file", url: "https://a.example/a.pdf" }, /type "file" with url/],
    ["audio by URL", { type: "audio", url: "https://a.example/a.wav" }, /type "audio" with url/],
    ["audio of another format", { type: "audio", mimeType: "audio/ogg", data: "AAAA" }, /type "audio" \(audio\/ogg\)/],
    ["something unknown", { type: "hologram", data: "AAAA" }, /type "hologram"/],
  ])("is refused by name: %s", (_, block, message) => expect(() => partsOf(block)).toThrow(message));

  it("of an assistant, and plain text, stay as they are", () => {
    const said = [new HumanMessage("hi"), new AIMessage({ content: [{ type: "text", text: "hi" }] })];
    expect(withParts(said)).toEqual(said);
  });
});
