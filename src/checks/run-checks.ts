import { fail, untried, type Check, type Finding } from "./check.ts";

/** A check that was made, as `doctor --json` has it. */
export interface Checked extends Finding {
  readonly id: string;
  readonly title: string;
}

interface Outcome {
  readonly finding: Finding;
  /** Why those that need this one are not made: its number in the list. */
  readonly blockedBy: number | null;
}

const usualLimitMs = 20_000;

/**
 * Makes all checks at once, each as soon as those that it needs are done, and gives them in their order as they come in.
 * @param options.limitMs for one check, in real time: it is about connections; 20 s by default
 */
export async function* runChecks(
  checks: readonly Check[],
  { limitMs = usualLimitMs }: { readonly limitMs?: number } = {},
): AsyncGenerator<Checked> {
  const begun = new Map<string, Promise<Outcome>>();
  for (const [index, check] of checks.entries()) {
    const outcome = begin(check, { number: index + 1, begun, limitMs });
    // Whoever reads the list meets the error when it is this one's turn.
    outcome.catch(() => {});
    begun.set(check.id, outcome);
  }
  for (const { id, title } of checks) {
    const outcome = await begun.get(id);
    if (outcome) yield { id, title, ...outcome.finding };
  }
}

async function begin(
  check: Check,
  { number, begun, limitMs }: { number: number; begun: Begun; limitMs: number },
): Promise<Outcome> {
  if (check.isHeavy) await Promise.allSettled(begun.values());
  for (const id of check.needs) {
    const blockedBy = (await begun.get(id))?.blockedBy ?? null;
    if (blockedBy !== null) {
      return { finding: untried(`not checked because of ${blockedBy}`), blockedBy };
    }
  }
  const finding = await withinLimit(check, limitMs);
  return { finding, blockedBy: finding.ok === false ? number : null };
}

type Begun = ReadonlyMap<string, Promise<Outcome>>;

function withinLimit(check: Check, limitMs: number): Promise<Finding> {
  return new Promise((resolve, reject) => {
    const late = fail(
      `no answer within ${limitMs / 1000} s`,
      "look at the way from this machine to the other side (DNS, firewall, proxy), then run it again",
    );
    const timer = setTimeout(() => resolve(late), limitMs);
    check
      .run()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
