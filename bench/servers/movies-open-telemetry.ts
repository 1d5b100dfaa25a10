import { importPeer } from '../harness/index.ts';

// The SDK has to be there before Node's http module is loaded, which it wraps.
const { start } = await importPeer<{ start(): void }>('observe/open-telemetry');
start();
await import('./movies.ts');
