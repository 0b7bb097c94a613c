/** A table in a generated page, as lines. */
type Cells = readonly (string | number)[];

export const markdownTable = (header: readonly string[], rows: readonly Cells[]): string[] =>
  [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
