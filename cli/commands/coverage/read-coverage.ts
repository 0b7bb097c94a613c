/** Reads what the coverage reporter of test runs has written: one file, or several that are joined. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { COVERAGE_FOLDER, COVERAGE_NAME, type Coverage, coverageShape, joinedCoverage } from "../../../testkit/coverage/coverage-file.ts";
import { absolutePath, type Io, shownPath } from "../../program/io.ts";
import { readTextFile } from "../../program/read-text-file.ts";

const usual = join(COVERAGE_FOLDER, COVERAGE_NAME);

export function readCoverage(files: readonly string[], io: Io): Coverage {
  return joinedCoverage((files.length > 0 ? files : [usual]).map((file) => readOne(absolutePath(io, file), io)));
}

function readOne(file: string, io: Io): Coverage {
  const shown = shownPath(io, file);
  if (!existsSync(file))
    throw new SignalboxError(
      "COVERAGE_NOT_FOUND",
      `There is no ${shown}. Add \`new GraphCoverage()\` of "signalbox/testkit/reporter" to test.reporters in vitest.config.ts and run vitest, or name the file.`,
      { file },
    );
  const read = coverageShape.safeParse(parsed(readTextFile(file, io), shown));
  if (read.success) return read.data;
  const reason = z.prettifyError(read.error).split("\n")[0];
  throw new SignalboxError("COVERAGE_INVALID", `${shown} is not a coverage report of this version: ${reason}`, { file });
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new SignalboxError("COVERAGE_INVALID", `${shown} cannot be parsed: ${reason}`, { cause });
  }
}
