/** The answers about files, as leniently read as the notifications. */
import * as v from "valibot";

const token = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.nonEmpty());
const optionalText = v.fallback(v.optional(v.string()), undefined);

const location = v.object({ url: v.string(), sha256: optionalText });

/** Both generations: v2 names one file, v1 a list of one. */
const uploadAnswer = v.union([
  v.pipe(
    v.object({ id: token }),
    v.transform(({ id }) => id),
  ),
  v.pipe(
    v.object({ media: v.tuple([v.object({ id: token })]) }),
    v.transform(({ media }) => media[0].id),
  ),
]);

/** Where a file's bytes are. */
export type WireLocation = v.InferOutput<typeof location>;

/** @returns null for an answer that tells no place */
export function readLocation(input: unknown): WireLocation | null {
  const result = v.safeParse(location, input);
  return result.success ? result.output : null;
}

/** The id of the file that was taken; null if the answer names none. */
export function readUploadId(input: unknown): string | null {
  const result = v.safeParse(uploadAnswer, input);
  return result.success ? result.output : null;
}
