/** Graphs from YAML and JSON: every problem with file, line and column, and hostile text refused clearly. */
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { GraphDefinitionError, validate } from "../../../language/index.ts";
import { desk, supportDesk } from "../design-example.ts";

function messageOf(text: string, file = "graph.yaml"): string {
  try {
    desk.loadGraph(text, file);
  } catch (error) {
    if (error instanceof GraphDefinitionError) return error.message;
    throw error;
  }
  return "no problem";
}

test("every problem has its place", () => {
  const text = stringify(supportDesk)
    .replace("next: needsApproval", "next: needApproval")
    .replace("writes: order", "writes: ordr")
    .replace("technical: technicalAgent", "technicel: technicalAgent")
    .replace("after: 30m", "after: 30min")
    .replace("param: tone", "param: toone");
  expect(messageOf(text)).toMatchSnapshot();
});

test("JSON has places too", () => {
  const text = JSON.stringify(supportDesk, null, 2).replace('"start": "triage"', '"start": "triag"');
  expect(messageOf(text, "graph.json")).toMatch(/^ {2}graph\.json:4:12 start: there is no node "triag"\. Did you mean "triage"\?/m);
});

test("a wrong key is pointed at, not its value; a missing field points at its owner", () => {
  expect(messageOf("id: g\nversion: 1\nstart: x\nnodes:\n  x: { kind: agent, agnt: technical, next: end }\n")).toBe(
    [
      'Graph "g" has 2 problems:',
      '  graph.yaml:5:3 nodes.x.agent: "agent" is missing. `agent`: An agent of the registry.  [MISSING_FIELD]',
      '  graph.yaml:5:21 nodes.x.agnt: there is no field "agnt" here. Did you mean "agent"?  [UNKNOWN_FIELD]',
    ].join("\n"),
  );
});

test("a place inside an anchor's copy is the alias", () => {
  const text =
    "id: g\nversion: 1\nstart: x\ninput: [message]\nnodes:\n  x: { kind: agent, agent: technical, next: &there nowhere }\n  y: { kind: agent, agent: technical, next: *there }\n";
  expect(messageOf(text)).toMatch(/graph\.yaml:6:52 nodes\.x\.next.*\n.*graph\.yaml:7:45 nodes\.y\.next/);
});

describe("merge keys", () => {
  const head = "id: g\nversion: 1\nstart: x\ninput: [message]\n";
  const bases = "x-agent: &agent { kind: agent, agent: technical }\nx-end: &end { next: end, onError: end }\n";

  test("a map has what it merges, and its own wins", () => {
    const text =
      "nodes:\n  x: { <<: *agent, next: y }\n  y: { <<: [*end, { next: x, <<: *agent }], onError: x, visits: { max: 3, next: end } }\n";
    const graph = desk.loadGraph(`${head}${bases}${text}`, "graph.yaml");
    expect(graph.nodes).toEqual({
      x: { kind: "agent", agent: "technical", next: "y" },
      y: { kind: "agent", agent: "technical", next: "end", onError: "x", visits: { max: 3, next: "end" } },
    });
    expect(Object.keys(graph)).toEqual(["id", "version", "start", "input", "nodes"]);
  });

  test("a mistake in a merged part is at the node that merges it", () => {
    const text = `${head}x-bad: &bad { kind: agent, agent: technicl }\nnodes:\n  x: { <<: *bad, next: y }\n  y:\n    <<: *bad\n    next: end\n`;
    expect(messageOf(text)).toMatch(/graph\.yaml:7:3 nodes\.x\.agent: .*\n {2}graph\.yaml:8:3 nodes\.y\.agent: /);
  });

  test.each([
    [
      "a text",
      "nodes:\n  x: { <<: agent, kind: agent, agent: technical, next: end }\n",
      /graph\.yaml:8:12 nodes\.x\.<<: a merge key takes a map/,
    ],
    ["a list with a text", "nodes:\n  x: { <<: [*end, 1], kind: agent, agent: technical }\n", /nodes\.x\.<<: a merge key takes a map/],
    ["twice", "nodes:\n  x: { <<: *agent, <<: *end }\n", /the key "<<" appears twice/],
  ])("of %s is refused", (_, text, expected) => {
    expect(messageOf(`${head}${bases}${text}`)).toMatch(expected);
  });

  test("merging again and again is refused like other anchors that explode", () => {
    const again = "bcdefghi"
      .split("")
      .map((name, index) => `x-${name}: &${name} { <<: [${Array(9).fill(`*${"abcdefgh"[index]}`).join(", ")}] }\n`)
      .join("");
    expect(messageOf(`${head}x-a: &a { next: end }\n${again}nodes:\n  x: { <<: *i }\n`)).toMatch(/anchors expand to far more/);
  });

  test("`x-` keys are only the head's", () => {
    expect(messageOf(`${head}nodes:\n  x: { kind: agent, agent: technical, next: end, x-note: 1 }\n`)).toMatch(
      /there is no field "x-note"/,
    );
  });
});

describe("refused text", () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${"bcdefgh"
    .split("")
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(", ")}]`)
    .join("\n")}\n`;
  test.each([
    ["a key twice", "id: g\nversion: 1\nid: h\n", /graph\.yaml:3:1: the key "id" appears twice/],
    ["a key that is a number", "id: g\nnodes:\n  1: {}\n", /graph\.yaml:3:3: the key 1 is not text/],
    ["a key that is a list", "? [a]\n: b\n", /the key a list or map is not text/],
    ["anchors that explode", bomb, /anchors expand to far more/],
    ["an anchor that is not there", "id: *none\n", /graph\.yaml.*UNREADABLE_TEXT/],
    ["ten megabytes", `id: ${"x".repeat(10_000_000)}`, /TEXT_TOO_LARGE/],
    ["deep nesting", "[".repeat(50_000), /TOO_DEEP/],
    ["deep nesting that closes", `id: ${"[".repeat(200)}${"]".repeat(200)}`, /TOO_DEEP/],
    ["a tag of code", "id: !!js/function 'x'\n", /UNREADABLE_TEXT/],
    ["two documents", "id: g\n---\nid: h\n", /UNREADABLE_TEXT/],
    ["half a map", "id: {", /UNREADABLE_TEXT/],
    ["nothing", "", /Graph "graph\.yaml".*\n.*a map is wanted/],
    ["a list", "- 1\n", /a map is wanted/],
    ["a number that JSON lacks", "id: .nan\n", /NOT_DATA/],
  ])("%s", (_, text, expected) => {
    const message = messageOf(text);
    expect(message).toMatch(expected);
    expect(message.length).toBeLessThan(2_000);
  });
});

test("a prototype's keys are names like others, and one is refused", () => {
  const text = '{"id":"g","version":1,"start":"toString","nodes":{"x":{"kind":"agent","agent":"constructor","next":"valueOf"}}}';
  const found = validate(desk.registry, JSON.parse(text)).issues.map(({ code, path }) => `${code} ${path.join(".")}`);
  expect(found).toEqual(["UNKNOWN_TARGET start", "UNKNOWN_TARGET nodes.x.next", "UNKNOWN_REFERENCE nodes.x.agent"]);
  expect(messageOf('{"nodes":{"__proto__":{}}}', "g.json")).toMatch(
    /g\.json:1:11 nodes\.__proto__: "__proto__" is not a valid key\. .*BAD_NAME/,
  );
});
