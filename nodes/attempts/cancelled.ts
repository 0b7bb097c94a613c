/** Thrown where a question was withdrawn because a sibling branch has left early: everything up to that branch ends with it, and no edge takes it. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor() {
    super("a sibling branch left early");
  }
}
