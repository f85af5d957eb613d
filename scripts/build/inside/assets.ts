import { getAssetKeys, getRawAsset } from "node:sea";

/** The four bytes with which Zstandard begins: RFC 8878, section 3.1.1. */
const magic = 0xfd2fb528;

const names = new Set(getAssetKeys());

/** What the executable holds under that name; null if nothing. Compressed or not is for the build to choose. */
export function findAsset(name: string): Buffer | null {
  if (!names.has(name)) return null;
  const raw = Buffer.from(getRawAsset(name));
  const isCompressed = raw.length > 4 && raw.readUInt32LE(0) === magic;
  // Loaded here, since it costs more than most of what is read without it.
  return isCompressed ? process.getBuiltinModule("node:zlib").zstdDecompressSync(raw) : raw;
}

/** @throws {Error} if there is nothing of that name */
export function readAsset(name: string): Buffer {
  const found = findAsset(name);
  if (found) return found;
  throw new Error(`Read "${name}": the executable does not hold it`);
}
