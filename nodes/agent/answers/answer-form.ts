/** What a model fills in for an agent's output: a tool whose arguments are the output, or an object around it. Read once, by the output's own schema. */
import type { toolStrategy } from "langchain";
import { z } from "zod";
import { isRecord } from "../../../language/schema/is-record.ts";
import { inputSchemaOf } from "../../../language/schema/json-schema.ts";
import { type ReadValue, readValue } from "../../../language/schema/sides/read-value.ts";

/** The tool that the model gives its output to. */
export const ANSWER_TOOL = "extract-answer";
/** LangChain's own words. */
const DESCRIPTION = "Tool for extracting structured output from the model's response.";

type JsonSchemaFormat = Parameters<typeof toolStrategy>[0][number];

export interface AnswerForm {
  /** The tool as LangChain declares it to the model. */
  readonly tool: JsonSchemaFormat;
  /** The output in what the model has filled in. */
  read(filled: unknown): Promise<ReadValue<unknown>>;
}

/** Undefined where the output is text: then the model just answers. */
export function answerFormOf(output: z.ZodType): AnswerForm | undefined {
  if (output instanceof z.ZodString) return undefined;
  const isObject = output instanceof z.ZodObject;
  const form: z.ZodType = isObject ? output : z.object({ output });
  return {
    tool: answerTool(output, form),
    read: async (filled) => {
      const read = await readValue(form, filled);
      return read.success && !isObject && isRecord(read.data) ? { success: true, data: read.data.output } : read;
    },
  };
}

/** Declared as a function, so that LangChain's validator, which knows neither defaults nor coercions, takes anything. */
function answerTool(output: z.ZodType, form: z.ZodType): JsonSchemaFormat {
  const declared = { name: ANSWER_TOOL, description: output.description ?? DESCRIPTION, strict: false, parameters: inputSchemaOf(form) };
  return declared as unknown as JsonSchemaFormat; // LangChain takes a function too, and does not type it
}
