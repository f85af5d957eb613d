/** Facts of a picture, from its first bytes. */
export interface ImageFacts {
  readonly format: "png" | "jpeg";
  readonly width: number;
  readonly height: number;
}

/** Reads a JPEG's or PNG's size from its header; null for anything else. */
export function readImageFacts(bytes: Uint8Array): ImageFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, pngSignature) && bytes.length >= 24) {
    return { format: "png", width: view.getUint32(16), height: view.getUint32(20) };
  }
  return startsWith(bytes, [0xff, 0xd8, 0xff]) ? readJpeg(view) : null;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Goes from segment to segment to the frame header (SOF0 to SOF15), which holds the size (ITU T.81, B.2.2). */
function readJpeg(view: DataView): ImageFacts | null {
  let offset = 2;
  while (offset + 9 <= view.byteLength) {
    if (view.getUint8(offset) !== 0xff) return null;
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) offset += 1;
    else if (isFrameHeader(marker)) {
      return {
        format: "jpeg",
        width: view.getUint16(offset + 7),
        height: view.getUint16(offset + 5),
      };
    } else offset += 2 + view.getUint16(offset + 2);
  }
  return null;
}

/** C4, C8 and CC lie between the frame headers and are none. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}
