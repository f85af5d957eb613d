import { DeliveryError, OperatorError } from "../bridge/errors.ts";
import type { WhatsApp } from "../bridge/ports.ts";
import type { WebhookRegistry } from "../dialog360/client.ts";
import type { Settings } from "../settings/settings.ts";

/** For commands that ask 360dialog by themselves. */
export async function connectDialog360(
  settings: Pick<Settings, "dialog360" | "caFile" | "proxy">,
): Promise<WebhookRegistry & Pick<WhatsApp, "templates">> {
  const { createDialog360 } = await import("../dialog360/client.ts");
  const { createNetwork } = await import("../network/network.ts");
  const network = createNetwork(settings);
  return createDialog360(settings.dialog360, { now: () => Date.now(), network });
}

/** One call. @throws OperatorError 69 where 360dialog is away, 77 where it refuses the key, else 1 */
export async function askDialog360<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof DeliveryError) throw toOperatorError(error);
    throw error;
  }
}

function toOperatorError(error: DeliveryError): OperatorError {
  if (error.verdict === "account") {
    return new OperatorError(error.message, {
      code: "refused_credentials",
      exitCode: 77,
      hint: "check WA_API_KEY: only the newest key of a number works",
      cause: error,
    });
  }
  const isAway = error.verdict === "transient" || error.verdict === "throttled";
  return new OperatorError(error.message, {
    code: isAway ? "unreachable" : "refused",
    exitCode: isAway ? 69 : 1,
    hint: isAway
      ? "check WA_API_URL and the network, then run it again"
      : "see 360dialog's words above",
    cause: error,
  });
}
