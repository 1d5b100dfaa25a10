/**
 * Loaded into a program that is profiled: Node writes its profile when it exits, but a signal that
 * the program does not handle ends it at once.
 */
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(128 + number);
  });
}
