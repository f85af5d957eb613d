import { DeliveryError, OperatorError } from "../bridge/errors.ts";
import { createNetwork } from "../network/network.ts";
import type { BotConfig, Problem, Settings } from "../settings/settings.ts";
import { createTeamwire } from "../teamwire/client.ts";
import { resolveRecipients } from "../teamwire/recipients.ts";

/** Looks up at Teamwire whom the configs name. `failure` is why that had to end; it is one of the problems too. */
export async function findUnknownRecipients(
  configs: readonly BotConfig[],
  settings: Pick<Settings, "teamwire" | "caFile" | "proxy">,
): Promise<{ readonly problems: readonly Problem[]; readonly failure: OperatorError | null }> {
  const network = createNetwork(settings);
  const client = createTeamwire(settings.teamwire, { clock: { now: Date.now }, network });
  const problems: Problem[] = [];
  try {
    for (const [at, config] of configs.entries()) {
      const { unresolved } = await resolveRecipients(config, client);
      for (const { where, recipient, why, hint } of unresolved) {
        const message = `${JSON.stringify(recipient)} at Teamwire: ${why}`;
        problems.push({ where: `configs[${at}].${where}`, message, hint, severity: "error" });
      }
    }
    return { problems, failure: null };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const { where, failure } = toFailure(error);
    const { message, hint } = failure;
    problems.push({ where, message, hint: hint ?? "", severity: "error" });
    return { problems, failure };
  }
}

function toFailure(cause: DeliveryError): { where: string; failure: OperatorError } {
  if (cause.verdict === "account") {
    const hint =
      "check TW_API_APPID and TW_API_SECRET: the dashboard shows them under App Integrations";
    const facts = { code: "refused_credentials", exitCode: 77, hint, cause } as const;
    return { where: "TW_API_SECRET", failure: new OperatorError(cause.message, facts) };
  }
  const hint = "check TW_API_HOST and the network, then run it again";
  const facts = { code: "unreachable", exitCode: 69, hint, cause } as const;
  return { where: "TW_API_HOST", failure: new OperatorError(cause.message, facts) };
}
