/** The reporter in real runs of vitest, set up as its example shows: several workers, a filter, a threshold, and watching. */
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { FixtureProject } from "./fixture-project.ts";

const pathsOf = (project: FixtureProject, label: string) =>
  project.coverage().graphs.flatMap(({ edges }) => edges.filter((edge) => edge.label === label).map(({ paths }) => paths));

describe("the coverage reporter", { timeout: 300_000 }, () => {
  it("joins what the files of two workers took, and fails a run that is below its threshold", async () => {
    const project = new FixtureProject("small", "large");
    const { code, stdout, stderr } = await project.run("--maxWorkers=2");
    expect(code).toBe(1);
    expect(stdout).toContain("Graph coverage\ngraph     nodes       edges");
    expect(stdout).toContain("refunds   100 % 3/3   50 % 4/8   50 % 1/2    0 % 0/2   50 % 1/2");
    expect(stdout).toContain("\n  approval after 4h: expires\n");
    expect(stderr).toContain("below its threshold: refunds: decisions 50 % (1 of 2), wanted 100 %.\n");
    expect(`${stdout}${stderr}`.split("approval -no-> end")).toHaveLength(2);
    expect(project.coverage()).toMatchObject({ format: 1, complete: true, graphs: [{ graph: "refunds", version: 1 }], missing: [] });
    expect([pathsOf(project, "small"), pathsOf(project, "large"), pathsOf(project, "no")]).toEqual([[1], [2], [0]]);
    expect(readdirSync(join(project.folder, "tmp"))).toEqual([]);
  });

  it("passes a run that takes every edge, in worker threads", async () => {
    const project = new FixtureProject("all");
    const { code, stdout, stderr } = await project.run("--pool=threads", "--update"); // on a CI machine vitest writes no new snapshot by itself
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("refunds   100 % 3/3   100 % 8/8   100 % 2/2   100 % 2/2   100 % 2/2");
  });

  it("does not apply the threshold to a partial run", async () => {
    const project = new FixtureProject("small", "large");
    const { code, stdout } = await project.run("small");
    expect(code).toBe(0);
    expect(stdout).toContain("Not all tests were run, so no threshold is checked.");
    expect(project.coverage()).toMatchObject({ complete: false, graphs: [{ parts: { edges: { taken: 2 } } }] });
  });

  it("replaces only what a file took that runs again while vitest watches", async () => {
    const project = new FixtureProject("small", "large");
    const child = project.vitest("watch");
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const reported = async () => {
      for (let line = ""; !line.includes("Waiting for file changes"); ) line = (await lines.next()).value ?? "Waiting for file changes";
    };
    await reported();
    expect([pathsOf(project, "small"), pathsOf(project, "large"), pathsOf(project, "no")]).toEqual([[1], [2], [0]]);
    const refused = `{ input: { message: "hi" }, routers: { size: "large" }, answers: { approval: "no" } }`;
    project.write(
      "small.test.ts",
      project.read("small.case.ts").replace(`{ input: { message: "hi" } }`, refused).replace('small")', 'large")'),
    );
    await reported();
    expect([pathsOf(project, "small"), pathsOf(project, "large"), pathsOf(project, "no")]).toEqual([[0], [3], [1]]);
    expect(project.coverage().complete).toBe(true);
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(readdirSync(join(project.folder, "tmp"))).toEqual([]);
  });
});
