/** What the code of a random run does, call by call, and which failures were provoked on purpose. */

export class Script {
  /** The messages of the failures that the code threw. */
  readonly provoked: string[] = [];
  private readonly choices: readonly number[];
  private at = 0;

  /** The choices are taken in turn, again and again. */
  constructor(choices: readonly number[]) {
    this.choices = choices;
  }

  below(bound: number): number {
    const choice = this.choices[this.at % this.choices.length] ?? 0;
    this.at += 1;
    return choice % bound;
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** A failure in `percent` of 100 calls; `make` is given the message. */
  mayFail(percent: number, make: (message: string) => Error): void {
    if (this.below(100) >= percent) return;
    const message = `provoked ${this.provoked.length}`;
    this.provoked.push(message);
    throw make(message);
  }
}

let current = new Script([0]);
/** The run's script: the registry is fixed, so its code finds its behaviour here. One run at a time. */
export const script = (): Script => current;
export const follow = (next: Script): void => {
  current = next;
};
