import { zstdDecompressSync } from "node:zlib";

/** What Node finds in a single executable: https://github.com/nodejs/node/blob/v24.x/src/node_sea.cc, SeaDeserializer. */
export interface Blob {
  /** The path of the main script when it was built. */
  readonly main: string;
  /** Of NODE_OPTIONS and of a command line for Node: they do not reach it. */
  readonly ignoresNodeOptions: boolean;
  /** Decompressed. */
  readonly assets: ReadonlyMap<string, Buffer>;
  readonly options: readonly string[];
}

const magic = Buffer.from([0x20, 0xda, 0x43, 0x01]);
const isCodeCached = 4;
const hasAssets = 8;
const hasOptions = 16;
const zstandard = 0xfd2fb528;

/** Reads the blob out of an executable of any system, by none of Node's or the build's code. @throws {Error} if there is none */
export function readBlob(executable: Buffer): Blob {
  for (let at = executable.indexOf(magic); at >= 0; at = executable.indexOf(magic, at + 1)) {
    const flags = executable.readUInt32LE(at + 4);
    // The same four bytes also stand in Node's code, with anything behind them.
    if ((flags & ~(1 | hasAssets | hasOptions)) === 0 && flags & hasAssets) {
      return readFields(executable.subarray(at + 8), flags);
    }
  }
  throw new Error("the executable holds no program");
}

function readFields(bytes: Buffer, flags: number): Blob {
  let at = 0;
  const readCount = (): number => Number(bytes.readBigUInt64LE((at += 8) - 8));
  function readBytes(): Buffer {
    const length = readCount();
    return bytes.subarray(at, (at += length));
  }
  const ignoresNodeOptions = bytes.readUInt8(at++) === 0;
  const main = readBytes().toString();
  readBytes();
  if (flags & isCodeCached) readBytes();
  const assets = new Map<string, Buffer>();
  for (let count = readCount(); count > 0; count -= 1) {
    const name = readBytes().toString();
    const content = readBytes();
    const isCompressed = content.length > 4 && content.readUInt32LE(0) === zstandard;
    assets.set(name, isCompressed ? zstdDecompressSync(content) : content);
  }
  const options: string[] = [];
  for (let count = flags & hasOptions ? readCount() : 0; count > 0; count -= 1) {
    options.push(readBytes().toString());
  }
  return { main, ignoresNodeOptions, assets, options };
}
