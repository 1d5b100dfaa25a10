/** A 32-bit whole number, the first byte counting most. `readInt32BE` without its checks. */
export function readInt4(bytes: Uint8Array, offset: number): number {
  return (
    (bytes[offset]! << 24) |
    (bytes[offset + 1]! << 16) |
    (bytes[offset + 2]! << 8) |
    bytes[offset + 3]!
  );
}
