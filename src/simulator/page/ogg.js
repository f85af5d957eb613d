const ascii = new TextEncoder();
/** What the encoder puts in front, in samples at 48 kHz. */
const preSkip = 312;
const samplesPerPacket = 960;

/** Short mono Opus packets of 20 ms as an Ogg file (RFC 7845); a page takes 255 of them. */
export function toOgg(packets) {
  const pages = [[toHead()], [toTags()]];
  for (let at = 0; at < packets.length; at += 255) pages.push(packets.slice(at, at + 255));
  let samples = 0;
  return new Blob(
    pages.map((page, number) => {
      const isAudio = number > 1;
      if (isAudio) samples += page.length * samplesPerPacket;
      const flags = number === 0 ? 2 : number === pages.length - 1 ? 4 : 0;
      return toPage(page, { number, flags, position: samples });
    }),
  );
}

function toHead() {
  const head = new Uint8Array(19);
  head.set(ascii.encode("OpusHead"));
  const view = new DataView(head.buffer);
  view.setUint8(8, 1);
  view.setUint8(9, 1);
  view.setUint16(10, preSkip, true);
  view.setUint32(12, 48_000, true);
  return head;
}

/** No vendor, no comments. */
function toTags() {
  const tags = new Uint8Array(16);
  tags.set(ascii.encode("OpusTags"));
  return tags;
}

function toPage(packets, { number, flags, position }) {
  const lengths = packets.map(({ length }) => length);
  if (lengths.some((length) => length > 254)) throw new Error("The packet is too long for a page.");
  const page = new Uint8Array(27 + packets.length + lengths.reduce((sum, one) => sum + one, 0));
  const view = new DataView(page.buffer);
  page.set(ascii.encode("OggS"));
  view.setUint8(5, flags);
  view.setBigUint64(6, BigInt(position), true);
  view.setUint32(14, 1, true);
  view.setUint32(18, number, true);
  view.setUint8(26, packets.length);
  page.set(lengths, 27);
  let at = 27 + packets.length;
  for (const packet of packets) {
    page.set(packet, at);
    at += packet.length;
  }
  view.setUint32(22, toChecksum(page), true);
  return page;
}

function toChecksum(bytes) {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
