/** The API's description in OpenAPI 3.1, made from the schemas that validate requests. */
import { z } from "zod";
import { operations } from "../operations.ts";
import { answers } from "./answers.ts";
import { assistantsDescribed } from "./described/assistants.ts";
import { cronsDescribed } from "./described/crons.ts";
import type { Described, DescribedRoutes } from "./described/described.ts";
import { interruptsDescribed } from "./described/interrupts.ts";
import { metaDescribed } from "./described/meta.ts";
import { runsDescribed } from "./described/runs.ts";
import { storeDescribed } from "./described/store.ts";
import { threadsDescribed } from "./described/threads.ts";
import { ticketsDescribed } from "./described/tickets.ts";
import { v2Described } from "./described/v2.ts";
import { webhooksDescribed } from "./described/webhooks.ts";

export const described: DescribedRoutes = {
  ...metaDescribed,
  ...assistantsDescribed,
  ...threadsDescribed,
  ...runsDescribed,
  ...cronsDescribed,
  ...webhooksDescribed,
  ...interruptsDescribed,
  ...storeDescribed,
  ...ticketsDescribed,
  ...v2Described,
};

type Json = Readonly<Record<string, unknown>>;

/** @param version of the server. */
export function openApiDocument(version: string) {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [key, route] of Object.entries(described)) {
    const [method = "", path = ""] = key.split(" ");
    for (const written of pathsOf(path)) paths[written] = { ...paths[written], [method.toLowerCase()]: operationOf(key, route, written) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Signalbox", version, description: "The LangGraph Agent Server protocol, with an inbox for people." },
    security: [{ apiKey: [] }, { bearer: [] }, {}],
    tags: [...new Set(Object.keys(described).map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: {
        ...Object.fromEntries(Object.entries(answers).map(([name, schema]) => [name, jsonSchema(schema, "output")])),
        Problem: PROBLEM,
      },
      securitySchemes: {
        apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
        bearer: { type: "http", scheme: "bearer" },
      },
    },
  };
}

/** Express writes `{/:namespace}` where OpenAPI has two paths. */
function pathsOf(path: string): string[] {
  const bare = path.replace(/\{.*\}/, "");
  const full = path.replaceAll(/[{}]/g, "");
  return [...new Set([bare, full])].map((written) => written.replaceAll(/:(\w+)/g, "{$1}"));
}

const tagOf = (key: string): string => /^\S+ \/(\w+)/.exec(key)?.[1] ?? "";

function operationOf(key: string, { summary, query, body, status = 200, answer }: Described, path: string): Json {
  const { scope, isOurs } = operations[key] ?? { scope: "open", isOurs: false };
  return {
    operationId: `${key.split(" ")[0]?.toLowerCase()}${path.replaceAll(/[^\w]+/g, "_")}`.replace(/_$/, ""),
    summary,
    tags: [tagOf(key)],
    "x-scope": scope,
    "x-signalbox": isOurs,
    ...(scope === "open" && { security: [] }),
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: jsonSchema(body, "input") } } } }),
    responses: { [status]: responseOf(answer), default: isOurs ? PROBLEM_RESPONSE : ERROR_RESPONSE },
  };
}

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));

function queryParameters(query: z.ZodType | undefined): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = jsonSchema(query, "input") as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: required.includes(name), schema }));
}

function responseOf(answer: Described["answer"]): Json {
  if (answer === undefined) return { description: "Done" };
  if (answer === "other") return { description: "Done", content: { "*/*": {} } };
  if (answer === "events") return { description: "Server-sent events", content: { "text/event-stream": { schema: { type: "string" } } } };
  const schema = typeof answer === "string" ? reference(answer) : { type: "array", items: reference(answer[0]) };
  return { description: "Done", content: { "application/json": { schema } } };
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Without fields that are refused by name: they are no part of this version. */
function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override({ zodSchema, jsonSchema: made }) {
      if (zodSchema._zod.def.type === "undefined") Object.assign(made, { not: {} });
      for (const [name, field] of Object.entries(made.properties ?? {})) if (isRefused(field)) delete made.properties?.[name];
    },
  });
  return json;
}

const isRefused = (field: unknown): boolean =>
  typeof field === "object" && field !== null && "not" in field && Object.keys(field.not as object).length === 0;

const PROBLEM = jsonSchema(
  z.looseObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string(), code: z.string(), repair: z.string() }),
  "output",
);
const PROBLEM_RESPONSE = { description: "Refused", content: { "application/problem+json": { schema: reference("Problem") } } };
const ERROR_RESPONSE = {
  description: "Refused: the message as text, or problem details where `Accept` asks for them",
  content: { "text/plain": { schema: { type: "string" } }, "application/problem+json": { schema: reference("Problem") } },
};
