/** Which handler of an `Auth` object is asked, what its result means, and which objects let no server start. */
import { Auth } from "@langchain/langgraph-sdk/auth";
import { describe, expect, it } from "vitest";
import { isSeen } from "../../../persistence/statements/metadata-filter.ts";
import { authHandlers, handlerOf } from "../../../server/identity/auth-object/auth-handlers.ts";
import { readFilter } from "../../../server/identity/auth-object/read-filter.ts";
import type { authEvents } from "../../../server/operations.ts";

const nobody = () => new Auth().authenticate(() => "ann");

describe("the handler of an event", () => {
  const named = (...names: string[]) => {
    const auth = nobody();
    for (const name of [...names, "*"]) auth.on(name as "*", () => undefined);
    const handlers = authHandlers(auth);
    return (event: (typeof authEvents)[number]) => {
      const handler = handlerOf(handlers, event);
      return Object.entries(handlers.callbacks).find(([, each]) => each === handler)?.[0];
    };
  };

  it.each([
    [["threads:create"], "threads:create", "threads:create"],
    [["threads:create"], "threads:create_run", "*"],
    [["threads"], "threads:create_run", "threads"],
    [["*:create"], "threads:create", "*:create"],
    [["*:create", "threads"], "threads:create", "threads"],
    [["*:create"], "threads:create_run", "*"],
    [["store"], "store:list_namespaces", "store"],
    [["thread"], "threads:read", "*"],
  ] as const)("of %j for %s is %s", (names, event, expected) => {
    const auth = named(...names);
    expect(auth(event)).toBe(expected);
  });

  it("is none of Object's own names", () => {
    const handlers = authHandlers(nobody().on("*", () => true));
    expect(handlerOf({ ...handlers, callbacks: {} }, "threads:read")).toBeUndefined();
  });
});

describe("an object that lets no server start", () => {
  it.each([
    ["nothing", undefined, /not an Auth object/],
    ["no Auth object", { authenticate: () => "ann" }, /not an Auth object/],
    ["nobody who authenticates", new Auth(), /no \.authenticate/],
    ["no handler", nobody(), /no handler for threads, assistants, crons, store/],
    ["a forgotten resource", nobody().on(["threads", "assistants", "crons:create"], () => true), /no handler for store,/],
  ])("%s", (_name, auth, message) => {
    expect(() => authHandlers(auth)).toThrow(message);
  });

  it.each([[nobody().on("*", () => true)], [nobody().on(["threads", "assistants", "crons", "store:get"], () => true)]])(
    "others do",
    (auth) => {
      expect(() => authHandlers(auth)).not.toThrow();
    },
  );
});

describe("what a handler returns", () => {
  const metadata = { owner: "ann", team: ["cards", "loans"], level: 3, constructor: "x" };

  it.each([
    [undefined, true],
    [null, true],
    [true, true],
    [{}, true],
    [{ owner: "ann" }, true],
    [{ owner: "bob" }, false],
    [{ owner: { $eq: "ann" } }, true],
    [{ owner: { $eq: "bob" } }, false],
    [{ team: { $contains: "cards" } }, true],
    [{ team: { $contains: ["cards", "loans"] } }, true],
    [{ team: { $contains: ["cards", "cars"] } }, false],
    [{ owner: { $contains: "ann" } }, false],
    [{ owner: { $contains: "a" } }, false],
    [{ level: 3 }, true],
    [{ level: "3" }, false],
    [{ owner: "ann", team: { $contains: "cars" } }, false],
    [{ toString: "x" }, false],
    [{ missing: "x" }, false],
  ])("%j shows: %s", (result, expected) => {
    expect(isSeen(metadata, readFilter(result, "threads:read"))).toBe(expected);
  });

  it("refuses for false", () => {
    expect(() => readFilter(false, "threads:read")).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
  });

  it.each([
    ["yes"],
    [1],
    [[]],
    [{ owner: undefined }],
    [{ owner: {} }],
    [{ owner: { $eq: undefined } }],
    [{ owner: { $eq: "" } }],
    [{ owner: { $ne: "x" } }],
    [{ owner: { $in: ["ann"] } }],
    [{ team: { $contains: "" } }],
    [{ owner: ["ann"] }],
  ])("shows nothing for %j", (result) => {
    expect(() => readFilter(result, "threads:read")).toThrow(expect.objectContaining({ code: "AUTH_FAILED" }));
  });
});
