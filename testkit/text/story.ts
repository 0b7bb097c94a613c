/** What a path's lines do not say: which attempts failed, how long was waited, who was asked, which constants code was given. */

export class Story {
  private readonly told: { readonly node: string; readonly text: string }[] = [];

  tell(node: string, text: string): void {
    this.told.push({ node, text });
  }

  /** Node by node, because branches that run at the same time have no order. */
  get lines(): readonly string[] {
    return this.told.toSorted((a, b) => (a.node < b.node ? -1 : Number(a.node > b.node))).map(({ node, text }) => `${node} ${text}`);
  }
}

/** The constants of a node, as its code is given them; empty without any. */
export const givenText = (constants: Readonly<Record<string, unknown>>): string =>
  Object.entries(constants)
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
