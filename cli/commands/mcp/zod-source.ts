/** The zod of a JSON Schema, as text. What zod has no word for is `z.unknown()`, with a comment that says what was left out. */
import { alternatives } from "../../../language/schema/fits.ts";
import { isSchema, type JsonSchema, resolve } from "../../../language/schema/json-schema.ts";

/** Types that contain themselves are written to this depth. */
const MAX_DEPTH = 6;

export const zodSource = (schema: JsonSchema): string => new ZodWriter(schema).write(schema);

export const keySource = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));

class ZodWriter {
  readonly #root: JsonSchema;
  #depth = 0;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  write(given: unknown): string {
    if (!isSchema(given)) return "z.unknown()";
    if (this.#depth >= MAX_DEPTH) return "z.unknown() /* nested more deeply */";
    this.#depth += 1;
    const schema = resolve(given, this.#root);
    const { description } = { ...schema, ...given };
    const written = this.#bare(schema);
    this.#depth -= 1;
    return typeof description === "string" ? `${written}.describe(${JSON.stringify(description)})` : written;
  }

  #bare(schema: JsonSchema): string {
    if ("const" in schema) return `z.literal(${JSON.stringify(schema.const)})`;
    if (Array.isArray(schema.enum)) return enumSource(schema.enum);
    const several = alternatives(schema);
    if (several) return this.#union(several);
    if (Array.isArray(schema.allOf)) return "z.unknown() /* allOf */";
    return this.#typed(schema);
  }

  /** Null among others is `nullable`. */
  #union(all: readonly unknown[]): string {
    const isNull = (each: unknown): boolean => isSchema(each) && each.type === "null";
    const written = all.filter((each) => !isNull(each)).map((each) => this.write(each));
    const [only = "z.null()"] = written;
    const union = written.length > 1 ? `z.union([${written.join(", ")}])` : only;
    return all.some(isNull) && written.length > 0 ? `${union}.nullable()` : union;
  }

  #typed(schema: JsonSchema): string {
    switch (schema.type) {
      case "string":
        return `z.string()${bounds(schema, { min: "minLength", max: "maxLength" })}`;
      case "integer":
        return `z.int()${bounds(schema, { min: "minimum", max: "maximum" })}`;
      case "number":
        return `z.number()${bounds(schema, { min: "minimum", max: "maximum" })}`;
      case "boolean":
        return "z.boolean()";
      case "null":
        return "z.null()";
      case "array":
        return `z.array(${this.write(schema.items)})${bounds(schema, { min: "minItems", max: "maxItems" })}`;
      case "object":
        return this.#object(schema);
      case undefined:
        return isSchema(schema.properties) ? this.#object(schema) : "z.unknown()";
    }
    return `z.unknown() /* ${JSON.stringify(schema.type)} */`;
  }

  #object({ properties, required, additionalProperties }: JsonSchema): string {
    const fields = Object.entries(isSchema(properties) ? properties : {});
    if (fields.length === 0 && isSchema(additionalProperties)) return `z.record(z.string(), ${this.write(additionalProperties)})`;
    if (fields.length === 0) return additionalProperties === false ? "z.object({})" : "z.looseObject({})";
    const written = fields.map(([key, value]) => {
      const isOptional = !Array.isArray(required) || !required.includes(key);
      return `${keySource(key)}: ${this.write(value)}${isOptional ? ".optional()" : ""}`;
    });
    return `z.object({ ${written.join(", ")} })`;
  }
}

function enumSource(values: readonly unknown[]): string {
  return values.every((value) => typeof value === "string") ? `z.enum(${JSON.stringify(values)})` : `z.literal(${JSON.stringify(values)})`;
}

function bounds(schema: JsonSchema, { min, max }: { readonly min: string; readonly max: string }): string {
  const part = (name: string, value: unknown): string => (typeof value === "number" ? `.${name}(${value})` : "");
  return part("min", schema[min]) + part("max", schema[max]);
}
