import type { TextId } from "./catalogue.ts";

/** English; the words of the original bot where it had them. */
export const en: Readonly<Record<TextId, string>> = {
  yes: "Yes",
  no: "No",
  none: "-",
  help: `Whatsapp Bot

Available commands:
/help: list supported commands
/info: reports information about the current whatsapp conversation
/templates: list the available template messages
/send <template index>: send the specified template message
/held: list the messages that are kept until the whatsapp user writes
/cancel <number>: take back a message that is kept
/retry: as a reply to a message that was not delivered: send it again
/note <text>: a remark for colleagues, nothing is sent
/close: close this chat
Note: any non-command message is relayed to the whatsapp user`,
  info: `Whatsapp Bot

Conversation info:
Started at: {started}
By WhatsApp user: {name}
Phone number: {phone}
Last message received: {received}
Last message sent: {sent}
Conversation active: {active}

Note: a WhatsApp conversation is active for 24 hours after the last message sent from the WhatsApp user has been received. During that time all messages sent to this chat are normally relayed to the WhatsApp user. After the 24hrs timeout is expired, only template messages can be sent.`,
  "info.message": `Whatsapp Bot

Message info:
State: {state}`,
  "info.received": `Whatsapp Bot

Message info:
Written by the WhatsApp user: {written}
Received: {received}
In this chat since: {posted}
Marked as read on WhatsApp: {marked}`,
  "info.app": `Whatsapp Bot

Message info:
Written in the WhatsApp Business app: {written}
Received: {received}
In this chat since: {posted}`,
  "info.nothing":
    "Nothing is known of this message: it neither went to the WhatsApp user nor came from there. Reply with /info to a message of the conversation.",
  "info.by": "Written by {name}: {time}",
  "info.written": "Written: {time}",
  "info.held": "Kept since",
  "info.renewed": "Taken up again",
  "info.attempts": "Attempts: {count}",
  "info.next": "Next attempt: {time}",
  "info.told": "This bot's reply to it says why.",
  "info.time": "{state}: {time}",
  "state.pending": "Waiting to be sent",
  "state.held": "Kept until the WhatsApp user writes",
  "state.sending": "Being sent",
  "state.uncertain": "Perhaps sent: WhatsApp has not said yet",
  "state.sent": "Sent",
  "state.delivered": "Delivered",
  "state.read": "Read",
  "state.played": "Played",
  "state.failed": "Not delivered",
  "state.deleted": "Deleted",
  "state.dropped": "Not sent: it was taken back",
  "templates.title": "Available template messages:",
  "templates.heading": "{parameter} (heading “{text}”)",
  "templates.button": "{parameter} (link of the button “{text}”)",
  "templates.code": "{parameter} (code to copy)",
  "templates.image": "a picture (JPEG or PNG)",
  "templates.video": "a video (MP4 or 3GP)",
  "templates.document": "a document, attached as a file",
  "templates.location": "a location",
  "templates.beyond": "cannot be sent from this chat",
  "templates.empty":
    "There are no template messages yet. Please ask whoever looks after this bot to have some approved.",
  "templates.unavailable":
    "The list of template messages could not be loaded yet. Please try again in a few minutes.",
  "send.usage":
    "Nothing was sent. Write /send and the number of a template message, for example /send 1. /templates shows the list (available: {count}).",
  "send.gone":
    "Nothing was sent: template message {number} is no longer available. /templates shows the current list.",
  "send.nothing": "Nothing was sent.",
  "send.values":
    "Values that template message {number} needs: {expected} ({needs}), given: {given}. Write them after the number, separated by |, like this: /send {number} Anna | Tuesday",
  "send.no-values": "Template message {number} takes no values. Write only /send {number}.",
  "send.link":
    "“{value}” becomes a part of the link of the button “{text}”: it cannot contain spaces.",
  "send.file":
    "Template message {number} needs an attachment: {what}. Attach it to the very message in which you write /send {number}.",
  "send.other-file": "{name} does not fit: template message {number} needs {what}.",
  "send.one-file": "Template message {number} takes one attachment only: {what}.",
  "send.no-file":
    "Template message {number} takes no attachment. Write /send {number} without one, and send the attachment in a message of its own.",
  "send.more":
    "Nothing was sent: template message {number} has something in it that cannot be filled in from this chat (such as a form, a catalogue or several cards). /templates shows the others.",
  "send.accepted": "Template message {number} was accepted by WhatsApp.",
  "send.delivered": "Template message {number} was delivered.",
  "chat.deleted":
    "This was sent to nobody: the conversation of this chat was deleted. When the customer writes again, a new chat begins.",
  "command.unknown": "There is no command {command}. Did you mean {nearest}? Nothing was sent.",
  "command.unknown.plain":
    "There is no command {command}. Nothing was sent. /help shows all commands.",
  "file.later": "[{what}] (the file follows as soon as it can be fetched)",
  "file.lost": "[{what}] (the file could not be relayed)",
  "file.too-large":
    "{name} was not sent: it is {size} MB, and WhatsApp takes at most {limit} MB of this kind. Please make it smaller, or attach it as a file (at most 100 MB).",
  "file.too-large.document":
    "{name} was not sent: it is {size} MB, and WhatsApp takes files of at most {limit} MB. Please make it smaller, split it or send a link to it.",
  "file.gone":
    "{name} was not sent: Teamwire no longer hands the file out. Please attach it again.",
  "file.refused":
    "{name} was not sent: WhatsApp did not take the file ({reason}). Please attach it in another format, or send a link to it.",
  "kind.image": "image",
  "kind.video": "video",
  "kind.audio": "audio",
  "kind.voice": "voice",
  "kind.document": "document",
  "kind.sticker": "sticker",
  "kind.location": "location",
  "kind.contacts": "contacts",
  "kind.own-contact": "contact of the person, shared at our request",
  "kind.order": "order",
  "kind.form": "form answer",
  "kind.text": "empty text",
  "kind.ephemeral": "disappearing message",
  "kind.poll": "poll",
  "kind.calendar": "calendar entry",
  "kind.live-location": "live location",
  "kind.unknown": "unknown kind",
  "kind.unsupported": "message of an unknown kind",
  "order.total": "Total: {amount}",
  reaction: "reacted with {emoji}",
  "reaction.removed": "removed the reaction",
  edit: "edited the message:\n{text}",
  "edit.no-text": "edited the message",
  revoke: "deleted the message",
  welcome: "[opened the chat and has not written anything yet]",
  system: "[WhatsApp reports a change: {what}]",
  "system.identity":
    "[the security code has changed: the person may have a new phone or have set up WhatsApp again]",
  unsupported: "[{what}] (WhatsApp does not hand it over; only the WhatsApp user can see it)",
  "mark.app": "[sent from the WhatsApp Business app]",
  "mark.group": "[written in a WhatsApp group; answers from this chat go to the person alone]",
  "mark.forwarded": "[forwarded]",
  "mark.forwarded-often": "[forwarded many times]",
  "mark.ad": "[came through the ad: {ad}]",
  "mark.product": "[about the product: {product}]",
  "mark.error": "[WhatsApp reports a problem: {title} (code {code})]",
  "identity.number":
    "The phone number of the WhatsApp user has changed to {phone}. The conversation goes on in this chat.",
  "identity.user":
    "WhatsApp has given the WhatsApp user's account a new id. The conversation goes on in this chat.",
  "identity.lost":
    "The phone number {phone} now belongs to somebody else, who gets a chat of their own. Nothing from this chat goes to that number any more.",
  "merged.away":
    "This chat and another one are with the same person. The conversation goes on in the other chat; what is written here still reaches the person.",
  "merged.here":
    "Another chat was with this same person. The conversation goes on here; what is written in the other chat still reaches the person.",
  part: "[part {part} of {count}]",
  "attachment.not-relayed":
    "The attachment was not sent ({what}): WhatsApp has nothing like it. Text, files, pictures, videos, sound and locations can be sent.",
  "attachment.no-file":
    "The attachment was not sent ({what}): Teamwire does not provide the file. Please attach it again.",
  "attachment.no-place":
    "The location was not sent: it has no usable coordinates. Please share it again.",
  "attachment.command":
    "The attachment was not sent: this command takes none. Please send it in a message of its own.",
  "held.closed":
    "The 24-hour window closed at {time}. Your message is kept and goes out as soon as the WhatsApp user writes.",
  "held.not-open":
    "The WhatsApp user has not written yet. Your message is kept and goes out as soon as they do.",
  "held.refused":
    "WhatsApp did not deliver this message: it counts the 24-hour window as closed. The message is kept and goes out as soon as the WhatsApp user writes.",
  "held.ways": "Send a template now with /send 1, see /held, take it back with /cancel {number}.",
  "held.ways.list": "Send a template now with /send 1, or see /held.",
  "held.released": "The WhatsApp user has written: what was kept goes out now (messages: {count}).",
  "held.expired":
    "This message was not sent: the WhatsApp user has not written for 7 days, so it is no longer kept ({text}).",
  "held.expired.many": `These messages were not sent: the WhatsApp user has not written for 7 days, so they are no longer kept:
{list}`,
  "held.title": "Kept until the WhatsApp user writes (/cancel and the number takes one back):",
  "held.nothing": "Nothing is kept in this conversation.",
  "note.stays":
    "This note stays in this chat: it is never sent to the WhatsApp user, and neither is what is attached to it. Later notes get no answer.",
  "close.done":
    "This chat is closed now. Whatever is being sent right now still goes out. When the WhatsApp user writes again, a new chat begins.",
  "close.kept": "Still kept, and sent as soon as the WhatsApp user writes:",
  "close.refused":
    "The chat could not be closed: Teamwire does not let this bot do that. Please close it yourself; everything else is as said above.",
  "earlier-chat": "[about a message in an earlier chat]",
  "retry.usage":
    "Nothing was sent. Reply with /retry to a message that was not delivered, or to what this bot says of it.",
  "retry.again": "The message is being sent again. You will hear here what comes of it.",
  "retry.again.doubted":
    "The message is being sent again. The first one may have been delivered, so it may arrive twice. You will hear here what comes of it.",
  "retry.waiting": "Nothing to do: this message is still on its way and goes out by itself.",
  "retry.held":
    "Nothing to do: this message is kept and goes out as soon as the WhatsApp user writes.",
  "retry.nothing": "Nothing was sent again: nothing of this message failed. Its state: {state}",
  "retry.gone":
    "Nothing was sent: the text of this message is no longer kept here. Please write it again.",
  "retry.delivered": "This message has now been delivered.",
  "cancel.usage":
    "Nothing was taken back. Write /cancel and the number of a kept message, for example /cancel 1. /held shows the list.",
  "cancel.done": "Taken back, it will not be sent: {text}",
  warning:
    "The WhatsApp user is waiting for an answer. You can answer freely until {time}; then the 24-hour window closes, and only template messages can be sent.",
  "warning.closing":
    "The WhatsApp user is waiting for an answer. You can answer freely until {time}; then the 24-hour window closes, and nobody is here again before {opening}.",
  "window.closed":
    "This message was not sent: the conversation ended at {time}, 24 hours after the last message from the WhatsApp user. Only template messages can be sent now: /templates shows the list, /send 1 sends the first one.",
  "window.not-open":
    "This message was not sent: the WhatsApp user has not written yet. Only template messages can be sent until then: /templates shows the list, /send 1 sends the first one.",
  "failed.window":
    "This message was not delivered: the last message from the WhatsApp user is more than 24 hours old. Only template messages can be sent now: /templates shows the list, /send 1 sends the first one.",
  "failed.expired":
    "This message was not delivered: WhatsApp could not be reached in time. Please answer it with /retry.",
  late: "This message is still being sent: WhatsApp takes longer than usual. It goes out by itself; there is nothing to do.",
  "failed.uncertain":
    "This message may not have been delivered: WhatsApp did not say in time whether it received it. If it matters, please ask the person.",
  "failed.dropped":
    "This message was not delivered: it was taken back by whoever looks after this bot.",
  "withdrawn.sent":
    "The message that was deleted here had already gone out. WhatsApp keeps it: the WhatsApp user can still read it.",
  "withdrawn.sending":
    "The message that was deleted here was just being sent. It is not sent again, but if WhatsApp has it already, the WhatsApp user can still read it.",
  "failed.undeliverable":
    "This message was not delivered: WhatsApp cannot reach this number. The person may have left WhatsApp, use a very old version of it or have blocked messages. Please try another way to get in touch.",
  "failed.country":
    "This message was not delivered: WhatsApp does not let our account write to people in this country. Please try another way to get in touch.",
  "failed.no-number":
    "This message was not delivered: the WhatsApp user has no phone number that we know, and this bot's access to WhatsApp can only write to phone numbers. Please tell whoever looks after this bot.",
  "failed.marketing":
    "This message was not delivered: WhatsApp limits how many promotional messages a person gets. Please try again in a few days, or wait until the person writes.",
  "failed.opted-out":
    "This message was not delivered: the person does not want promotional messages from us. Please wait until they write.",
  "failed.limited":
    "This message was not delivered: WhatsApp limits what our account may send, because people have blocked or reported its messages. Please answer it with /retry tomorrow, and tell whoever looks after this bot.",
  "failed.unreached":
    "This message was not delivered: the person's phone could not be reached for too long. Please answer it with /retry, or try another way to get in touch.",
  "failed.own-number":
    "This message was not delivered: this is the number of our own WhatsApp account, and nothing can be sent to it. Please write to the person at another number.",
  "failed.test-account":
    "This message was not delivered: our WhatsApp account is a test account, which can write to registered numbers only. Please tell whoever looks after this bot.",
  "failed.needs-number":
    "This message was not delivered: this template message can only go to a phone number, and the person's is not known. Please choose another one (/templates), or ask the person for the number.",
  "failed.file":
    "This message was not delivered: WhatsApp could not process the file. Please attach it in another format, or send a link to it.",
  "failed.type":
    "This message was not delivered: WhatsApp does not take messages of this kind. Please write it as text.",
  "failed.bot":
    "This message was not delivered: WhatsApp could not make sense of what this bot handed over (code {code}). That is not your doing; please tell whoever looks after this bot.",
  "failed.template":
    "This message was not delivered: WhatsApp did not accept the template message (code {code}). /templates shows the others; please tell whoever looks after this bot.",
  "failed.account":
    "This message was not delivered: something is wrong with our WhatsApp account (code {code}). Please tell whoever looks after this bot.",
  "failed.throttled":
    "This message was not delivered: too many messages were sent in a short time. Please wait a few minutes, then answer it with /retry.",
  "failed.fault":
    "This message was not delivered: WhatsApp had a fault. Please answer it with /retry in a few minutes.",
  "failed.refused":
    "This message was not delivered. WhatsApp's reason: {reason}. If answering it with /retry does not help, please tell whoever looks after this bot.",
  "failed.unknown":
    "This message was not delivered; WhatsApp gave no reason. If answering it with /retry does not help, please tell whoever looks after this bot.",
};
