/** Which run's code blocks the main thread, asked from another thread: the debugger stops it for a moment, also within an endless loop. */
import { Session } from "node:inspector";

/** Code that V8 cannot interrupt, such as a synchronous system call, gives no answer. */
const ANSWER_MS = 1_000;

const expression = "globalThis[Symbol.for('signalbox.currentRun')]?.()";

interface Paused {
  readonly params: { readonly callFrames: readonly { readonly callFrameId: string }[] };
}

interface Evaluated {
  readonly result?: { readonly value?: unknown };
}

/** Undefined when it cannot be told. */
export async function findBlockingRun(): Promise<string | undefined> {
  const session = new Session();
  const answer = Promise.withResolvers<string | undefined>();
  const timer = setTimeout(() => answer.resolve(undefined), ANSWER_MS);
  try {
    session.connectToMainThread();
    session.on("Debugger.paused", ({ params }: Paused) => {
      const [frame] = params.callFrames;
      const at = { callFrameId: frame?.callFrameId ?? "", expression, returnByValue: true };
      session.post("Debugger.evaluateOnCallFrame", at, (_: Error | null, evaluated: Evaluated | undefined) => {
        const value = evaluated?.result?.value;
        answer.resolve(typeof value === "string" ? value : undefined);
      });
    });
    session.post("Debugger.enable");
    session.post("Debugger.pause");
    return await answer.promise;
  } catch {
    return undefined; // an inspector that this platform does not have
  } finally {
    clearTimeout(timer);
    session.post("Debugger.resume");
    session.post("Debugger.disable");
    session.disconnect();
  }
}
