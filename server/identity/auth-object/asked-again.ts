/** The events of a stream as long as the handlers allow them: before the next event they are asked again, where the last time is a minute ago. */

const EVERY_MS = 60_000;

/** `ask` throws where it is allowed no longer. */
export async function* askedAgain<Event>(
  events: AsyncIterable<Event>,
  ask: () => Promise<void>,
  now: () => number = performance.now.bind(performance),
): AsyncGenerator<Event> {
  let askedMs = now();
  for await (const event of events) {
    if (now() - askedMs >= EVERY_MS) {
      await ask();
      askedMs = now();
    }
    yield event;
  }
}
