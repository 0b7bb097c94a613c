/** What the pages send to a server runs as printed, against a real one, and what they show of its responses is what it sends. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { runBody } from "../../server/routes/runs/run-body.ts";
import { jsonOf } from "../server/serve-graphs.ts";
import { blockNamed, pageWith, root } from "./pages/markdown.ts";
import { modulesOf, PageFolder } from "./pages/page-modules.ts";
import { servePages } from "./pages/served-pages.ts";
import { mismatches, objectsOf } from "./pages/shapes.ts";

const folder = new PageFolder("server");
afterAll(() => folder.remove());

/** For a machine without curl: what it does with -s and -d. */
const curlInSmall = `command -v curl >/dev/null || curl() { node -e '
  const [, url, , body] = process.argv.slice(1);
  fetch(url, body === undefined ? {} : { method: "POST", body }).then(async (response) => console.log(await response.text()));' -- "$@"; }
`;

it("serves what the pages send", { timeout: 180_000 }, async () => {
  const { url, banner } = await servePages(folder);
  const bash = (script: string) =>
    promisify(execFile)("bash", ["-euo", "pipefail", "-c", curlInSmall + toServer(script)], { cwd: root }).then(({ stdout }) => stdout);
  const toServer = (text: string): string => text.replaceAll(/(http:\/\/)?(127\.0\.0\.1|localhost):2024/g, url);
  const get = (path: string) => jsonOf(fetch(url + path));
  const post = (path: string, body: unknown) => jsonOf(fetch(url + path, { method: "POST", body: JSON.stringify(body) }));

  // docs/cli.md: the banner
  const serve = "docs/cli.md#serve text";
  const asShown = banner.replace(url, "http://127.0.0.1:2024").replace("graphs: support-desk, letters", "graphs: support-desk");
  await expect(pageWith({ [serve]: `$ signalbox serve\n${asShown}` })).toMatchFileSnapshot(`${root}docs/cli.md`);

  // README.md: from a request to a decision
  const walk = await bash(blockNamed("README.md#from-a-request-to-a-decision-with-curl bash"));
  expect(walk).toContain('"question":"whichCharge"');
  expect(walk).toContain('"question":"approveRefund"');
  expect(walk).toContain('"decided_by":"dana"');
  expect(walk).toContain('"code":"ALREADY_DECIDED"');
  expect(walk).toContain('{"node":"approval","label":"edit","target":"payBack"}');
  expect(walk).toContain("We gave back $25.00 of the $55.54");

  // docs/guide/getting-started.md: a run, a question and its answer
  const [, , , client] = modulesOf("docs/guide/getting-started.md");
  folder.write("getting-started.ts", `${toServer(client?.code ?? "")}\nexport { thread_id };\n`);
  const { thread_id } = await import(`${folder.path}/getting-started.ts`);
  await expect.poll(() => get(`/threads/${thread_id}`)).toMatchObject({ status: "idle" });
  expect((await get(`/threads/${thread_id}/path`)).turns[0].path.at(-1)).toEqual({ node: "review", label: "yes", target: "end" });

  // docs/api.md: a run by the official client, which stops at a question
  const [example, ours] = modulesOf("docs/api.md");
  folder.write("api.ts", `${toServer(example?.code ?? "")}\nexport { result, thread };\n`);
  const { result } = await import(`${folder.path}/api.ts`);
  expect(result.__interrupt__[0].value.question).toBe("whichCharge");
  folder.write("client.ts", toServer(ours?.code ?? ""));
  await import(`${folder.path}/client.ts`);

  // docs/api.md: the body of a run, and the decision
  const body = JSON.parse(blockNamed("docs/api.md#creating-a-run json"));
  expect(Object.keys(runBody.parse(body))).toEqual(expect.arrayContaining(Object.keys(body)));
  const thread = crypto.randomUUID();
  await post(`/threads/${thread}/runs/wait`, body);
  await post(`/threads/${thread}/runs/wait`, { ...body, input: { message: "foot locker" } });
  const [{ id }] = await get(`/interrupts?status=pending&thread_id=${thread}`);
  const waiting = await get(`/threads/${thread}`);
  const state = await get(`/threads/${thread}/state`);

  // docs/guide/people.md: a link by which somebody without a key decides it
  const link = JSON.parse(await bash(`ID=${id}\n${blockNamed("docs/guide/people.md#decision-links bash")}`));
  expect(await get(link.path)).toMatchObject({ interrupt_id: id, decisions: { approve: null } });

  // docs/api.md: the decision
  const decided = await bash(`ID=${id}\n${blockNamed("docs/api.md#deciding-an-interrupt bash")}`);
  expect(decided).toContain('"decided_by":"dana"');

  // docs/guide/people.md: every way to answer takes who answers
  const said = await bash(`ID=${id}\nT=${thread}\n${blockNamed("docs/guide/people.md#send-who-you-are bash")}`);
  expect(said).toContain('"code":"ALREADY_DECIDED"');
  expect(said).toContain('"code":"UNKNOWN_SIGNAL"');
  expect(said).not.toContain('"code":"INVALID_INPUT"');

  // docs/api.md: the shapes
  const [run] = await get(`/threads/${thread}/runs`);
  const real = new Map(Object.entries({ thread: waiting, run, state, interrupt: await get(`/interrupts/${id}`) }));
  const shown = [...objectsOf(blockNamed("docs/api.md#shapes jsonc")), ...objectsOf(blockNamed("docs/api.md#deciding-an-interrupt jsonc"))];
  expect(shown.map(({ name }) => name)).toEqual([...real.keys()]);
  expect(shown.flatMap(({ name, value }) => mismatches(value, real.get(name), name))).toEqual([]);
  const problem = JSON.parse(blockNamed("docs/api.md#errors json"));
  expect(mismatches(problem, await post(`/interrupts/${id}/decision`, { decision: "approve", by: "kim" }))).toEqual([]);
});
