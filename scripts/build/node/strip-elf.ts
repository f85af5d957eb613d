/** Where an ELF64 file says what, in bytes: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html and ch4.sheader.html */
const file = { sections: 0x28, sectionCount: 0x3c, namesIndex: 0x3e } as const;
const section = { size: 64, type: 4, flags: 8, offset: 24, length: 32 } as const;
const start = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
const isLoaded = 2n;
const withoutBytes = 8;

/**
 * A Linux executable without what only debuggers read (.symtab, .strtab, .debug_*), as `strip` makes it; not a byte of
 * what is loaded moves. Done here, since no one `strip` knows all targets and each writes other bytes.
 * @throws {Error} if it is no such file, or something that is loaded stands behind something that is not
 */
export function stripElf(whole: Buffer): Buffer {
  if (!whole.subarray(0, start.length).equals(start)) {
    throw new Error("Strip the Node binary: it is no ELF file of 64 bits, lowest byte first");
  }
  const headers = readHeaders(whole);
  const namesHeader = headers[whole.readUInt16LE(file.namesIndex)];
  // The first one is empty and stands for "none".
  const firstUnused = headers.findIndex((header, index) => index > 0 && !isUsed(header));
  const kept = firstUnused < 0 ? headers : headers.slice(0, firstUnused);
  if (!namesHeader || headers.slice(kept.length).some(isUsed)) {
    throw new Error("Strip the Node binary: its sections stand in an order that is not known");
  }
  const end = Math.max(...kept.map(findEnd));
  const names = readBytes(whole, namesHeader);
  const newNamesHeader = Buffer.from(namesHeader);
  newNamesHeader.writeBigUInt64LE(BigInt(end), section.offset);
  const padding = Buffer.alloc(-(end + names.length) & 7);
  const head = Buffer.from(whole.subarray(0, end));
  head.writeBigUInt64LE(BigInt(end + names.length + padding.length), file.sections);
  head.writeUInt16LE(kept.length + 1, file.sectionCount);
  head.writeUInt16LE(kept.length, file.namesIndex);
  return Buffer.concat([head, names, padding, ...kept, newNamesHeader]);
}

function readHeaders(whole: Buffer): Buffer[] {
  const at = Number(whole.readBigUInt64LE(file.sections));
  return Array.from({ length: whole.readUInt16LE(file.sectionCount) }, (_, index) =>
    whole.subarray(at + index * section.size, at + (index + 1) * section.size),
  );
}

function isUsed(header: Buffer): boolean {
  return (header.readBigUInt64LE(section.flags) & isLoaded) !== 0n;
}

function findEnd(header: Buffer): number {
  const length = header.readUInt32LE(section.type) === withoutBytes ? 0 : readLength(header);
  return Number(header.readBigUInt64LE(section.offset)) + length;
}

function readLength(header: Buffer): number {
  return Number(header.readBigUInt64LE(section.length));
}

function readBytes(whole: Buffer, header: Buffer): Buffer {
  const at = Number(header.readBigUInt64LE(section.offset));
  return whole.subarray(at, at + readLength(header));
}
