import { toPhone } from "./samples.ts";

export interface RequestOptions {
  readonly path: string;
  readonly authorization: string;
  /** A part of every message id: ids must never repeat. */
  readonly run: string;
  /** How many customers write, one after the other. */
  readonly customers: number;
}

/** Stands in the request for the digits of the message's number. */
const numberMark = "0000000000";
/** Shares no factor with the number of customers, so that all of them write, and not in their order. */
const stride = 7919;

/** One request is built; then only its digits change, so that the load itself costs little. */
export function createRequests(options: RequestOptions): (number: number) => Buffer {
  const { customers } = options;
  const phoneMark = toPhone(0);
  const request = createRequest({ ...options, phone: phoneMark });
  const idAt = request.indexOf(`.${numberMark}`) + 1;
  const phonesAt = [request.indexOf(phoneMark), request.lastIndexOf(phoneMark)];
  return (number) => {
    const copy = Buffer.from(request);
    copy.write(String(number).padStart(numberMark.length, "0"), idAt, "latin1");
    const phone = toPhone(1 + ((number * stride) % customers));
    for (const at of phonesAt) copy.write(phone, at, "latin1");
    return copy;
  };
}

function createRequest(options: RequestOptions & { readonly phone: string }): Buffer {
  const { path, authorization, run, phone } = options;
  const metadata = { display_phone_number: "12025550100", phone_number_id: "100000000000001" };
  const message = {
    from: phone,
    id: `wamid.${run}.${numberMark}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: "text",
    text: { body: "A message of usual length that somebody wrote on their phone on the way home." },
  };
  const contacts = [{ profile: { name: "Test User" }, wa_id: phone }];
  const value = { messaging_product: "whatsapp", metadata, contacts, messages: [message] };
  const changes = [{ field: "messages", value }];
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes }],
  });
  return Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      "Host: 127.0.0.1",
      `Authorization: ${authorization}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
}
