/** One question about the world outside, asked on demand (`doctor`) or by the hour (`serve`). */
export interface Check {
  /** For scripts and for `/readyz`; never renamed. */
  readonly id: string;
  /** What is true where nothing is wrong. */
  readonly title: string;
  /**
   * Ids of checks before this one: where one of them failed, this one would only fail for the same reason. One that is
   * not in the list counts as met.
   */
  readonly needs: readonly string[];
  /** It holds up this whole thread, so that answers from outside would seem late: it begins when all before it are done. */
  readonly isHeavy?: boolean;
  /** @throws only for a bug of ours: whatever the world answers is a finding */
  run(): Promise<Finding>;
}

/** What came of a check. */
export interface Finding {
  /** Null: not tried, or nothing can be told. */
  readonly ok: boolean | null;
  readonly detail: string;
  /** The command or the setting that mends it. */
  readonly remedy: string | null;
}

/** It is as it should be. */
export function pass(detail: string): Finding {
  return { ok: true, detail, remedy: null };
}

export function fail(detail: string, remedy: string): Finding {
  return { ok: false, detail, remedy };
}

/** Nobody can tell, and why; `remedy` where somebody could change that. */
export function untried(detail: string, remedy: string | null = null): Finding {
  return { ok: null, detail, remedy };
}
