/** Set for the server that `uptempo dev` starts as a process of its own. */
export const SUPERVISED = 'UPTEMPO_SUPERVISED';

/** What the server tells the process that watches over it. */
export interface ListeningMessage {
  readonly type: 'listening';
  readonly url: string;
  readonly port: number;
}

/** What it is told: to finish what it does and end. A signal would reach it twice at Ctrl-C. */
export interface StopMessage {
  readonly type: 'stop';
}

/** Whether this process is such a server. */
export function isSupervised(): boolean {
  return process.env[SUPERVISED] !== undefined && process.send !== undefined;
}

/** Calls `stop` when the supervisor says so, or is no more. */
export function onSupervisorStop(stop: () => void): void {
  process.on('message', (message: StopMessage) => {
    if (message.type === 'stop') stop();
  });
  process.on('disconnect', stop);
}

/** Tells the supervisor that requests are answered. */
export function reportListening({ url, port }: Omit<ListeningMessage, 'type'>): void {
  process.send?.({ type: 'listening', url, port } satisfies ListeningMessage);
}

/** Lets go of the supervisor, so that the process can end. */
export function leaveSupervisor(): void {
  process.removeAllListeners('disconnect');
  if (process.connected) process.disconnect?.();
}
