/** `npm run bench:types [-- --quick]`: what types and checks cost beside the version before the language grew, in interleaved rounds. Exits with 1 where a floor is missed. */
import { execFile } from "node:child_process";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { checkOut } from "./scene/checked-out.ts";
import { ROOT } from "./scene/server.ts";
import type { Seen } from "./table/metrics.ts";
import { missedFloors, tableOf } from "./table/print.ts";
import type { TypeFigures } from "./types/measure.ts";

/** The last commit before agents answered labels. */
const EARLIER = "3d09de6";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, rounds: { type: "string", default: "5" } } });
const measurer = fileURLToPath(new URL("types/measure.ts", import.meta.url));

async function measure(root: string, earlier: string): Promise<TypeFigures> {
  const { stdout } = await promisify(execFile)(process.execPath, [measurer, root, earlier, ...(values.quick ? ["quick"] : [])]);
  return JSON.parse(stdout) as TypeFigures; // what measure.ts prints
}

interface Round {
  readonly now: TypeFigures;
  readonly earlier: TypeFigures;
}

async function measureRound(root: string, { nowFirst }: { nowFirst: boolean }): Promise<Round> {
  const before = nowFirst ? await measure(ROOT, root) : undefined;
  const earlier = await measure(root, root);
  return { now: before ?? (await measure(ROOT, root)), earlier };
}

/** Instantiations do not differ from round to round. */
async function ratios(root: string): Promise<Seen> {
  const rounds: Round[] = [];
  for (let round = 0; round < (values.quick ? 1 : Number(values.rounds)); round += 1) {
    const figures = await measureRound(root, { nowFirst: round % 2 === 1 });
    console.error(JSON.stringify(figures));
    rounds.push(figures);
  }
  const of = (key: keyof TypeFigures) =>
    rounds.flatMap(({ now, earlier }) => {
      const [value, before] = [now[key], earlier[key]];
      return value === undefined || before === undefined ? [] : [value / before];
    });
  return { types100: of("mixed").slice(0, 1), typesWide: of("wideMs"), check1000: of("checkMs") };
}

const version = checkOut(EARLIER);
if (!version) {
  console.error(`The commit ${EARLIER} is not in this repository. Fetch it: git fetch --unshallow`);
  process.exit(1);
}
const seen = await ratios(version.root).finally(() => version.remove());
console.log(tableOf(seen, (loadavg()[0] ?? 0) / availableParallelism()).join("\n"));
const missed = missedFloors(seen);
for (const one of missed) console.error(`✗ ${one}`);
process.exit(missed.length > 0 ? 1 : 0);
