/** What operators read: each error with its stack and all that caused it, and no secret in any of it. */
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { errorReport } from "../../telemetry/error-report.ts";
import { consoleLog } from "../../telemetry/log.ts";
import { logWith } from "../../telemetry/log-with.ts";
import { redact, rememberSecret, rememberSecretsIn } from "../../telemetry/redact.ts";

function logged(write: (log: ReturnType<typeof consoleLog>) => void): { readonly lines: Record<string, unknown>[]; readonly text: string } {
  const stream = new PassThrough();
  write(consoleLog("info", stream));
  const text = String(stream.read());
  return {
    text,
    lines: text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  };
}

describe("an error in the log", () => {
  it("has its stack, its code and the whole chain of causes, also of an AggregateError", () => {
    const refused = Object.assign(new TypeError("refused"), { code: "ECONNREFUSED" });
    const all = new AggregateError([refused, "a text"], "no address answers");
    const { lines } = logged((log) =>
      log.error("run failed", { err: new Error("node failed", { cause: new Error("bank", { cause: all }) }) }),
    );
    expect(lines[0]).toMatchObject({
      msg: "run failed",
      err: {
        ...{ type: "Error", message: "node failed", stack: expect.stringContaining("log.test.ts") },
        cause: {
          message: "bank",
          cause: {
            type: "AggregateError",
            errors: [
              { type: "TypeError", code: "ECONNREFUSED", stack: expect.stringContaining("refused") },
              { type: "string", message: "a text" },
            ],
          },
        },
      },
    });
  });

  it("is bounded and never an error of its own: long texts, circles, deep chains, getters that throw, what is no error", () => {
    const circle = new Error("circle");
    circle.cause = new AggregateError([circle], "around");
    expect(errorReport(circle)).toMatchObject({ cause: { message: "around" } });
    const deep = Array.from({ length: 500 }).reduce<Error>((cause, _, at) => new Error(`level ${at}`, { cause }), new Error("first"));
    expect(JSON.stringify(errorReport(deep)).length).toBeLessThan(100_000);
    const long = new Error("x".repeat(5_000_000));
    expect(JSON.stringify(errorReport(long)).length).toBeLessThan(20_000);
    const many = new AggregateError(
      Array.from({ length: 1_000 }, () => new Error("one")),
      "many",
    );
    expect(errorReport(many).errors).toHaveLength(10);
    const nasty = Object.defineProperty(new Error("nasty"), "stack", { get: () => JSON.parse("{") });
    expect(errorReport(nasty)).toMatchObject({ message: "nasty" });
    expect([null, undefined, 5, "text", Symbol("s")].map((thrown) => errorReport(thrown).message)).toHaveLength(5);
  });

  it("is shown under any name, where JSON would show nothing", () => {
    expect(logged((log) => log.warn("late", { error: new Error("inside") })).lines[0]).toMatchObject({ error: { message: "inside" } });
  });
});

describe("a secret", () => {
  const canary = 'canary-"quoted"\\value';

  it("is in no line: not in a message, a stack, a cause or a fact", () => {
    rememberSecret(canary);
    rememberSecretsIn({ SHOP_API_KEY: "canary-of-the-environment", HOME: "/home/canary-home" });
    const cause = new Error(`refused ${canary}`, { cause: new AggregateError([new Error("canary-of-the-environment")], "all") });
    const { text, lines } = logged((log) =>
      log.error(`failed with ${canary}`, { err: new Error(canary, { cause }), fact: canary, list: [canary] }),
    );
    expect(text).not.toMatch(/canary-"|canary-\\|canary-of/);
    expect(lines[0]?.msg).toBe("failed with [redacted]");
  });

  it.each([
    ["connect to postgres://desk:hunter22@db:5432/x failed", "connect to postgres://desk:[redacted]@db:5432/x failed"],
    ["Incorrect API key provided: sk-proj-abcdefghijkl", "Incorrect API key provided: [redacted]"],
    ["authorization: Bearer abc.def-123456", "authorization: Bearer [redacted]"],
    ["a basic question about the key", "a basic question about the key"],
  ])("is known by its form: %s", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it("is no word that is too short to be one", () => {
    rememberSecret("desk");
    expect(redact("the desk")).toBe("the desk");
  });
});

it("a log of one place writes the place on each line, whatever the line says", () => {
  const { lines } = logged((log) =>
    logWith(log, { thread: "t", run: "r", node: "pay", attempt: 2 }).info("said", { node: "forged", cents: 5 }),
  );
  expect(lines[0]).toMatchObject({ thread: "t", run: "r", node: "pay", attempt: 2, cents: 5 });
});
