/** JSON Schemas of types, for values as JSON: what is optional stays optional, functions are left out. */
import type ts from "typescript";
import { MESSAGE, messageDefinitions } from "./message-definitions.ts";
import type { SourceProgram } from "./source-program.ts";

type Schema = Readonly<Record<string, unknown>>;

const $schema = "http://json-schema.org/draft-07/schema#";

/** Types that grow with each step, such as `T<T[]>`. */
const MAX_DEPTH = 16;

/** One for each document: it has the definitions that the document refers to. */
export class TypeSchemas {
  readonly #ts: typeof ts;
  readonly #checker: ts.TypeChecker;
  #definitions: Record<string, unknown> = {};
  /** What is being written: met again, it becomes a definition. */
  readonly #open = new Map<ts.Type, { name?: string }>();

  constructor({ ts: typescript, checker }: SourceProgram) {
    this.#ts = typescript;
    this.#checker = checker;
  }

  document(type: ts.Type): Schema {
    return this.#withDefinitions(() => this.#schemaOf(type));
  }

  /** Of an object whose properties have these types. */
  documentOfChannels(channels: readonly (readonly [ts.Symbol, ts.Type])[]): Schema {
    return this.#withDefinitions(() => objectSchema(channels.map(([{ name }, type]) => [name, this.#schemaOf(type)])));
  }

  #withDefinitions(write: () => Schema): Schema {
    this.#definitions = {};
    const schema = write();
    const definitions = this.#definitions;
    return { ...schema, ...(Object.keys(definitions).length > 0 && { definitions }), $schema };
  }

  #schemaOf(type: ts.Type): Schema {
    const { flags } = type;
    const { TypeFlags } = this.#ts;
    if (flags & (TypeFlags.Any | TypeFlags.Unknown)) return {};
    if (type.isUnion()) return this.#unionSchema(type.types);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { type: typeof type.value, const: type.value };
    if (flags & TypeFlags.BooleanLiteral) return { type: "boolean", const: this.#checker.typeToString(type) === "true" };
    const simple = this.#simpleName(type);
    if (simple) return { type: simple };
    if (type.isIntersection()) return this.#intersectionSchema(type);
    if (flags & TypeFlags.Object) return this.#objectSchema(type);
    const constraint = this.#checker.getBaseConstraintOfType(type);
    return constraint && constraint !== type ? this.#schemaOf(constraint) : {};
  }

  #simpleName({ flags }: ts.Type): string | undefined {
    const { TypeFlags } = this.#ts;
    if (flags & TypeFlags.StringLike) return "string";
    if (flags & TypeFlags.NumberLike) return "number";
    if (flags & TypeFlags.BigIntLike) return "integer";
    if (flags & TypeFlags.BooleanLike) return "boolean";
    return flags & TypeFlags.Null ? "null" : undefined;
  }

  /** Literals of a kind are one enum and simple types one list, both sorted. */
  #unionSchema(all: readonly ts.Type[]): Schema {
    const types = all.filter((type) => !this.#isLeftOut(type));
    if (types.some((type) => this.#isMessages(type))) return { type: "array", items: this.#message() };
    if (types.some(isMessage)) return this.#message();
    const literals = types.flatMap((type) => (type.isStringLiteral() || type.isNumberLiteral() ? [type.value] : []));
    const others = types.filter((type) => !type.isStringLiteral() && !type.isNumberLiteral());
    const simple = others.flatMap((type) => this.#simpleName(type) ?? []);
    const rest = others.filter((type) => !this.#simpleName(type)).map((type) => this.#schemaOf(type));
    const schemas = [...rest, ...enums(literals), ...simpleTypes(simple)];
    const [only] = schemas;
    return only && schemas.length === 1 ? only : { anyOf: distinct(schemas) };
  }

  /** Undefined is no JSON, and LangGraph's command to overwrite a value is not one of its values. */
  #isLeftOut(type: ts.Type): boolean {
    const { Undefined, Void } = this.#ts.TypeFlags;
    return (type.flags & (Undefined | Void)) !== 0 || type.getProperty("__overwrite__") !== undefined;
  }

  /** A primitive with a brand is the primitive. */
  #intersectionSchema(type: ts.IntersectionType): Schema {
    const primitive = type.types.find((part) => this.#simpleName(part));
    return primitive ? this.#schemaOf(primitive) : this.#objectSchema(type);
  }

  #objectSchema(type: ts.Type): Schema {
    if (isMessage(type)) return this.#message();
    const { symbol } = type;
    if (symbol?.name === "Date") return { type: "string", format: "date-time" };
    const open = this.#open.get(type);
    if (open) {
      open.name ??= this.#freeName(type);
      return { $ref: `#/definitions/${open.name}` };
    }
    if (this.#open.size >= MAX_DEPTH) return {};
    const entry: { name?: string } = {};
    this.#open.set(type, entry);
    const schema = this.#listSchema(type) ?? this.#recordSchema(type);
    this.#open.delete(type);
    if (entry.name === undefined) return schema;
    this.#definitions[entry.name] = schema;
    return { $ref: `#/definitions/${entry.name}` };
  }

  #listSchema(type: ts.Type): Schema | undefined {
    if (!this.#checker.isArrayType(type) && !this.#checker.isTupleType(type)) return undefined;
    const types = this.#checker.getTypeArguments(type as ts.TypeReference); // as both are
    if (!this.#checker.isTupleType(type)) return { type: "array", items: types[0] ? this.#schemaOf(types[0]) : {} };
    const { fixedLength, minLength, combinedFlags } = (type as ts.TupleTypeReference).target; // the checker has said so
    const isOpen = (combinedFlags & this.#ts.ElementFlags.Variable) !== 0;
    const items = types.slice(0, fixedLength).map((item) => this.#schemaOf(item));
    const more = types.slice(fixedLength).map((item) => this.#schemaOf(item));
    const [rest = {}] = more.length > 1 ? [{ anyOf: distinct(more) }] : more;
    return { type: "array", items, minItems: minLength, ...(isOpen ? { additionalItems: rest } : { maxItems: fixedLength }) };
  }

  #recordSchema(type: ts.Type): Schema {
    const properties = this.#checker.getPropertiesOfType(type).flatMap((property) => {
      const of = this.#checker.getTypeOfSymbol(property);
      const description = this.#ts.displayPartsToString(property.getDocumentationComment(this.#checker));
      if (property.name.startsWith("__@") || this.#isFunction(of)) return []; // a symbol's name is no key of JSON
      return [[property.name, { ...this.#schemaOf(of), ...(description !== "" && { description }) }] as const];
    });
    const index = this.#checker.getIndexInfoOfType(type, this.#ts.IndexKind.String);
    return objectSchema(properties, index && this.#schemaOf(index.type));
  }

  #isFunction(type: ts.Type): boolean {
    return this.#checker.getNonNullableType(type).getCallSignatures().length > 0;
  }

  #isMessages(type: ts.Type): boolean {
    if (!this.#checker.isArrayType(type)) return false;
    const [item] = this.#checker.getTypeArguments(type as ts.TypeReference); // as an array is
    return item !== undefined && (item.isUnion() ? item.types : [item]).some(isMessage);
  }

  #message(): Schema {
    Object.assign(this.#definitions, messageDefinitions);
    return { $ref: `#/definitions/${MESSAGE}` };
  }

  #freeName(type: ts.Type): string {
    const name = (type.aliasSymbol ?? type.symbol)?.name.replaceAll(/\W/g, "") || "Type";
    const names = new Set([...Object.keys(this.#definitions), ...[...this.#open.values()].map((entry) => entry.name)]);
    let free = name;
    for (let number = 2; names.has(free); number += 1) free = `${name}${number}`;
    return free;
  }
}

/** By its shape: a project may have LangChain twice. */
const isMessage = (type: ts.Type): boolean =>
  ["lc_namespace", "content", "additional_kwargs", "response_metadata"].every((name) => type.getProperty(name));

function objectSchema(properties: readonly (readonly [string, Schema])[], additional?: Schema): Schema {
  return {
    type: "object",
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(additional && { additionalProperties: additional }),
  };
}

function enums(values: readonly (string | number)[]): Schema[] {
  return (["string", "number"] as const).flatMap((type) => {
    const some = values.filter((value) => typeof value === type).sort();
    if (some.length === 0) return [];
    return [some.length === 1 ? { type, const: some[0] } : { enum: some, type }];
  });
}

function simpleTypes(names: readonly string[]): Schema[] {
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return [];
  return [{ type: sorted.length === 1 ? sorted[0] : sorted }];
}

const distinct = (schemas: readonly Schema[]): Schema[] => [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
