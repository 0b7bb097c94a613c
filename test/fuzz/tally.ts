/** Counts what a fuzz test met, as lines that a person reads. */

export class Tally {
  private readonly counts = new Map<string, number>();

  add(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  toString(): string {
    const sorted = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([what, count]) => `${String(count).padStart(7)}  ${what}`).join("\n");
  }
}
