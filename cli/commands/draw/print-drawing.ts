/** Prints a drawing, or writes it to a file whose name may decide the format. */
import { writeFileSync } from "node:fs";
import type { Drawing } from "../../../draw/drawing/drawing.ts";
import { mermaidOf } from "../../../draw/formats/mermaid.ts";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { absolutePath, type Io } from "../../program/io.ts";
import { reasonOf } from "../../program/read-text-file.ts";

/** The layout engine is large: it is loaded only for an SVG. */
const formats = {
  mermaid: async (drawing: Drawing) => mermaidOf(drawing),
  svg: async (drawing: Drawing) => (await import("../../../draw/formats/svg.ts")).svgOf(drawing),
};

export interface DrawingOptions {
  readonly format?: keyof typeof formats;
  readonly out?: string;
}

export async function printDrawing(drawing: Drawing, { out, format }: DrawingOptions, io: Io): Promise<void> {
  const text = await formats[format ?? (out?.endsWith(".svg") ? "svg" : "mermaid")](drawing);
  if (out === undefined) io.stdout.write(text);
  else write(absolutePath(io, out), text, out);
}

function write(file: string, text: string, shown: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new SignalboxError("OUTPUT_NOT_WRITTEN", `${shown} cannot be written: ${reasonOf(cause)}`, { cause, file });
  }
}
