/** A decision's form as fields of an HTML form, and what a browser sent of them as the form again. What no field can show is written as JSON. */
import { isRecord } from "../../language/schema/is-record.ts";
import { fieldsOf, type JsonSchema, resolve } from "../../language/schema/json-schema.ts";
import { escapeHtml } from "./html.ts";

/** What a browser sends: texts by the names of fields. */
export type Sent = Readonly<Record<string, unknown>>;

type Kind = "text" | "number" | "boolean" | "choice" | "json";

interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** A form that is no object is one field. */
const WHOLE = "form";

const inputName = (name: string): string => `form.${name}`;

function fieldsIn(form: JsonSchema): readonly Field[] | undefined {
  if (resolve(form, form).type !== "object") return undefined;
  return [...fieldsOf(form)].map(([name, { schema, required }]) => {
    const plain = withoutNull(resolve(schema, schema));
    return { name, kind: kindOf(plain), schema: plain, required };
  });
}

/** Of what may be null, what it is otherwise: an empty field is left out. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const others = Array.isArray(schema.anyOf) ? schema.anyOf.filter((one) => isRecord(one) && one.type !== "null") : [];
  const [only, ...more] = others;
  return isRecord(only) && more.length === 0 ? { ...schema, ...only } : schema;
}

function kindOf({ type, enum: choices }: JsonSchema): Kind {
  if (Array.isArray(choices) && choices.every((choice) => typeof choice === "string")) return "choice";
  if (type === "string") return "text";
  if (type === "number" || type === "integer") return "number";
  return type === "boolean" ? "boolean" : "json";
}

export function formInputs(form: JsonSchema | null): string {
  if (!form) return "";
  const fields = fieldsIn(form);
  if (!fields) return labelled("Answer, as JSON", `<textarea name="${WHOLE}" rows="4" required></textarea>`);
  return fields.map((field) => labelled(labelOf(field), inputOf(field))).join("");
}

function labelOf({ name, schema, required, kind }: Field): string {
  const title = typeof schema.title === "string" ? schema.title : name;
  const hint = typeof schema.description === "string" ? ` — ${schema.description}` : "";
  return `${title}${hint}${kind === "json" ? " (JSON)" : ""}${required ? "" : " (optional)"}`;
}

const labelled = (label: string, input: string): string => `<label><span>${escapeHtml(label)}</span>${input}</label>`;

function inputOf({ name, kind, schema, required }: Field): string {
  const attributes = `name="${escapeHtml(inputName(name))}"${required && kind !== "boolean" ? " required" : ""}`;
  if (kind === "boolean") return `<select ${attributes}>${options(["yes", "no"], required)}</select>`;
  if (kind === "choice") return `<select ${attributes}>${options(schema.enum as readonly string[], required)}</select>`;
  if (kind === "number") return `<input ${attributes} type="number" step="${schema.type === "integer" ? "1" : "any"}">`;
  return `<textarea ${attributes} rows="3"></textarea>`;
}

const options = (values: readonly string[], required: boolean): string =>
  [...(required ? [] : [""]), ...values].map((value) => `<option>${escapeHtml(value)}</option>`).join("");

/** Undefined without a form. What is not valid stays the text that it is: the check of the form names its place. */
export function formOf(form: JsonSchema | null, sent: Sent): unknown {
  if (!form) return undefined;
  const fields = fieldsIn(form);
  if (!fields) return jsonOf(textIn(sent, WHOLE));
  const values = fields.flatMap((field) => {
    const text = textIn(sent, inputName(field.name));
    // an empty box of a text that is needed is an empty text
    if (text === "" && !(field.required && field.kind === "text")) return [];
    return [[field.name, fieldValue(field, text)] as const];
  });
  return Object.fromEntries(values);
}

function fieldValue({ kind }: Field, text: string): unknown {
  if (kind === "boolean") return text === "yes" ? true : text === "no" ? false : text;
  if (kind === "number") return Number.isNaN(Number(text)) ? text : Number(text);
  return kind === "json" ? jsonOf(text) : text;
}

/** A value that is no JSON is a text. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A browser ends lines with CR LF. */
export const textIn = (sent: Sent, name: string): string => {
  const { [name]: value } = sent;
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
};
