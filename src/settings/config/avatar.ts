import type { Problem } from "../settings.ts";
import { toErrorCode, type ReadFile } from "../sources.ts";
import { readImageFacts } from "./image.ts";

/** A picture that a config names; `file` is its full path. */
export interface Avatar {
  readonly where: string;
  readonly file: string;
}

/** Whether Teamwire can show it: JPEG or PNG, 600x600 at best. */
export function checkAvatar({ where, file }: Avatar, readFile: ReadFile): Problem | null {
  const shown = JSON.stringify(file);
  const facts = tryRead(file, readFile);
  if ("errorCode" in facts) {
    return {
      where,
      message: `${shown} cannot be read: ${facts.errorCode}`,
      hint: "The path counts from the folder of the config file",
      severity: "error",
    };
  }
  const image = readImageFacts(facts.bytes);
  if (!image) {
    return {
      where,
      message: `${shown} is neither a JPEG nor a PNG picture`,
      hint: "Save the picture as JPEG or PNG; another ending of the name is not enough",
      severity: "error",
    };
  }
  const { width, height } = image;
  if (width === side && height === side) return null;
  return {
    where,
    message: `the picture has ${width}x${height} pixels`,
    hint: `Teamwire shows ${side}x${side} pixels best`,
    severity: "warning",
  };
}

const side = 600;

function tryRead(file: string, readFile: ReadFile): { bytes: Uint8Array } | { errorCode: string } {
  try {
    return { bytes: readFile(file) };
  } catch (error) {
    return { errorCode: toErrorCode(error) };
  }
}
