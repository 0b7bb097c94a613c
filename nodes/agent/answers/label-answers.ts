/** The labels of an agent as its model sees them: a tool for each, and words for the one whose form is a text. Read by the forms themselves. */
import type { AIMessage } from "@langchain/core/messages";
import { tool as langchainTool } from "@langchain/core/tools";
import { z } from "zod";
import type { LabelForms } from "../../../language/registry/entries.ts";
import { isText, textLabelsOf } from "../../../language/registry/text-label.ts";
import { namedIn } from "../../../language/rules/references.ts";
import { isRecord } from "../../../language/schema/is-record.ts";
import { inputSchemaOf, type JsonSchema } from "../../../language/schema/json-schema.ts";
import { readValue } from "../../../language/schema/sides/read-value.ts";
import type { ModelTool } from "../agent-tools.ts";
import { shownAs } from "../shown-as.ts";
import { misfitsIn } from "../tool-errors.ts";

export interface Answered {
  readonly label: string;
  readonly output?: unknown;
}
type ReadLabel = { readonly answered: Answered | undefined; readonly problem?: never } | { readonly problem: string };

export class LabelAnswers {
  readonly tools: readonly ModelTool[];
  /** The label that is said in words. */
  readonly text: string | undefined;
  readonly #forms: LabelForms;

  /** `routed`: a definition that was stored before a label was added has no target for it, so it is not offered. */
  constructor(forms: LabelForms, routed: Readonly<Record<string, string>>) {
    this.#forms = Object.fromEntries(Object.entries(forms).filter(([label]) => Object.hasOwn(routed, label)));
    [this.text] = textLabelsOf(this.#forms);
    this.tools = Object.entries(this.#forms).flatMap(([label, form]) => (isText(form) ? [] : [labelTool(label, form)]));
  }

  /** What the model's message answers: the first label that it calls, else its words. Undefined: it only calls tools. */
  async read(said: AIMessage): Promise<ReadLabel> {
    const call = said.tool_calls?.find(({ name }) => this.tools.some((tool) => tool.name === name));
    if (call) return this.#read(call.name, call.args);
    if ((said.tool_calls ?? []).length > 0) return { answered: undefined };
    if (this.text !== undefined) return this.#read(this.text, said.text);
    return { problem: `the answer is text, but the agent must call one of ${this.tools.map(({ name }) => name).join(", ")}` };
  }

  /** The words beside a call, if the text's form takes them. */
  async words(said: AIMessage): Promise<Answered | undefined> {
    if (this.text === undefined) return undefined;
    const read = await this.#read(this.text, said.text);
    return "answered" in read ? read.answered : undefined;
  }

  async #read(label: string, filled: unknown): Promise<ReadLabel> {
    const form = namedIn(this.#forms, label);
    if (!form) return { answered: { label } };
    const given = isText(form) || form instanceof z.ZodObject || !isRecord(filled) ? filled : filled.output;
    const read = await readValue(form, given);
    if (read.success) return { answered: { label, output: read.data } };
    return { problem: `the answer "${label}" does not fit: ${misfitsIn(read.error)}` };
  }
}

const NOTHING: JsonSchema = { type: "object", properties: {}, additionalProperties: false };

function labelTool(name: string, form: z.ZodType | null): ModelTool {
  const isObject = form instanceof z.ZodObject;
  const shown = form === null ? NOTHING : inputSchemaOf(isObject ? form : z.object({ output: form }));
  const description = form?.description ?? `Answer: ${name}.`;
  return { name, shown, tool: langchainTool(async () => `${name}: taken`, { name, description, schema: shownAs(shown) }) };
}
