import process from "node:process";

/** What was tried, a line each. */
export class Checks {
  hasFailed = false;

  /** What the lines after this one are about. */
  begin(title: string): void {
    process.stdout.write(`${title}\n`);
  }

  check(name: string, isRight: boolean): void {
    process.stdout.write(`  ${isRight ? "ok    " : "FAILED"} ${name}\n`);
    if (!isRight) this.hasFailed = true;
  }

  /** Says what could not be tried. */
  skip(what: string): void {
    process.stdout.write(`  --     ${what}\n`);
  }
}
