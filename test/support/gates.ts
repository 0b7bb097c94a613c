/** Where nodes of a run in the test's own process wait until the test lets them go: by thread. */

const gates = new Map<string, PromiseWithResolvers<void>>();

const gateOf = (thread: string): PromiseWithResolvers<void> => {
  const gate = gates.get(thread) ?? Promise.withResolvers<void>();
  gates.set(thread, gate);
  return gate;
};

export const waitAtGate = (thread: string): Promise<void> => gateOf(thread).promise;

/** Also those that come later. */
export const letGo = (thread: string): void => gateOf(thread).resolve();
