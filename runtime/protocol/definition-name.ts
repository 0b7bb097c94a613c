/** A stored declaration by its hash and version. */
export interface DefinitionName {
  readonly hash: string;
  /** Undefined where it is not stored. */
  readonly version: number | undefined;
}
