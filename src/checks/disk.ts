import type { PlaceFacts } from "../ledger/look-at-place.ts";
import { askHere } from "./ask.ts";
import { fail, pass, untried, type Check, type Finding } from "./check.ts";

const leastBytes = 100_000_000;

/** Whether the store can be written, has room to grow and is nobody else's to read. */
export function createDiskCheck(look: () => PlaceFacts): Check {
  return {
    id: "disk",
    title: "The store's folder can be written and has room",
    needs: ["settings"],
    run: () => askHere(() => judge(look()), "set WA_DB_FILE to another place"),
  };
}

function judge(place: PlaceFacts): Finding {
  const { folder, refusal, freeBytes, storeBytes, readableByOthers } = place;
  if (refusal !== null) {
    return fail(
      `nothing can be written in ${folder}: ${refusal}`,
      "make the folder and give it to the user that runs serve, or set WA_DB_FILE to another place",
    );
  }
  if (readableByOthers.length > 0) {
    return fail(
      `others may read messages and numbers in ${readableByOthers.join(" ")}`,
      `run: chmod 600 ${readableByOthers.join(" ")}`,
    );
  }
  if (freeBytes === null) return untried(`the system does not tell how much is free in ${folder}`);
  // A checkpoint writes the store anew beside the old one.
  const wanted = Math.max(leastBytes, 2 * storeBytes);
  if (freeBytes < wanted) {
    return fail(
      `${toMegabytes(freeBytes)} free in ${folder}, of at least ${toMegabytes(wanted)} that the store needs`,
      "make room on that disk, or set WA_DB_FILE to another one",
    );
  }
  return pass(`${toMegabytes(freeBytes)} free in ${folder}`);
}

function toMegabytes(bytes: number): string {
  return `${Math.floor(bytes / 1_000_000)} MB`;
}
