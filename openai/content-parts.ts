/** Images, audio and files in a person's message, in the parts that OpenAI's API takes. What it does not take is refused by name, before anything is sent. */
import { type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { SignalboxError } from "../language/issues/errors.ts";
import { isRecord } from "../language/schema/is-record.ts";

type Block = Readonly<Record<string, unknown>>;

/** Other messages carry text alone. */
export const withParts = (messages: readonly BaseMessage[]): BaseMessage[] =>
  messages.map((message) => {
    const { content, id, name, additional_kwargs } = message;
    if (!HumanMessage.isInstance(message) || !Array.isArray(content)) return message;
    const parts = content.map((block) => partOf(block as Block));
    return new HumanMessage({ content: parts as never, additional_kwargs, ...(id && { id }), ...(name && { name }) });
  });

/** LangChain's blocks of its versions 0 and 1, and Anthropic's; OpenAI's own stay as they are. */
function partOf(block: Block): Block {
  switch (block.type) {
    case "text":
    case "input_audio":
      return block;
    case "text-plain":
      return { type: "text", text: block.text ?? Buffer.from(dataOf(block) ?? "", "base64").toString() };
    case "image_url":
      return { ...block, image_url: isRecord(block.image_url) ? block.image_url : { url: block.image_url } };
    case "image":
      return imagePart(block);
    case "audio":
      return audioPart(block);
    case "file":
    case "document":
      return isRecord(block.file) ? block : filePart(block);
    default:
      throw refused(block);
  }
}

function imagePart(block: Block): Block {
  const url = urlOf(block) ?? dataUrlOf(block, "image/png");
  if (url === undefined) throw refused(block);
  const { detail } = isRecord(block.metadata) ? block.metadata : block;
  return { type: "image_url", image_url: { url, ...(detail !== undefined && { detail }) } };
}

function audioPart(block: Block): Block {
  const [, type = "", data] = /^data:([^;,]*).*?;base64,(.*)$/s.exec(urlOf(block) ?? dataUrlOf(block, "") ?? "") ?? [];
  const format = /(wav|mp3|mpeg)$/.exec(type)?.[1]?.replace("mpeg", "mp3");
  if (!data || !format) throw refused(block);
  return { type: "input_audio", input_audio: { data, format } };
}

function filePart(block: Block): Block {
  const fileId = block.fileId ?? block.file_id ?? (block.source_type === "id" ? block.id : undefined);
  if (typeof fileId === "string") return { type: "file", file: { file_id: fileId } };
  const url = urlOf(block) ?? dataUrlOf(block, "application/pdf");
  if (!url?.startsWith("data:")) throw refused(block);
  return { type: "file", file: { file_data: url, filename: fileNameOf(block, url) } };
}

/** The API refuses a file without a name. */
function fileNameOf({ metadata, filename, name, title }: Block, url: string): string {
  const named = isRecord(metadata) ? [metadata.filename, metadata.name, metadata.title] : [];
  const [given] = [...named, filename, name, title].filter((text) => typeof text === "string" && text !== "");
  return given === undefined ? `file.${/^data:[^;,]*\/(\w+)/.exec(url)?.[1] ?? "bin"}` : String(given);
}

/** Where LangChain or Anthropic puts it. */
const sourceOf = (block: Block): Block => (isRecord(block.source) ? { ...block, ...block.source } : block);

function urlOf(block: Block): string | undefined {
  const { url } = sourceOf(block);
  return typeof url === "string" && url !== "" ? url : undefined;
}

function dataOf(block: Block): string | undefined {
  const { data } = sourceOf(block);
  if (data instanceof Uint8Array) return Buffer.from(data).toString("base64");
  return typeof data === "string" && data !== "" ? data : undefined;
}

function dataUrlOf(block: Block, usual: string): string | undefined {
  const data = dataOf(block);
  if (data === undefined || data.startsWith("data:")) return data;
  return `data:${mimeTypeOf(block) ?? usual};base64,${data}`;
}

function mimeTypeOf(block: Block): string | undefined {
  const { mimeType, mime_type = mimeType, media_type = mime_type } = sourceOf(block);
  return typeof media_type === "string" && media_type !== "" ? media_type : undefined;
}

function refused(block: Block): SignalboxError {
  const type = String(block.type);
  const fields = Object.keys(block).filter((key) => key !== "type" && key !== "metadata");
  const kind = mimeTypeOf(block);
  const what = `a block of type "${type}"${kind ? ` (${kind})` : ""} with ${fields.length > 0 ? fields.join(", ") : "no fields"}`;
  const message = `a message has ${what}, which OpenAI's API does not take. It takes text, images by data or url, wav and mp3 audio by data, and files by data or fileId.`;
  return new SignalboxError("UNSUPPORTED_CONTENT", message, { type });
}
