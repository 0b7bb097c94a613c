/** The API's description: it is OpenAPI 3.1, has every route, and each answer of a running server is what it says. */
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { answers } from "../../../server/openapi/answers.ts";
import { described, openApiDocument } from "../../../server/openapi/document.ts";
import { operations } from "../../../server/operations.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { freshPglite, opened } from "../../support/databases.ts";
import { serve } from "../serve.ts";
import { type Call, calls } from "./calls.ts";

let desk: Desk;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  desk = await deskOn(await opened(await freshPglite()));
  server = await serve({ runtime: desk.runtime, ui: { x: [{ basename: "entrypoint.js", contents: Buffer.from("") }] } });
});
afterAll(async () => {
  await server.close(0);
  await desk.runtime.stop();
});

it("has every route", () => {
  expect(Object.keys(described).toSorted()).toEqual(Object.keys(operations).toSorted());
});

it("is OpenAPI 3.1", async () => {
  const validator = new Validator();
  const checked = await validator.validate(JSON.parse(JSON.stringify(openApiDocument("1.0.0"))));
  expect(checked).toMatchObject({ valid: true });
  expect(validator.version).toBe("3.1");
});

describe("every operation answers what is described", () => {
  it.each(Object.keys(described))("%s", async (key) => {
    const call: Call | undefined = calls[key];
    expect(call, "add a call to calls.ts").toBeDefined();
    const { path, body, query = "" } = (await call?.(desk)) ?? { path: "" };
    const [method = ""] = key.split(" ");
    const response = await fetch(`${server.url}${path}${query}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const { status = 200, answer } = described[key] ?? { summary: "" };
    if (answer === "events") {
      expect({ status: response.status, type: response.headers.get("content-type") }).toEqual({
        status,
        type: "text/event-stream; charset=utf-8",
      });
      await response.body?.cancel();
      return;
    }
    const text = await response.text();
    // a WebSocket asks for an upgrade, which a request without one is told
    expect({ status: response.status, text }).toMatchObject({ status: status === 101 ? 426 : status });
    if (status === 101) return;
    if (answer !== undefined && answer !== "other") expect(schemaOf(answer).safeParse(JSON.parse(text)).error?.issues ?? []).toEqual([]);
    else if (answer === undefined) expect(text).toBe("");
  });
});

it("says which fields a body has, and refuses others", async () => {
  for (const [key, { body }] of Object.entries(described)) {
    // a command is answered with 200, and its fields depend on its method
    if (!(body instanceof z.ZodObject) || key.endsWith("/commands")) continue;
    const [method = "", path = ""] = key.split(" ");
    const url = server.url + path.replaceAll(/:\w*id\b/g, "01a2035e-1a78-72aa-aa91-7d3655c564a1").replaceAll(/:\w+/g, "x");
    const response = await fetch(url, { method, body: JSON.stringify({ notAField: 1 }) });
    expect({ key, status: response.status, text: await response.text() }).toMatchObject({
      key,
      status: 400,
      text: expect.stringContaining("notAField"),
    });
  }
});

const schemaOf = (answer: keyof typeof answers | readonly [keyof typeof answers]): z.ZodType =>
  typeof answer === "string" ? answers[answer] : z.array(answers[answer[0]]);
