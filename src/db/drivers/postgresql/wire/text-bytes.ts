/**
 * Buffer with the two methods that cut out text without checking its arguments. Node has always
 * had them, pg's parser is built on one of them, and Node's type definitions leave them out.
 */
export interface TextBytes extends Buffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}
