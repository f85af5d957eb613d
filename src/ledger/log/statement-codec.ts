import type { LoggedStatement, SqlValue } from "../database.ts";

const tags = { null: 0, number: 1, text: 2, blob: 3 } as const;

/**
 * Statements as bytes: the distinct SQL texts, then each statement as the number of its text and its values.
 * @param room bytes to leave free in front
 */
export function encodeStatements(statements: readonly LoggedStatement[], room: number): Buffer {
  const texts = [...new Set(statements.map(({ sql }) => sql))];
  const numbers = new Map(texts.map((sql, number) => [sql, number]));
  const out = new Writer(room, sizeOf(texts, statements));
  out.count(texts.length);
  for (const sql of texts) out.text(sql);
  out.count(statements.length);
  for (const { sql, values } of statements) {
    out.count(numbers.get(sql) ?? 0);
    out.count(values.length);
    for (const value of values) out.value(value);
  }
  return out.bytes;
}

/** Reads them back. @throws RangeError where the bytes are not what `encodeStatements` makes */
export function decodeStatements(bytes: Uint8Array): LoggedStatement[] {
  const input = new Reader(bytes);
  const texts = repeat(input.count(), () => input.text());
  return repeat(input.count(), () => {
    const sql = texts[input.count()];
    if (sql === undefined) throw new RangeError("a statement without its text");
    return { sql, values: repeat(input.count(), () => input.value()) };
  });
}

class Writer {
  readonly bytes: Buffer;
  #at: number;

  constructor(room: number, size: number) {
    this.bytes = Buffer.allocUnsafe(room + size);
    this.#at = room;
  }

  count(count: number): void {
    this.#at = this.bytes.writeUInt32LE(count, this.#at);
  }

  text(text: string): void {
    const length = this.bytes.write(text, this.#at + 4);
    this.count(length);
    this.#at += length;
  }

  value(value: SqlValue): void {
    this.#at = this.bytes.writeUInt8(tagOf(value), this.#at);
    if (value === null) return;
    if (typeof value === "number") this.#at = this.bytes.writeDoubleLE(value, this.#at);
    else if (typeof value === "string") this.text(value);
    else {
      this.count(value.length);
      this.bytes.set(value, this.#at);
      this.#at += value.length;
    }
  }
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  count(): number {
    const count = this.#bytes.readUInt32LE(this.#at);
    this.#at += 4;
    if (count > this.#bytes.length) throw new RangeError("a count beyond the end");
    return count;
  }

  text(): string {
    return this.#take(this.count()).toString("utf8");
  }

  value(): SqlValue {
    const tag = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    switch (tag) {
      case tags.null:
        return null;
      case tags.number:
        this.#at += 8;
        return this.#bytes.readDoubleLE(this.#at - 8);
      case tags.text:
        return this.text();
      case tags.blob:
        return this.#take(this.count());
      default:
        throw new RangeError("a value of no known kind");
    }
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("a value beyond the end");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

function sizeOf(texts: readonly string[], statements: readonly LoggedStatement[]): number {
  let size = 8;
  for (const sql of texts) size += 4 + Buffer.byteLength(sql);
  for (const { values } of statements) {
    size += 8;
    for (const value of values) {
      size += 1;
      if (typeof value === "number") size += 8;
      else if (typeof value === "string") size += 4 + Buffer.byteLength(value);
      else if (value !== null) size += 4 + value.length;
    }
  }
  return size;
}

function tagOf(value: SqlValue): number {
  if (value === null) return tags.null;
  if (typeof value === "number") return tags.number;
  return typeof value === "string" ? tags.text : tags.blob;
}

function repeat<T>(count: number, make: () => T): T[] {
  const made: T[] = [];
  for (let index = 0; index < count; index += 1) made.push(make());
  return made;
}
