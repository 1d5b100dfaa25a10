import diagnostics from 'node:diagnostics_channel';

/**
 * Listens to a channel of Node or of a package until the function it returns is called. What such
 * channels carry has no types; each is listened to for what its documentation says.
 */
export function listen<Message>(name: string, listener: (message: Message) => void): () => void {
  const onMessage = (message: unknown) => listener(message as Message);
  diagnostics.subscribe(name, onMessage);
  return () => {
    diagnostics.unsubscribe(name, onMessage);
  };
}
