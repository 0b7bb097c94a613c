/** Reads what the coverage reporter of test runs has written: one file, or several that are joined. */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";
import { type Coverage, coverageFolder, coverageName, coverageShape, joinedCoverage } from "../../testkit/coverage/coverage-file.ts";
import { readTextFile } from "../project/read-text-file.ts";

const usual = join(coverageFolder, coverageName);

export function readCoverage(files: readonly string[]): Coverage {
  return joinedCoverage((files.length > 0 ? files : [usual]).map(readOne));
}

function readOne(file: string): Coverage {
  const shown = relative(process.cwd(), file) || file;
  if (!existsSync(file))
    throw new SignalboxError(
      "COVERAGE_NOT_FOUND",
      `There is no ${shown}. Add \`new GraphCoverage()\` of "signalbox/testkit/reporter" to test.reporters in vitest.config.ts and run vitest, or name the file.`,
      { file },
    );
  const read = coverageShape.safeParse(parsed(readTextFile(file), shown));
  if (read.success) return read.data as Coverage;
  throw new SignalboxError(
    "COVERAGE_INVALID",
    `${shown} is not a coverage of this version: ${z.prettifyError(read.error).split("\n")[0]}`,
    {
      file,
    },
  );
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SignalboxError("COVERAGE_INVALID", `${shown} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
