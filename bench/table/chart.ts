/** Horizontal bars as an SVG file that reads on light and dark pages. */

export interface Bar {
  readonly name: string;
  /** Of its parts, from the left. */
  readonly values: readonly number[];
  readonly label: string;
  readonly isOurs: boolean;
}

const ROW = 26;
const LEFT = 270;
const WIDTH = 400;
const TOP = 44;
const OURS = ["#0a7d5a", "#5fbf9f"];
const OTHERS = ["#5b6b7d", "#a9b6c4"];

export function chartOf(title: string, bars: readonly Bar[]): string {
  const total = ({ values }: Bar) => values.reduce((sum, value) => sum + value, 0);
  const scale = WIDTH / Math.max(...bars.map(total));
  const height = TOP + bars.length * ROW + 10;
  const rows = bars.map((bar, index) => {
    const y = TOP + index * ROW;
    let x = LEFT;
    const parts = bar.values.map((value, part) => {
      const width = value * scale;
      const rect = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="18" rx="2" fill="${(bar.isOurs ? OURS : OTHERS)[part]}"/>`;
      x += width;
      return rect;
    });
    const name = `<text x="${LEFT - 8}" y="${y + 13}" text-anchor="end">${escaped(bar.name)}</text>`;
    return `${name}${parts.join("")}<text x="${(x + 6).toFixed(1)}" y="${y + 13}">${escaped(bar.label)}</text>`;
  });
  const style = "<style>text{font:13px system-ui,sans-serif;fill:#1c2733}@media(prefers-color-scheme:dark){text{fill:#dbe4ee}}</style>";
  const head = `<text x="8" y="22" font-weight="600">${escaped(title)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 130} ${height}" role="img">${style}${head}\n${rows.join("\n")}\n</svg>\n`;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
