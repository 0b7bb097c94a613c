/** `wait:<node>`: the run stops, and the next message enters that node. */
import { expect, it } from "vitest";
import { z } from "zod";
import { drawingOf, mermaidOf } from "../../inspect/index.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { agent, formatIssue, setup, validate } from "../../language/index.ts";
import { runPath } from "../../testkit/index.ts";
import { checkEnumeration, clean } from "../testkit/check-enumeration.ts";

const desk = setup({
  state: { text: z.string(), mood: z.enum(["calm", "angry"]), reply: z.string(), draft: z.string() },
  agents: {
    load: agent({
      args: z.object({ text: z.string() }),
      output: z.object({ mood: z.enum(["calm", "angry"]) }),
      run: async ({ text }) => ({ mood: text.endsWith("!") ? ("angry" as const) : ("calm" as const) }),
    }),
    talk: agent({ args: z.object({ mood: z.string() }), output: z.string(), run: async ({ mood }) => mood }),
  },
});
const text = `
id: talk
version: 1
start: load
input: [text]
nodes:
  load: { kind: agent, agent: load, writes: { mood: mood }, onError: wait:load, next: feel }
  feel: { kind: router, on: mood, routes: { calm: say, angry: end } }
  say: { kind: agent, agent: talk, writes: reply, next: wait:load }
`;
const talk = desk.loadGraph(text, "talk.yaml");

it("the next message enters the node that is named, and channels keep what they hold", async () => {
  expect(validate(desk.registry, talk).issues).toEqual([]);
  const { path, state } = await runPath(talk, { input: { text: "hm" }, turns: [{ text: "so" }, { text: "no!" }] });
  expect(path).toEqual([
    ...["turn 1:", "load -next-> feel", "feel -calm-> say", "say -next-> wait:load"],
    ...["turn 2:", "load -next-> feel", "feel -calm-> say", "say -next-> wait:load"],
    ...["turn 3:", "load -next-> feel", "feel -angry-> end"],
  ]);
  expect(state).toMatchObject({ reply: "calm", mood: "angry" });
});

it("its generated paths are taken, and it is drawn as a line to the node", async () => {
  const { names, ...found } = await checkEnumeration(talk);
  expect(found).toEqual(clean);
  expect(names).toContain("say -next-> wait:load");
  const lines = mermaidOf(drawingOf(normalise(talk, desk.registry))).split("\n");
  expect(lines.filter((line) => line.includes("next message")).map((line) => line.trim())).toMatchInlineSnapshot(`
    [
      "load -.->|"error · next message"| load",
      "say -->|"next message"| load",
    ]
  `);
});

it("a way from it to the next wait that hears nobody is named, with a node that would hear", () => {
  const deaf = { ...talk, nodes: { ...talk.nodes, say: { ...talk.nodes.say, next: "wait:feel" } } };
  const { issues } = validate(desk.registry, JSON.parse(JSON.stringify(deaf)));
  expect(issues.map((issue) => formatIssue(issue))).toMatchInlineSnapshot(`
    [
      "nodes.say.next: the next message enters "feel", and nothing on the way feel → say → wait takes an input channel: the thread waits again, unless "mood" has changed. Lead it to "wait:load", which takes the message, or ask by an interrupt whose \`by\` is "requester". If a signal or an edit of the state brings the change, leave it.  [warning DEAF_WAIT]",
    ]
  `);
});

it("what was written before the message is written after it, but not on a way that began elsewhere", () => {
  const nodes = {
    load: { kind: "agent", agent: "load", writes: { mood: "mood" }, next: "wait:say" },
    say: { kind: "agent", agent: "talk", writes: "reply", onError: "wait:told", next: "wait:told" },
    told: { kind: "set", values: { draft: { from: "reply" } }, next: "wait:load" },
  };
  const { issues } = validate(desk.registry, { ...talk, nodes });
  expect(issues.filter(({ code }) => code !== "DEAF_WAIT").map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual([
    "READ_BEFORE_WRITE nodes.told.values.draft.from",
  ]);
});

it("a graph inside another cannot wait so", () => {
  const outer = setup({
    state: { text: z.string() },
    graphs: { talk },
  });
  const nodes = { x: { kind: "subgraph", graph: "talk", next: "end" } };
  const { issues } = validate(outer.registry, { id: "outer", version: 1, start: "x", input: ["text"], nodes });
  expect(issues.map(({ code }) => code)).toEqual(["SUBGRAPH_WAITS"]);
});
