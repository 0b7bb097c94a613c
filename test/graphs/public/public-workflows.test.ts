/** Public workflows, declared: they are sound, all their generated paths are taken, and they do what the originals do. */
import { expect, it } from "vitest";
import { validate } from "../../../language/index.ts";
import { registryOf } from "../../../language/registry/registry-of.ts";
import { runPath } from "../../../testkit/index.ts";
import { checkEnumeration, clean } from "../../testkit/check-enumeration.ts";
import { adaptiveRag } from "./adaptive-rag.ts";
import { crag } from "./crag.ts";

const options = { limit: 40 };

it.each([crag, adaptiveRag])("$id is sound", (graph) => {
  expect(validate(registryOf(graph), graph).issues).toEqual([]);
});

it.each([crag, adaptiveRag])("all generated paths of $id are taken", async (graph) => {
  const { names: _, ...found } = await checkEnumeration(graph, options);
  expect(found).toEqual(clean);
});

const doc = (text: string) => ({ label: text === "cats" ? "no" : "yes" });

it("corrective: keeps what helps, and searches when nothing does", async () => {
  const agents = {
    generator: ({ kept }: { kept: { text: string }[] }) => kept.map(({ text }) => text).join(" | "),
    rewriter: "better memory?",
  };
  const helped = await runPath(crag, {
    input: { question: "memory?" },
    agents,
    nodes: { "grading/grade": [doc("agent memory"), doc("cats")] },
  });
  expect(helped.error).toBeUndefined();
  expect(helped.state.generation).toBe("agent memory");
  const none = await runPath(crag, {
    input: { question: "memory?" },
    agents,
    nodes: { "grading/grade": [{ label: "no" }, { label: "no" }] },
  });
  expect(none.state.generation).toBe("web: better memory?");
});
