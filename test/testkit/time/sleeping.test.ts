/** Sleeps, repeating reminders and times in deadlines on the virtual clock. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { drawingOf } from "../../../draw/drawing/drawing-of.ts";
import { normalise } from "../../../language/graph/normalise.ts";
import { question, setup, task } from "../../../language/index.ts";
import { registryOf } from "../../../language/registry/registry-of.ts";
import { advance, enumeratePaths, expire, runPath } from "../../../testkit/index.ts";

const world = setup({
  state: { order: z.object({ id: z.string(), dueAt: z.iso.datetime() }), dueAt: z.iso.datetime(), note: z.string() },
  roles: ["lead"],
  tasks: {
    look: task({ labels: ["there", "missing"], args: z.object({}), run: async () => ({ label: "missing" }) }),
    write: task({ labels: ["done"], args: z.object({}), output: z.string(), run: async () => ({ label: "done", output: "written" }) }),
  },
  questions: { ask: question({ prompt: "?", decisions: { yes: null, no: null } }) },
});
const head = { version: 1, input: ["order", "dueAt"] } as const;
const ask = { kind: "interrupt", question: "ask", by: ["lead"], decisions: { yes: "end", no: "end" } } as const;
const input = { order: { id: "O-1", dueAt: "2026-01-15T12:00:00Z" }, dueAt: "2026-01-15T10:30:00Z" };

const polling = world.defineGraph({
  ...head,
  id: "polling",
  start: "look",
  params: { pause: "10m" },
  nodes: {
    look: { kind: "task", task: "look", routes: { there: "end", missing: "rest" }, visits: { max: 3, next: "end" } },
    rest: { kind: "sleep", for: { param: "pause" }, next: "look" },
  },
});

describe("a sleep", () => {
  it("passes by itself, and is a line of the path", async () => {
    const { path } = await runPath(polling, { input });
    expect(path).toEqual([
      "look -missing-> rest",
      "rest sleeps 10m",
      "rest -next-> look",
      "look -missing-> rest",
      "rest sleeps 10m",
      "rest -next-> look",
      "look -missing-> rest",
      "rest sleeps 10m",
      "rest -next-> look",
      "look -exhausted-> end",
    ]);
  });
  it.each([
    ["dueAt", "rest sleeps until 2026-01-15T10:30:00.000Z"],
    ["order.dueAt", "rest sleeps until 2026-01-15T12:00:00.000Z"],
  ] as const)("ends at the time in %s", async (until, line) => {
    const graph = world.defineGraph({ ...head, id: "until", start: "rest", nodes: { rest: { kind: "sleep", until, next: "end" } } });
    expect((await runPath(graph, { input })).path).toEqual([line, "rest -next-> end"]);
  });
  it("is none where its time is past", async () => {
    const graph = world.defineGraph({
      ...head,
      id: "past",
      start: "rest",
      nodes: { rest: { kind: "sleep", until: "dueAt", next: "end" } },
    });
    expect((await runPath(graph, { input: { ...input, dueAt: "2026-01-15T08:00:00Z" } })).path).toEqual(["rest -next-> end"]);
  });
  it("leaves what is left of the clock's hour to the next question", async () => {
    const graph = world.defineGraph({
      ...head,
      id: "clocks",
      start: "first",
      nodes: {
        first: { ...ask, deadlines: [{ after: "20m", next: "rest" }] },
        rest: { kind: "sleep", for: "10m", next: "second" },
        second: {
          ...ask,
          deadlines: [
            { after: "15m", remind: "lead" },
            { after: "31m", next: "end" },
          ],
        },
      },
    });
    const path = [
      "first after 20m: expires",
      "first -expired-> rest",
      "rest sleeps 10m",
      "rest -next-> second",
      "second after 15m: reminds lead",
    ];
    expect((await runPath(graph, { input, clock: advance("1h") })).path).toEqual([...path, "waits at second"]);
    expect((await runPath(graph, { input, clock: [advance("1h"), advance("1m")] })).path).toEqual([
      ...path,
      "second after 31m: expires",
      "second -expired-> end",
    ]);
  });
  it("takes its turn with the deadlines of a question beside it", async () => {
    const joins = { ...ask, decisions: { yes: "join", no: "join" } } as const;
    const graph = world.defineGraph({
      ...head,
      id: "beside",
      start: "both",
      nodes: {
        both: {
          kind: "parallel",
          branches: {
            person: {
              ...joins,
              deadlines: [
                { after: "5m", remind: "lead" },
                { after: "1h", next: "join" },
              ],
            },
            rest: { kind: "sleep", for: "10m", next: "join" },
          },
          next: "end",
        },
      },
    });
    expect((await runPath(graph, { input, answers: { "both.person": expire() } })).path).toEqual([
      "both.person after 5m: reminds lead",
      "both.person after 1h: expires",
      "both.person -expired-> join",
      "both.rest sleeps 10m",
      "both.rest -next-> join",
      "both -next-> end",
    ]);
    expect((await runPath(graph, { input, answers: { "both.person": "yes" } })).path).toEqual([
      "both.person -yes-> join",
      "both.rest sleeps 10m",
      "both.rest -next-> join",
      "both -next-> end",
    ]);
  });
  it("is ended where a sibling leaves early or completes the quorum", async () => {
    const race = (quorum: object, no: "end" | "join") => ({
      kind: "parallel",
      ...quorum,
      branches: {
        person: { ...ask, decisions: { yes: "join", no }, deadlines: [{ after: "1h", next: "join" }] },
        rest: { kind: "sleep", for: "1d", next: "join" },
      },
      next: "end",
    });
    const build = (quorum: object, no: "end" | "join") =>
      world.defineGraph({ ...head, id: "race", start: "race", nodes: { race: race(quorum, no) } } as never);
    const left = await runPath(build({}, "end"), { input, answers: { "race.person": "no" } });
    expect(left.path).toEqual(["race.person -no-> end", "race.rest -cancelled-> join", "race -person.no-> end"]);
    const won = await runPath(build({ quorum: 1 }, "join"), { input, answers: { "race.person": "yes" } });
    expect(won.path).toEqual(["race.person -yes-> join", "race.rest -cancelled-> join", "race -next-> end"]);
  });
  it("has every generated path", async () => {
    const { paths, notForced } = enumeratePaths(polling);
    expect(notForced).toEqual([]);
    for (const { name, steps, scenario } of paths) {
      const { steps: taken, error } = await runPath(polling, scenario);
      expect([name, error, taken.map(({ node, label, target }) => ({ node, label, target }))]).toEqual([name, undefined, steps]);
    }
  });
  it("is drawn with its span", () => {
    expect(JSON.stringify(drawingOf(normalise(polling, registryOf(polling))))).toContain("for 10m");
  });
});

describe("deadlines", () => {
  const graph = world.defineGraph({
    ...head,
    id: "reminders",
    start: "ask",
    params: { often: "10m" },
    nodes: {
      ask: {
        ...ask,
        deadlines: [
          { every: { param: "often" }, remind: "lead" },
          { at: "dueAt", remind: "lead" },
          { at: "order.dueAt", next: "late" },
        ],
      },
      late: { kind: "task", task: "write", writes: "note", routes: { done: "end" } },
    },
  });
  it("remind again and again, until the question is decided", async () => {
    const { path } = await runPath(graph, { input, clock: advance("35m") });
    expect(path).toEqual(["ask every 10m: reminds lead (3 times)", "waits at ask"]);
  });
  it("fire at a time that a channel holds, and nothing reminds at the end or after it", async () => {
    const { path } = await runPath(graph, { input, answers: { ask: expire() } });
    expect(path).toEqual([
      "ask every 10m: reminds lead (17 times)",
      "ask at 2026-01-15T10:30:00.000Z: reminds lead",
      "ask at 2026-01-15T12:00:00.000Z: expires",
      "ask -expired-> late",
      "late -done-> end",
    ]);
  });
});
