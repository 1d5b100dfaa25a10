/** Whether the server has answered with an error: by name, since the package is not loaded here. */
export function isReplyError(error: unknown): boolean {
  const { constructor: type, name } = error as Error;
  return ['SimpleError', 'BlobError', 'ErrorReply'].includes(type?.name ?? name);
}
