/** A state as JSON. The states of a thread share most of their messages: each is written once. */
import { isRecord } from "../../language/schema/is-record.ts";
import { jsonText } from "../../language/schema/json-text.ts";

const texts = new WeakMap<object, string>();

export function stateText(state: object): string {
  return objectText(Object.entries(state), (name, value) => (name === "values" && isRecord(value) ? valuesText(value) : jsonText(value)));
}

const valuesText = (values: Readonly<Record<string, unknown>>): string =>
  objectText(Object.entries(values), (_, value) =>
    Array.isArray(value) && value.every(isRecord) ? `[${value.map(itemText).join(",")}]` : jsonText(value),
  );

const objectText = (members: readonly [string, unknown][], textOf: (name: string, value: unknown) => string): string =>
  `{${members
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${textOf(name, value)}`)
    .join(",")}}`;

function itemText(item: object): string {
  const text = texts.get(item) ?? jsonText(item);
  texts.set(item, text);
  return text;
}
