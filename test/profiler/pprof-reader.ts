/** What a file of pprof says; written by its own description, profile.proto, and not by our writer. */
export interface PprofContent {
  readonly sampleTypes: readonly string[];
  readonly samples: readonly PprofSample[];
  readonly timeNanos: number;
  readonly durationNanos: number;
  readonly period: number;
}

export interface PprofSample {
  /** Innermost first. */
  readonly stack: readonly PprofFrame[];
  readonly values: readonly number[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface PprofFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly startLine: number;
}

type Message = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

export function readPprof(bytes: Uint8Array): PprofContent {
  const profile = readMessage(bytes);
  const strings = (profile.get(6) ?? []).map((text) =>
    new TextDecoder().decode(text as Uint8Array),
  );
  if (strings[0] !== '') throw new Error('the first string of the table must be empty');
  const functions = byId(profile, 5);
  const locations = byId(profile, 4);
  const frame = (id: number): PprofFrame => {
    const line = readMessage(locations.get(id)!.get(4)![0] as Uint8Array);
    const called = functions.get(number(line, 1))!;
    return {
      name: strings[number(called, 2)]!,
      file: strings[number(called, 4)]!,
      line: number(line, 2),
      startLine: number(called, 5),
    };
  };
  const samples = messages(profile, 2).map((sample) => ({
    stack: packed(sample, 1).map(frame),
    values: packed(sample, 2),
    labels: Object.fromEntries(
      messages(sample, 3).map((label) => [strings[number(label, 1)], strings[number(label, 2)]]),
    ),
  }));
  return {
    sampleTypes: messages(profile, 1).map(
      (type) => `${strings[number(type, 1)]}/${strings[number(type, 2)]}`,
    ),
    samples,
    timeNanos: number(profile, 9),
    durationNanos: number(profile, 10),
    period: number(profile, 12),
  };
}

function byId(profile: Message, field: number): ReadonlyMap<number, Message> {
  return new Map(messages(profile, field).map((message) => [number(message, 1), message]));
}

function messages(message: Message, field: number): readonly Message[] {
  return (message.get(field) ?? []).map((bytes) => readMessage(bytes as Uint8Array));
}

function number(message: Message, field: number): number {
  return (message.get(field)?.[0] as number | undefined) ?? 0;
}

function packed(message: Message, field: number): number[] {
  const values: number[] = [];
  for (const entry of message.get(field) ?? []) {
    const reader = new Reader(entry as Uint8Array);
    while (!reader.isAtEnd) values.push(reader.varint());
  }
  return values;
}

function readMessage(bytes: Uint8Array): Message {
  const fields = new Map<number, (number | Uint8Array)[]>();
  const reader = new Reader(bytes);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    const wireType = tag & 7;
    if (wireType !== 0 && wireType !== 2) throw new Error(`wire type ${wireType}`);
    const value = wireType === 0 ? reader.varint() : reader.take(reader.varint());
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): number {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error('a number is cut off');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  }

  take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new Error('a field is cut off');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
