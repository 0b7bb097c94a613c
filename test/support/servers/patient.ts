/** Settings of a test's own HTTP server: Node ends a connection that is idle for 5 s, which on a busy machine is just when its client uses it again. */
export const patient = { keepAliveTimeout: 600_000 };
