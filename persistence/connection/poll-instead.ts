/** In the place of LISTEN where no session can be kept: whoever waits for messages looks itself, once a second. */
import type { Listen } from "./database.ts";

const PAUSE_MS = 1_000;

export const pollInstead: Listen = async (_channel, _onMessage, onReconnect) => {
  onReconnect();
  const timer = setInterval(onReconnect, PAUSE_MS).unref();
  return async () => clearInterval(timer);
};
