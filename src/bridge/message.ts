import type { ContactCard, FormField, OrderItem, Place } from "./content.ts";
import type { Customer, CustomerIds } from "./identity.ts";
import type { Pin } from "./place.ts";
import type { TemplateButton, TemplateParameter } from "./template.ts";

/** What a file is to people. */
export type FileKind = "image" | "video" | "audio" | "voice" | "document" | "sticker";

/** A file for the team: a customer's, in WhatsApp's keeping for 7 days, or one that we make of what a customer sent. */
export interface CustomerFile {
  readonly kind: FileKind;
  /** Null for one that WhatsApp does not hand out, or that we make ourselves. */
  readonly mediaId: string | null;
  /** All that is in a file that we make ourselves. */
  readonly text?: string;
  /** Where its bytes are for five minutes. */
  readonly url?: string;
  readonly mimeType: string;
  /** In hex or base64. */
  readonly sha256?: string;
  /** Safe to save under. */
  readonly name: string;
}

/** A file of staff, in the team's keeping, and as what it goes to WhatsApp. */
export interface StaffFile {
  readonly kind: Exclude<FileKind, "voice" | "sticker">;
  readonly assetId: string;
  readonly mimeType: string;
  readonly name: string;
}

/** What a message from WhatsApp holds. */
export type Content =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "location"; readonly place: Place }
  | { readonly kind: "contacts"; readonly cards: readonly ContactCard[] }
  | { readonly kind: "order"; readonly items: readonly OrderItem[]; readonly text?: string }
  | { readonly kind: "form"; readonly fields: readonly FormField[] }
  /** Null takes the reaction back. */
  | { readonly kind: "reaction"; readonly emoji: string | null }
  /** The new text or caption; null where there is none. */
  | { readonly kind: "edit"; readonly text: string | null }
  | { readonly kind: "revoke" }
  /** The chat was opened, and nothing was written. */
  | { readonly kind: "welcome" }
  /** WhatsApp's own words about the customer; `what` is its name for them. */
  | { readonly kind: "system"; readonly what: string }
  /** A kind that WhatsApp does not hand over, or that nobody has heard of: `what` is its name for it. */
  | { readonly kind: "unsupported"; readonly what: string }
  | { readonly kind: "file"; readonly file: CustomerFile; readonly caption?: string };

/** How far a message to a customer has come, as WhatsApp tells it. */
export type ReceiptState = "sent" | "delivered" | "read" | "played" | "failed" | "deleted";

/** A failure in the provider's words: its code and the public title of that code. Never holds a message text. */
export interface ProviderError {
  readonly code: number | null;
  readonly title: string;
}

/** How far one message that we sent has come; receipts come in any order, repeatedly, and before our own record of it. */
export interface Receipt {
  readonly kind: "receipt";
  readonly messageId: string;
  readonly state: ReceiptState;
  /** Milliseconds since 1970 in UTC; null where the receipt has no readable time. */
  readonly at: number | null;
  /** Our own reference, echoed (`biz_opaque_callback_data`); absent in v1. */
  readonly reference?: string;
  readonly error?: ProviderError;
}

/** An element that cannot be understood or attributed: it becomes a dead letter. */
export interface Unreadable {
  readonly kind: "unreadable";
  /** The place in the notification, such as `entry[0].changes[0].value.messages[1]`. */
  readonly where: string;
  /** Plain words without any content of the message. */
  readonly reason: string;
  /** The element's own id if it has one, so that a repeat is recognised. */
  readonly id?: string;
}

/** An element that is known and asks for nothing: only logged. */
export interface Aside {
  readonly kind: "aside";
  readonly reason: string;
}

/** What is told of every message, whoever wrote it. */
export interface Written {
  /** WhatsApp's message id. */
  readonly id: string;
  /** Milliseconds since 1970 in UTC; null where the message has no readable time. */
  readonly sentAt: number | null;
  readonly content: Content;
  /** WhatsApp's id of the message that this one quotes, edits, takes back or reacts to. */
  readonly concerns?: string;
  readonly forwarded?: "once" | "often";
  /** In words, the ad or post by which the customer came; empty if it has none. */
  readonly ad?: string;
  /** The shop's own id of the product that the message asks about. */
  readonly product?: string;
  /** What WhatsApp says went wrong with it. */
  readonly errors?: readonly ProviderError[];
}

/** Whatever a customer did in the conversation: also an edit, a reaction or a revocation of an earlier message. */
export interface CustomerMessage extends Written {
  readonly kind: "message";
  readonly from: Customer;
  /** Written in a group, so not to us alone. */
  readonly inGroup?: true;
  /** False for edits, revocations, system and group messages. */
  readonly opensWindow: boolean;
}

/** A message to a customer that somebody of ours wrote in the WhatsApp Business app, beside this program. */
export interface Echo extends Written {
  readonly kind: "echo";
  readonly to: Customer;
}

/** WhatsApp says that ids of a customer were replaced by others. It is proof, where a shared contact card is none. */
export interface IdentityChange {
  readonly kind: "identity";
  /** WhatsApp's message id; of a user id's change both ids, since it is told in two ways. */
  readonly id: string;
  readonly before: CustomerIds;
  readonly after: CustomerIds;
  /** Milliseconds since 1970 in UTC; null where it has no readable time. */
  readonly at: number | null;
  /** Whether it came as a message, which leaves a trace even if nobody of these ids is known. */
  readonly isMessage: boolean;
}

/** A post in a chat by somebody of the team (or by a bot). */
export interface StaffPost {
  readonly kind: "post";
  /** The message id (`mid`). */
  readonly id: string;
  readonly tid: string;
  readonly author: Author;
  /** Milliseconds since 1970 in UTC; absent where the post has no readable time. */
  readonly writtenAt?: number;
  readonly text: string;
  /** The `mid` of the post that it answers. */
  readonly replyTo?: string;
  /** What is attached and has its like in WhatsApp, in order. */
  readonly parts?: readonly StaffPart[];
  /** The kinds of what else is attached: `document`, `location` and such where it cannot be had, and others such as `poll`. */
  readonly attachments: readonly string[];
}

/** Who wrote a post; a name may be empty. */
export interface Author {
  readonly uid: string;
  readonly bot: boolean;
  readonly firstName: string;
  readonly lastName: string;
}

/** Something attached to a post; each becomes a message of its own. */
export type StaffPart =
  | { readonly kind: "file"; readonly file: StaffFile; readonly size: number | null }
  | ({ readonly kind: "location" } & Pin);

/** A post that somebody took back. */
export interface Withdrawal {
  readonly kind: "withdrawal";
  /** The post's `mid`. */
  readonly id: string;
  readonly tid: string;
}

/** Somebody has read a post. */
export interface Seen {
  readonly kind: "seen";
  readonly tid: string;
  readonly mid: string;
  readonly reader: { readonly uid: string; readonly bot: boolean };
}

/** A chat that can no longer be written to, or can be again. */
export interface ChatChange {
  readonly kind: "chat";
  readonly tid: string;
  readonly state: "gone" | "closed" | "open";
}

/** One thing that a notification tells, in our words. */
export type Event =
  | CustomerMessage
  | Echo
  | IdentityChange
  | Receipt
  | StaffPost
  | Withdrawal
  | Seen
  | ChatChange
  | Unreadable
  | Aside;

/** What is to be handed to one side. Stored as JSON in the ledger: fields are only ever added. */
export type Outgoing =
  /** To the team: a post in the session's chat, or in `tid` where an answer belongs to one chat. */
  | {
      readonly kind: "post";
      readonly text: string;
      readonly displayName?: string;
      /** A customer's file, posted with the text as its caption. */
      readonly file?: CustomerFile;
      readonly replyTo?: string;
      /** WhatsApp's id of the message whose post it answers, where `replyTo` is not known yet. */
      readonly concerns?: string;
      /** Shown on a map beside the text. */
      readonly pin?: Pin;
      readonly tid?: string;
      /** The text is the list of templates as it is when it is posted; `text` as it was when it was asked for. */
      readonly lists?: "templates";
      /** Nobody may miss it: where `tid` has ended it is told in the session's chat. */
      readonly isVital?: true;
    }
  /** To the team: the end of a chat, for which a post asked. */
  | { readonly kind: "close"; readonly tid: string; readonly asked: string }
  /** To the customer: free text. */
  | (Part & { readonly kind: "text"; readonly text: string })
  /** To the customer: a file. */
  | (Part & {
      readonly kind: "file";
      readonly file: StaffFile;
      readonly caption?: string;
      /** WhatsApp's id of the file, once it is uploaded. */
      readonly mediaId?: string;
    })
  /** To the customer: a point on the map. */
  | (Part & Pin & { readonly kind: "location" })
  /** To the customer: an approved template. */
  | {
      readonly kind: "template";
      /** As `/templates` numbers it. */
      readonly number: number;
      readonly name: string;
      readonly namespace?: string;
      readonly language: string;
      /** The body's. */
      readonly parameters: readonly TemplateParameter[];
      readonly header?: SentHeader;
      readonly buttons?: readonly SentButton[];
      readonly concerns?: string;
    };

/** What stands above a template's body, as far as it was given. */
export type SentHeader =
  | { readonly kind: "text"; readonly parameters: readonly TemplateParameter[] }
  | {
      readonly kind: "file";
      readonly file: StaffFile;
      /** WhatsApp's id of the file, once it is uploaded. */
      readonly mediaId?: string;
    }
  | (Pin & { readonly kind: "location" });

/** The value of one of a template's buttons. */
export interface SentButton extends Pick<TemplateButton, "index" | "kind"> {
  readonly text: string;
}

/** One of the messages that a post of staff becomes. */
export interface Part {
  /** The `mid` of the post that it answers: quoted in WhatsApp where the customer has it. */
  readonly concerns?: string;
  /** How many they are; absent if it is one. */
  readonly of?: number;
}
