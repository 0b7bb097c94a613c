/** The output of a tool's result: its structured content, or its text. What the server calls a failure takes the edge of its code. */
import { ToolError } from "../language/issues/errors.ts";
import { isRecord } from "../language/schema/is-record.ts";
import { jsonSchemaOf } from "../language/schema/json-schema.ts";
import type { ToolCall } from "./tool-call.ts";

export function readResult({ entry, connections }: ToolCall, result: unknown): unknown {
  const { structuredContent, content, isError } = isRecord(result) ? result : {};
  const text = textOf(content);
  if (isError === true) {
    const code = isRecord(structuredContent) ? structuredContent.code : undefined;
    const isDeclared = typeof code === "string" && Object.hasOwn(entry.errors ?? {}, code);
    throw new ToolError(isDeclared ? code : "MCP_ERROR", text ?? `"${entry.tool}" of ${connections.name} failed`);
  }
  if (structuredContent !== undefined) return structuredContent;
  if (text === undefined) return content;
  return jsonSchemaOf(entry.output).type === "string" ? text : parsed(text);
}

/** Undefined unless all of it is text. */
function textOf(content: unknown): string | undefined {
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const texts = content.flatMap((block) =>
    isRecord(block) && block.type === "text" && typeof block.text === "string" ? [block.text] : [],
  );
  return texts.length === content.length ? texts.join("\n") : undefined;
}

/** Text that is no JSON is refused by the output's schema. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
