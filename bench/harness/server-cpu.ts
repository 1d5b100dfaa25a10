/**
 * Loaded before a server that is measured: says, when asked for `cpu`, how many milliseconds the
 * processors have worked for the process.
 */
process.on('message', (message) => {
  if (message !== 'cpu') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000 });
});

export {};
