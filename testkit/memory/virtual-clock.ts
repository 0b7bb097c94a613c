/** The time of a scenario: it stands still until the scenario moves it. */

const begin = Date.UTC(2026, 0, 15, 9);

export class VirtualClock {
  private ms: number = begin;

  now(): Date {
    return new Date(this.ms);
  }

  /** Never back. */
  moveTo(ms: number): void {
    this.ms = Math.max(this.ms, ms);
  }
}
