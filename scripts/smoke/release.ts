import type { Checks } from "./checks.ts";

export async function smokeRelease(checks: Checks): Promise<void> {
  void checks;
}
