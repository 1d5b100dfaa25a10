#!/usr/bin/env node
const MINIMUM_NODE = 24;

if (Number.parseInt(process.versions.node, 10) < MINIMUM_NODE) {
  process.stderr.write(
    `error  Uptempo needs Node ${MINIMUM_NODE} or newer; this is ${process.versions.node}.\n` +
      'hint   Run it through npm (npx uptempo, npm run …) in a project that has "node" installed.\n',
  );
  process.exitCode = 1;
} else {
  // `uptempo routes | head` closes the pipe early; that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
