/** What the test files of a vitest session took, run after run: a file that runs again replaces its own facts and no others'. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CoveredGraph, coveredGraph } from "../coverage/covered-graph.ts";
import { joinedGraphs } from "../coverage/joined-graphs.ts";
import { type Fact, readDeclared, takeFacts } from "./facts.ts";

/** A test file in a project of the configuration. */
export interface TestFile {
  readonly project: string;
  readonly file: string;
}

export class Session {
  /** Where workers write. */
  readonly folder: string = mkdtempSync(join(tmpdir(), "signalbox-coverage-"));
  readonly #facts = new Map<string, Fact[]>();
  readonly #whole = new Set<string>();

  /** In watch mode, vitest exits on a signal without closing. */
  constructor() {
    process.once("exit", this.close);
  }

  /** The file is gone, or all its tests will run again. What only some of them take adds to what is known of the file. */
  forget(file: TestFile): void {
    this.#facts.delete(keyOf(file));
    this.#whole.delete(keyOf(file));
  }

  /** Takes in what the workers have written; `whole` are the files whose tests all ran. */
  end(whole: readonly TestFile[]): void {
    for (const fact of takeFacts(this.folder)) {
      const key = keyOf(fact);
      this.#facts.set(key, [...(this.#facts.get(key) ?? []), fact]);
    }
    for (const file of whole) this.#whole.add(keyOf(file));
  }

  /** An empty list of files is not the whole run. */
  hasAll(files: readonly TestFile[]): boolean {
    return files.length > 0 && files.every((file) => this.#whole.has(keyOf(file)));
  }

  graphs(): CoveredGraph[] {
    const byDefinition = Map.groupBy([...this.#facts.values()].flat(), ({ definition }) => definition);
    return joinedGraphs([...byDefinition].map(([definition, facts]) => coveredGraph(readDeclared(this.folder, definition), facts)));
  }

  readonly close = (): void => {
    process.removeListener("exit", this.close);
    rmSync(this.folder, { recursive: true, force: true });
  };
}

const keyOf = ({ project, file }: TestFile): string => JSON.stringify([project, file]);
