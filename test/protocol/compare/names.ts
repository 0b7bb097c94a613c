/** Which id of the reference's answers stands for which id of ours: two answers are equal if there is a one-to-one map between their ids. */

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{32}\b/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)/g;
/** Where a scenario receives a webhook. */
const RECEIVER = /http:\/\/127\.0\.0\.1:\d+/g;
/** Milliseconds and seconds since 1970, of the years in which this runs. */
const isMoment = (value: number): boolean =>
  (value > 1.7e12 && value < 2.2e12) || (value > 1.7e9 && value < 2.2e9 && Number.isInteger(value));

export const hasIds = (text: string): boolean => text.search(ID) !== -1;

/** Without what differs between any two runs. */
export const skeleton = (text: string): string => text.replaceAll(ID, "<id>").replaceAll(TIME, "<time>").replaceAll(RECEIVER, "<receiver>");

export class Names {
  readonly #ours = new Map<string, string>();
  readonly #theirs = new Map<string, string>();

  /** Whether two texts are equal apart from ids, each of which always stands for the same other one, and times. */
  same(theirs: string, ours: string): boolean {
    if (theirs === ours && !hasIds(theirs)) return true;
    if (skeleton(theirs) !== skeleton(ours)) return false;
    const [left, right] = [theirs.match(ID) ?? [], ours.match(ID) ?? []];
    return left.every((id, at) => this.#pair(id, right[at] ?? ""));
  }

  sameNumber(theirs: number, ours: number): boolean {
    return theirs === ours || (isMoment(theirs) && isMoment(ours));
  }

  /** The id of ours that stands for this one, if one does. */
  ours(theirs: string): string | undefined {
    return this.#ours.get(theirs);
  }

  #pair(theirs: string, ours: string): boolean {
    // an id that both know, such as a scenario's own or an assistant's, is the same in both
    const [knownOurs, knownTheirs] = [this.#ours.get(theirs), this.#theirs.get(ours)];
    if (knownOurs !== undefined || knownTheirs !== undefined) return knownOurs === ours && knownTheirs === theirs;
    if (versionOf(theirs) !== versionOf(ours)) return false;
    this.#ours.set(theirs, ours);
    this.#theirs.set(ours, theirs);
    return true;
  }
}

/** A UUID's version: one that is ordered by time is not replaced by one that is not. */
const versionOf = (id: string): string => (id.includes("-") ? (id[14] ?? "") : "hash");
