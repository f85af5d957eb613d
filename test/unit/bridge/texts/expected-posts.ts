// What the team reads of every notification, by hand: the words from the catalogues, all else from the fixture's body.
import { wamid } from "../../dialog360/notifications.ts";

/** A post as the team sees it. */
export interface SeenPost {
  /** The name beside it; null for the bot's own. */
  readonly by: string | null;
  readonly text: string;
  /** WhatsApp's id of the message, or the `mid` of the post, that it answers. */
  readonly replyTo?: string;
  /** Teamwire's type of what is attached, and a file's name. */
  readonly attached?: string;
}

/** The post of staff that all failures are about. */
export const staffPost = "m9";

const v1 = (number: string): string => `gBEGFixtureMessage${number}`;
const v2 = (number: string): string => `${wamid}${number}==`;

function post(text: string, more: Partial<SeenPost> = {}): readonly SeenPost[] {
  return [{ by: "Test User", text, ...more }];
}

function answer(text: string, replyTo: string): readonly SeenPost[] {
  return post(text, { replyTo });
}

/** A file, and what is said beside it. */
function file(attached: string, text = ""): readonly SeenPost[] {
  return post(text, { attached });
}

function location(...lines: readonly string[]): readonly SeenPost[] {
  return post(["[location]", ...lines].join("\n"), { attached: "LOCATION" });
}

function failure(text: string): readonly SeenPost[] {
  return [{ by: null, text: `This message was not delivered${text}`, replyTo: staffPost }];
}

const nothing: readonly SeenPost[] = [];
const unsupported = "(WhatsApp does not hand it over; only the WhatsApp user can see it)";
const map = "https://www.openstreetmap.org/";
const changed = "The phone number of the WhatsApp user has changed to +120***87.";
const numberChange = [{ by: null, text: `${changed} The conversation goes on in this chat.` }];
const window =
  ": the last message from the WhatsApp user is more than 24 hours old. Only template messages can be sent now: /templates shows the list, /send 1 sends the first one.";
const unreachable =
  ": WhatsApp cannot reach this number. The person may have left WhatsApp, use a very old version of it or have blocked messages. Please try another way to get in touch.";
const limited =
  ": WhatsApp limits how many promotional messages a person gets. Please try again in a few days, or wait until the person writes.";

export const expectedPosts: Readonly<Record<string, readonly SeenPost[]>> = {
  "v1/text": post("Test"),
  "v1/text-no-contacts": post("hello world", { by: "+120***43" }),
  "v1/text-reply-context": answer("Yes please", v1("0900")),
  "v1/text-forwarded": post("[forwarded]\nforwarded text"),
  "v1/text-frequently-forwarded": post("[forwarded many times]\nforwarded many times"),
  "v1/text-product-enquiry": answer(
    "Is this in stock?\n[about the product: HAMBURGER]",
    v1("0901"),
  ),
  "v1/text-referral": post("I saw your ad\n[came through the ad: AD_TITLE]"),
  "v1/text-unicode-multiline": post("Grüße 👋🏽 — «test»\nline 2\n*bold* _it_ ~strike~ ```mono```"),
  "v1/from-differs-from-wa-id": post("Ola"),
  "v1/batch-two-users": [post("from one"), post("from two", { by: "Other User" })].flat(),
  "v1/button": post("Yes this is a button"),
  "v1/interactive-list-reply": answer("ROW1\nrow description", v1("0903")),
  "v1/image": file("GALLERY image.jpg", "Check out my product!"),
  "v1/document": file("FILE filename.pdf", "the caption"),
  "v1/document-gif-mime": file("FILE animated.gif"),
  "v1/voice": file("SOUND voice.ogg"),
  "v1/location": location(
    "Main Street Beach",
    "Main Street Beach, Santa Cruz, CA",
    "https://foursquare.com/v/4d7031d35b5df7744",
    `${map}?mlat=36.9633&mlon=-122.0195#map=17/36.9633/-122.0195`,
  ),
  "v1/location-minimal": location(`${map}?mlat=12.25089&mlon=43.90539#map=17/12.25089/43.90539`),
  "v1/location-with-id": location(
    "Bay Bridge",
    "San Francisco, CA, USA",
    "http://location_url.test",
    `${map}?mlat=37.789377&mlon=-122.389555#map=17/37.789377/-122.389555`,
  ),
  "v1/contacts": file(
    "FILE 360dialog Sandbox.vcf",
    "[contacts]\n360dialog Sandbox\n+1 202-555-0155 (Mobile)",
  ),
  "v1/reaction-removed": answer("removed the reaction", v1("0904")),
  "v1/unsupported-131051": post(`[message of an unknown kind] ${unsupported}`),
  "v1/ephemeral": post(`[disappearing message] ${unsupported}`),
  "v1/system-number-change": numberChange,
  "v1/status-sent": nothing,
  "v1/status-sent-minimal": nothing,
  "v1/status-deleted-no-timestamp": nothing,
  "v1/status-failed-24h-470": failure(window),
  "v1/status-failed-1013": failure(unreachable),
  "v1/status-warning": nothing,
  "v1/edge-empty-object": nothing,
  "v1/edge-invalid-from": nothing,

  "v2/text": post("Body Text"),
  "v2/text-missing-object-and-field": post("Hey"),
  "v2/text-bsuid-username-with-phone": post("Hello World"),
  "v2/text-bsuid-no-phone": post("Does it come in another color?"),
  "v2/text-bsuid-in-from": post("Hello World"),
  "v2/text-no-from-no-bsuid": nothing,
  "v2/text-reply-context": answer("replied text", v2("90")),
  "v2/text-frequently-forwarded": post("[forwarded many times]\ntext forwarded many times"),
  "v2/text-group": post(
    "[written in a WhatsApp group; answers from this chat go to the person alone]\nHello World, group message",
  ),
  "v2/sandbox-text": post("hello sandbox"),
  "v2/button-template-quick-reply": answer("No", v2("92")),
  "v2/button-without-context": post("title"),
  "v2/interactive-button-reply": answer("Yes", v2("93")),
  "v2/interactive-list-reply": answer("title\ndescription", v2("93")),
  "v2/interactive-nfm-reply-non-object": post("[form answer]\nnot, an object"),
  "v2/interactive-with-error": answer(`[interactive] ${unsupported}`, v2("93")),
  "v2/image": file("GALLERY image.jpg", "Check this out"),
  "v2/document": file("FILE filename.pdf", "caption"),
  "v2/voice": file("SOUND voice.ogg"),
  "v2/sticker": file("GALLERY sticker.webp"),
  "v2/sticker-animated": file("GALLERY sticker.webp"),
  "v2/location": location(
    "Facebook HQ",
    "1 Hacker Way, Menlo Park, CA 94025",
    "https://maps.google.com/?cid=2000000000000000000",
    // Half of the sixth decimal: as a binary number it is a little less.
    `${map}?mlat=37.461198&mlon=-122.216438#map=17/37.461198/-122.216438`,
  ),
  "v2/location-current": location(`${map}?mlat=12.25089&mlon=43.90539#map=17/12.25089/43.90539`),
  "v2/contacts": file(
    "FILE contacts.vcf",
    "[contacts]\nAlex Example\n+1 202-555-0155 (CELL)\n\nKim\n+1 202-555-0156 (HOME)",
  ),
  "v2/contacts-vcard-origin-other": file(
    "FILE Alex Example.vcf",
    "[contacts]\nAlex Example\n+1 202-555-0155 (CELL)",
  ),
  "v2/order": post(
    "[order]\n3 × HAMBURGER: USD\u00a030.00\n2 × SODA: USD\u00a010.50\nTotal: USD\u00a0111.00",
  ),
  "v2/reaction": answer("reacted with 😮", v2("94")),
  "v2/reaction-removed-empty": answer("removed the reaction", v2("94")),
  "v2/reaction-removed-absent": answer("removed the reaction", v2("94")),
  "v2/edit-image": answer("edited the message:\nUpdated image caption", v2("95")),
  "v2/edit-text": answer("edited the message:\nText was edited", v2("95")),
  "v2/revoke": answer("deleted the message", v2("95")),
  "v2/request-welcome": post("[opened the chat and has not written anything yet]"),
  "v2/unsupported-131051": post(`[message of an unknown kind] ${unsupported}`),
  "v2/system-number-change": numberChange,
  "v2/status-sent-free-service": nothing,
  "v2/status-sent-free-entry-point": nothing,
  "v2/status-delivered": nothing,
  "v2/status-read": nothing,
  "v2/status-played": nothing,
  "v2/status-failed-24h-131047": failure(window),
  "v2/status-failed-130472": failure(limited),
  "v2/status-failed-131042": failure(
    ": something is wrong with our WhatsApp account (code 131042). Please tell whoever looks after this bot.",
  ),
  "v2/status-failed-131049": failure(limited),
  "v2/status-failed-132001": failure(
    ": WhatsApp did not accept the template message (code 132001). /templates shows the others; please tell whoever looks after this bot.",
  ),
  "v2/status-failed-unknown-code": failure(
    ". WhatsApp's reason: abc. If answering it with /retry does not help, please tell whoever looks after this bot.",
  ),
  "v2/status-unknown-value": nothing,
  "v2/errors-value-level-501": nothing,
  "v2/account-restriction": nothing,
  "v2/template-category-marketing": nothing,
  "v2/template-quality-yellow": nothing,
  "v2/user-preferences-stop": nothing,
  "v2/user-preferences-resume": nothing,
  "v2/edge-empty-entry": nothing,
  "v2/edge-invalid-from": nothing,
};

/** One of every kind of text for a team that reads German. */
export const germanTexts: Readonly<Record<string, string>> = {
  "v1/text-forwarded": "[weitergeleitet]\nforwarded text",
  "v2/text-frequently-forwarded": "[häufig weitergeleitet]\ntext forwarded many times",
  "v2/text-group":
    "[in einer WhatsApp-Gruppe geschrieben; Antworten aus diesem Chat gehen nur an die Person selbst]\nHello World, group message",
  "v1/text-product-enquiry": "Is this in stock?\n[zum Produkt: HAMBURGER]",
  "v1/text-referral": "I saw your ad\n[kam über die Anzeige: AD_TITLE]",
  "v1/contacts": "[Kontakt]\n360dialog Sandbox\n+1 202-555-0155 (Mobile)",
  "v1/location-minimal": `[Standort]\n${map}?mlat=12.25089&mlon=43.90539#map=17/12.25089/43.90539`,
  "v1/ephemeral":
    "[selbstlöschende Nachricht] (WhatsApp gibt das nicht weiter; zu sehen ist es nur beim WhatsApp-Kontakt)",
  "v2/interactive-nfm-reply-non-object": "[Formularantwort]\nnot, an object",
  "v2/order":
    "[Bestellung]\n3 × HAMBURGER: 30,00\u00a0USD\n2 × SODA: 10,50\u00a0USD\nSumme: 111,00\u00a0USD",
  "v2/reaction": "hat mit 😮 reagiert",
  "v2/reaction-removed-absent": "hat die Reaktion entfernt",
  "v2/edit-text": "hat die Nachricht bearbeitet:\nText was edited",
  "v2/revoke": "hat die Nachricht gelöscht",
  "v2/request-welcome": "[hat den Chat geöffnet und noch nichts geschrieben]",
  "v2/system-number-change":
    "Die Telefonnummer des WhatsApp-Kontakts ist jetzt +120***87. Die Unterhaltung geht in diesem Chat weiter.",
  "v2/status-failed-131049":
    "Diese Nachricht wurde nicht zugestellt: WhatsApp begrenzt, wie viele Werbenachrichten jemand erhält. Bitte versuchen Sie es in ein paar Tagen noch einmal oder warten Sie auf eine neue Nachricht.",
};
