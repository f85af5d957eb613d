/** The two formats of the API: v1 (On-Premise) and v2 (Cloud). */
export type Generation = "v1" | "v2";

/** Why a call is not taken. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly title: string;
  readonly details: string;
}

/** Stands in every answer of v1. */
export const v1Meta = { api_status: "stable", version: "2.35.4" };

/** A refusal in the shape of its generation: Graph API for v2, `errors[]` for v1. */
export function renderRefusal(refusal: Refusal, generation: Generation): Response {
  const { status, code, title, details } = refusal;
  const body =
    generation === "v1"
      ? { errors: [{ code, title, details }], meta: v1Meta }
      : {
          error: {
            message: `(#${code}) ${title}`,
            type: "OAuthException",
            code,
            error_data: { messaging_product: "whatsapp", details },
            fbtrace_id: "ASimulatedTrace000000",
          },
        };
  return Response.json(body, { status });
}

/** 360dialog's own gateway, before WhatsApp is asked; the same in both generations. */
export function renderGatewayError(status: number, message: string): Response {
  const meta = { success: false, http_code: status, developer_message: message };
  return Response.json({ meta }, { status });
}

/** A parameter that is missing, has a wrong value, or does not belong there. */
export function refuseParameter(
  kind: "missing" | "invalid" | "unexpected",
  details: string,
  generation: Generation,
): Refusal {
  const { code, title } = parameterErrors[generation][kind];
  return { status: 400, code, title, details };
}

const parameterErrors = {
  v1: {
    missing: { code: 1008, title: "Required parameter is missing" },
    invalid: { code: 1009, title: "Parameter value is not valid" },
    unexpected: { code: 1010, title: "Parameter is not required" },
  },
  v2: {
    missing: { code: 131_008, title: "Required parameter is missing" },
    invalid: { code: 131_009, title: "Parameter value is not valid" },
    unexpected: { code: 100, title: "Invalid parameter" },
  },
} as const;
