import { fail, pass, untried, type Check } from "./check.ts";

/** The Date of an answer has whole seconds and was on its way; windows of 24 hours do not mind a minute. */
const toleranceMs = 60_000;

/** Whether this machine's clock goes as 360dialog's does. @param offsetMs by how much the other one is ahead */
export function createClockCheck(offsetMs: () => number | null): Check {
  return {
    id: "clock",
    title: "The clock is right",
    needs: ["dialog360"],
    async run() {
      const offset = offsetMs();
      if (offset === null) return untried("not told: 360dialog's answers have no Date");
      const seconds = Math.round(Math.abs(offset) / 1000);
      if (Math.abs(offset) <= toleranceMs) return pass(`within ${seconds} s of 360dialog's`);
      return fail(
        `${seconds} s ${offset > 0 ? "behind" : "ahead of"} 360dialog's`,
        "set this machine's clock, for example: timedatectl set-ntp true",
      );
    },
  };
}
