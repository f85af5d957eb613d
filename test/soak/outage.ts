import { soakCustomerSide, soakCustomerWeekend } from "./outage-customer.ts";
import { soakTeamSide, soakTeamWeekend } from "./outage-team.ts";
// Part "outage": one side is away or raves for minutes or for a weekend, on a clock that runs as fast as it can.
import { runPart } from "./part.ts";

await runPart(
  "outage",
  async (part) => {
    const counts = [...(await soakTeamSide(part)), ...(await soakCustomerSide(part, "v2"))];
    if (part.short) return counts;
    return [
      ...counts,
      ...(await soakCustomerSide(part, "v1")),
      ...(await soakTeamWeekend(part)),
      ...(await soakCustomerWeekend(part)),
    ];
  },
  { limitMs: 6 * 60_000 },
);
