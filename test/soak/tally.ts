/** Who wrote a message that is to be found again on the other side. */
export type Author = "customer" | "staff";

/** A message of the soak: in each conversation and direction they are numbered from 1. */
export interface Numbered {
  readonly conversation: number;
  readonly number: number;
}

/** What became of the messages of one direction. */
export interface Tally {
  readonly arrived: number;
  readonly lost: number;
  /** Copies beyond the first. */
  readonly doubled: number;
  /** Messages that came after a later one. */
  readonly disordered: number;
  /** Texts in a conversation that they do not belong to, or that nobody wrote. */
  readonly astray: number;
  /** The first few of all these, in words. */
  readonly examples: readonly string[];
}

const mostExamples = 5;

export function toText(author: Author, { conversation, number }: Numbered): string {
  return `${author} ${conversation} writes ${number}`;
}

/**
 * Compares what was written with what arrived.
 * @param written the last number of each conversation: everything up to it has to be there
 * @param arrived the texts of each conversation in the order in which they arrived; more than was written is no fault
 */
export function tally(
  author: Author,
  written: readonly number[],
  arrived: readonly (readonly string[])[],
): Tally {
  const sum = { arrived: 0, lost: 0, doubled: 0, disordered: 0, astray: 0 };
  const examples: string[] = [];
  function count(what: "lost" | "doubled" | "disordered" | "astray", text: string): void {
    sum[what] += 1;
    if (examples.length < mostExamples) examples.push(`${what}: ${text}`);
  }
  for (const [conversation, last] of written.entries()) {
    const seen = new Set<number>();
    let latest = 0;
    for (const text of arrived[conversation] ?? []) {
      const message = readText(author, text);
      if (message?.conversation !== conversation) {
        count("astray", `"${text}" in conversation ${conversation}`);
        continue;
      }
      const { number } = message;
      if (seen.has(number)) count("doubled", text);
      if (number < latest) count("disordered", `"${text}" after ${latest}`);
      seen.add(number);
      latest = Math.max(latest, number);
    }
    sum.arrived += seen.size;
    for (let number = 1; number <= last; number += 1) {
      if (!seen.has(number)) count("lost", toText(author, { conversation, number }));
    }
  }
  return { ...sum, examples };
}

const pattern = /^(customer|staff) (\d+) writes (\d+)$/;

function readText(author: Author, text: string): Numbered | null {
  const [, who, conversation, number] = pattern.exec(text) ?? [];
  return who === author ? { conversation: Number(conversation), number: Number(number) } : null;
}
