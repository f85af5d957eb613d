import { DeliveryError, NoNumberError } from "../bridge/errors.ts";
import type { CustomerIds } from "../bridge/identity.ts";
import type { Outgoing, SentButton, SentHeader, StaffFile } from "../bridge/message.ts";
import type { Pin } from "../bridge/place.ts";
import type { SendOptions } from "../bridge/ports.ts";
import type { TemplateParameter } from "../bridge/template.ts";

/** The reference is echoed in receipts of v2 (at most 512 characters); v1 has no place for it. */
export interface RenderOptions extends SendOptions {
  readonly generation: "v1" | "v2";
}

type Json = Readonly<Record<string, unknown>>;
type Template = Extract<Outgoing, { kind: "template" }>;

/**
 * The body of `POST …/messages`.
 * @throws NoNumberError for a customer whom this generation cannot address
 * @throws DeliveryError `permanent` for a post
 */
export function renderSend(to: CustomerIds, message: Outgoing, options: RenderOptions): Json {
  const { replyTo } = options;
  const context = replyTo ? { context: { message_id: replyTo } } : {};
  const body = { ...context, ...renderMessage(message, options) };
  return options.generation === "v1"
    ? { recipient_type: "individual", ...renderAddress(to, options), ...body }
    : {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        ...renderAddress(to, options),
        ...body,
        biz_opaque_callback_data: options.reference,
      };
}

/** The body by which a customer's message is marked as read; v1 has its id in the path. */
export function renderReadMark(messageId: string, generation: "v1" | "v2"): Json {
  const v2 = { messaging_product: "whatsapp", message_id: messageId };
  return { ...(generation === "v2" && v2), status: "read" };
}

/** A number goes in `to`; a BSUID in `recipient`, since in `to` it is dropped in silence. v1 knows numbers only. */
function renderAddress(to: CustomerIds, { generation }: RenderOptions): Json {
  if (to.phone) return { to: to.phone };
  const recipient = to.userId ?? to.parentUserId;
  if (recipient && generation === "v2") return { recipient };
  throw new NoNumberError();
}

function renderMessage(message: Outgoing, { generation }: RenderOptions): Json {
  if (message.kind === "post" || message.kind === "close") {
    throw new DeliveryError("Render a message: it is for the team", { verdict: "permanent" });
  }
  if (message.kind === "template") {
    return { type: "template", template: renderTemplate(message, generation) };
  }
  if (message.kind === "file") return renderFile(message);
  if (message.kind === "location") {
    return { type: "location", location: renderLocation(message, generation) };
  }
  const preview = generation === "v2" && { preview_url: false };
  return { type: "text", text: { body: message.text, ...preview } };
}

/** Meta's description of v2 wants the coordinates as texts. */
function renderLocation(pin: Pin, generation: "v1" | "v2"): Json {
  const { latitude, longitude, name, address } = pin;
  const point =
    generation === "v2"
      ? { latitude: toDegrees(latitude), longitude: toDegrees(longitude) }
      : { latitude, longitude };
  return { ...point, ...(name && { name }), ...(address && { address }) };
}

/** Without an exponent, which numbers near 0 would get. */
function toDegrees(angle: number): string {
  return angle.toFixed(12).replace(/\.?0+$/, "");
}

function renderFile({ file, caption, mediaId }: Extract<Outgoing, { kind: "file" }>): Json {
  const content = { ...renderMedia(file, mediaId), ...(caption && { caption }) };
  return { type: file.kind, [file.kind]: content };
}

/** By id, never by link: of a link nobody hears when it cannot be fetched. */
function renderMedia({ kind, name }: StaffFile, mediaId: string | undefined): Json {
  if (mediaId === undefined) {
    throw new DeliveryError("Render a file: it is not uploaded", { verdict: "transient" });
  }
  return { id: mediaId, ...(kind === "document" && { filename: name }) };
}

/** v1 demands the namespace, and both the policy that a missing translation is never replaced by another. */
function renderTemplate(template: Template, generation: "v1" | "v2"): Json {
  const { name, namespace, language, header, parameters, buttons = [] } = template;
  const components = [
    ...(header ? [{ type: "header", parameters: renderHeader(header, generation) }] : []),
    ...(parameters.length > 0
      ? [{ type: "body", parameters: parameters.map(renderParameter) }]
      : []),
    ...buttons.map(renderButton),
  ];
  return {
    ...(generation === "v1" && namespace && { namespace }),
    name,
    language: { policy: "deterministic", code: language },
    ...(components.length > 0 && { components }),
  };
}

function renderHeader(header: SentHeader, generation: "v1" | "v2"): readonly Json[] {
  if (header.kind === "text") return header.parameters.map(renderParameter);
  if (header.kind === "location") {
    return [{ type: "location", location: renderLocation(header, generation) }];
  }
  const { file, mediaId } = header;
  return [{ type: file.kind, [file.kind]: renderMedia(file, mediaId) }];
}

function renderParameter({ name, text }: TemplateParameter): Json {
  return { type: "text", ...(name && { parameter_name: name }), text };
}

function renderButton({ index, kind, text }: SentButton): Json {
  const rendered =
    kind === "url"
      ? { sub_type: "url", parameters: [{ type: "text", text }] }
      : { sub_type: "copy_code", parameters: [{ type: "coupon_code", coupon_code: text }] };
  return { type: "button", index: String(index), ...rendered };
}
