import type { TextId } from "./catalogue.ts";

export const de: Readonly<Record<TextId, string>> = {
  yes: "Ja",
  no: "Nein",
  none: "-",
  help: `WhatsApp-Bot

Verfügbare Befehle:
/help: zeigt diese Liste der Befehle
/info: zeigt Angaben zur laufenden WhatsApp-Unterhaltung
/templates: zeigt die verfügbaren Vorlagen
/send <Nummer der Vorlage>: sendet die gewählte Vorlage
/held: zeigt die Nachrichten, die aufbewahrt werden, bis der WhatsApp-Kontakt schreibt
/cancel <Nummer>: nimmt eine aufbewahrte Nachricht zurück
/retry: als Antwort auf eine nicht zugestellte Nachricht: sendet sie noch einmal
/note <Text>: eine Notiz für das Team, nichts wird gesendet
/close: schließt diesen Chat
Hinweis: Alles, was kein Befehl ist, wird an den WhatsApp-Kontakt weitergeleitet`,
  info: `WhatsApp-Bot

Angaben zur Unterhaltung:
Begonnen: {started}
WhatsApp-Kontakt: {name}
Telefonnummer: {phone}
Letzte empfangene Nachricht: {received}
Letzte gesendete Nachricht: {sent}
Unterhaltung aktiv: {active}

Hinweis: Eine WhatsApp-Unterhaltung ist 24 Stunden lang aktiv, gerechnet ab der letzten Nachricht des WhatsApp-Kontakts. In dieser Zeit werden alle Nachrichten aus diesem Chat an den WhatsApp-Kontakt weitergeleitet. Danach können nur noch Vorlagen gesendet werden.`,
  "info.message": `WhatsApp-Bot

Informationen zur Nachricht:
Stand: {state}`,
  "info.received": `WhatsApp-Bot

Informationen zur Nachricht:
Geschrieben vom WhatsApp-Kontakt: {written}
Erhalten: {received}
In diesem Chat seit: {posted}
In WhatsApp als gelesen markiert: {marked}`,
  "info.app": `WhatsApp-Bot

Informationen zur Nachricht:
In der WhatsApp-Business-App geschrieben: {written}
Erhalten: {received}
In diesem Chat seit: {posted}`,
  "info.nothing":
    "Zu dieser Nachricht ist nichts bekannt: Sie ging weder an den WhatsApp-Kontakt noch kam sie von dort. Antworten Sie mit /info auf eine Nachricht der Unterhaltung.",
  "info.by": "Geschrieben von {name}: {time}",
  "info.written": "Geschrieben: {time}",
  "info.held": "Aufbewahrt seit",
  "info.renewed": "Wieder aufgenommen",
  "info.attempts": "Versuche: {count}",
  "info.next": "Nächster Versuch: {time}",
  "info.told": "Den Grund nennt die Antwort dieses Bots.",
  "info.time": "{state}: {time}",
  "state.pending": "Wartet auf den Versand",
  "state.held": "Wird aufbewahrt",
  "state.sending": "Wird gerade gesendet",
  "state.uncertain": "Vielleicht gesendet: WhatsApp hat es noch nicht bestätigt",
  "state.sent": "Gesendet",
  "state.delivered": "Zugestellt",
  "state.read": "Gelesen",
  "state.played": "Abgespielt",
  "state.failed": "Nicht zugestellt",
  "state.deleted": "Gelöscht",
  "state.dropped": "Nicht gesendet: zurückgezogen",
  "templates.title": "Verfügbare Vorlagen:",
  "templates.heading": "{parameter} (Überschrift „{text}“)",
  "templates.button": "{parameter} (Link der Schaltfläche „{text}“)",
  "templates.code": "{parameter} (Code zum Kopieren)",
  "templates.image": "ein Bild (JPEG oder PNG)",
  "templates.video": "ein Video (MP4 oder 3GP)",
  "templates.document": "ein Dokument, als Datei angehängt",
  "templates.location": "ein Standort",
  "templates.beyond": "lässt sich aus diesem Chat nicht senden",
  "templates.empty":
    "Es gibt noch keine Vorlagen. Bitte wenden Sie sich an die Stelle, die diesen Bot betreut.",
  "templates.unavailable":
    "Die Liste der Vorlagen konnte noch nicht geladen werden. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
  "send.usage":
    "Es wurde nichts gesendet. Schreiben Sie /send und die Nummer einer Vorlage, zum Beispiel /send 1. Die Liste zeigt /templates (verfügbar: {count}).",
  "send.gone":
    "Es wurde nichts gesendet: Vorlage {number} ist nicht mehr verfügbar. Die aktuelle Liste zeigt /templates.",
  "send.nothing": "Es wurde nichts gesendet.",
  "send.values":
    "Für Vorlage {number} nötige Angaben: {expected} ({needs}), erhalten: {given}. Schreiben Sie die Angaben hinter die Nummer, getrennt durch |, zum Beispiel: /send {number} Anna | Dienstag",
  "send.no-values": "Zu Vorlage {number} gehören keine Angaben. Schreiben Sie nur /send {number}.",
  "send.link":
    "„{value}“ wird ein Teil des Links der Schaltfläche „{text}“ und darf keine Leerzeichen enthalten.",
  "send.file":
    "Vorlage {number} braucht einen Anhang: {what}. Hängen Sie ihn an dieselbe Nachricht an, in der Sie /send {number} schreiben.",
  "send.other-file": "{name} passt nicht. Vorlage {number} braucht als Anhang: {what}.",
  "send.one-file": "Zu Vorlage {number} gehört nur ein Anhang: {what}.",
  "send.no-file":
    "Zu Vorlage {number} gehört kein Anhang. Schreiben Sie /send {number} ohne Anhang, und senden Sie diesen in einer eigenen Nachricht.",
  "send.more":
    "Es wurde nichts gesendet: Vorlage {number} enthält etwas, das sich aus diesem Chat nicht ausfüllen lässt (etwa ein Formular, einen Katalog oder mehrere Karten). Die anderen Vorlagen zeigt /templates.",
  "send.accepted": "Vorlage {number} wurde von WhatsApp angenommen.",
  "send.delivered": "Vorlage {number} wurde zugestellt.",
  "chat.deleted":
    "Das ging an niemanden: Die Unterhaltung zu diesem Chat wurde gelöscht. Schreibt der Kunde wieder, beginnt ein neuer Chat.",
  "command.unknown":
    "Den Befehl {command} gibt es nicht. Meinten Sie {nearest}? Es wurde nichts gesendet.",
  "command.unknown.plain":
    "Den Befehl {command} gibt es nicht. Es wurde nichts gesendet. Alle Befehle zeigt /help.",
  "file.later": "[{what}] (die Datei folgt, sobald sie geholt werden kann)",
  "file.lost": "[{what}] (die Datei konnte nicht weitergeleitet werden)",
  "file.too-large":
    "{name} wurde nicht gesendet: Es sind {size} MB, und WhatsApp nimmt von dieser Art höchstens {limit} MB. Bitte verkleinern Sie es oder hängen Sie es als Datei an (höchstens 100 MB).",
  "file.too-large.document":
    "{name} wurde nicht gesendet: Es sind {size} MB, und WhatsApp nimmt Dateien bis {limit} MB. Bitte verkleinern oder teilen Sie die Datei oder senden Sie einen Link darauf.",
  "file.gone":
    "{name} wurde nicht gesendet: Teamwire gibt die Datei nicht mehr heraus. Bitte hängen Sie sie noch einmal an.",
  "file.refused":
    "{name} wurde nicht gesendet: WhatsApp hat die Datei nicht angenommen ({reason}). Bitte in einem anderen Format anhängen oder einen Link dazu senden.",
  "kind.image": "Bild",
  "kind.video": "Video",
  "kind.audio": "Audio",
  "kind.voice": "Sprachnachricht",
  "kind.document": "Dokument",
  "kind.sticker": "Sticker",
  "kind.location": "Standort",
  "kind.contacts": "Kontakt",
  "kind.own-contact": "Kontakt der Person, auf unsere Bitte geteilt",
  "kind.order": "Bestellung",
  "kind.form": "Formularantwort",
  "kind.text": "leerer Text",
  "kind.ephemeral": "selbstlöschende Nachricht",
  "kind.poll": "Umfrage",
  "kind.calendar": "Termin",
  "kind.live-location": "Live-Standort",
  "kind.unknown": "unbekannte Art",
  "kind.unsupported": "Nachricht unbekannter Art",
  "order.total": "Summe: {amount}",
  reaction: "hat mit {emoji} reagiert",
  "reaction.removed": "hat die Reaktion entfernt",
  edit: "hat die Nachricht bearbeitet:\n{text}",
  "edit.no-text": "hat die Nachricht bearbeitet",
  revoke: "hat die Nachricht gelöscht",
  welcome: "[hat den Chat geöffnet und noch nichts geschrieben]",
  system: "[WhatsApp meldet eine Änderung: {what}]",
  "system.identity":
    "[Die Sicherheitsnummer hat sich geändert: Vielleicht ist das Telefon neu, oder WhatsApp wurde neu eingerichtet]",
  unsupported:
    "[{what}] (WhatsApp gibt das nicht weiter; zu sehen ist es nur beim WhatsApp-Kontakt)",
  "mark.app": "[aus der WhatsApp-Business-App gesendet]",
  "mark.group":
    "[in einer WhatsApp-Gruppe geschrieben; Antworten aus diesem Chat gehen nur an die Person selbst]",
  "mark.forwarded": "[weitergeleitet]",
  "mark.forwarded-often": "[häufig weitergeleitet]",
  "mark.ad": "[kam über die Anzeige: {ad}]",
  "mark.product": "[zum Produkt: {product}]",
  "mark.error": "[WhatsApp meldet ein Problem: {title} (Code {code})]",
  "identity.number":
    "Die Telefonnummer des WhatsApp-Kontakts ist jetzt {phone}. Die Unterhaltung geht in diesem Chat weiter.",
  "identity.user":
    "WhatsApp hat dem Konto des WhatsApp-Kontakts eine neue Kennung gegeben. Die Unterhaltung geht in diesem Chat weiter.",
  "identity.lost":
    "Die Telefonnummer {phone} gehört jetzt jemand anderem; dafür gibt es einen eigenen Chat. Aus diesem Chat geht nichts mehr an diese Nummer.",
  "merged.away":
    "Dieser und ein anderer Chat sind mit derselben Person. Die Unterhaltung geht im anderen Chat weiter; was hier geschrieben wird, kommt trotzdem bei der Person an.",
  "merged.here":
    "Ein anderer Chat war mit derselben Person. Die Unterhaltung geht hier weiter; was im anderen Chat geschrieben wird, kommt trotzdem bei der Person an.",
  part: "[Teil {part} von {count}]",
  "attachment.not-relayed":
    "Der Anhang wurde nicht gesendet ({what}): So etwas gibt es in WhatsApp nicht. Gesendet werden können Text, Dateien, Bilder, Videos, Ton und Standorte.",
  "attachment.no-file":
    "Der Anhang wurde nicht gesendet ({what}): Teamwire gibt die Datei nicht heraus. Bitte hängen Sie sie noch einmal an.",
  "attachment.no-place":
    "Der Standort wurde nicht gesendet: Er hat keine Koordinaten, die eine Karte kennt. Bitte teilen Sie ihn noch einmal.",
  "attachment.command":
    "Der Anhang wurde nicht gesendet: Zu diesem Befehl gehört kein Anhang. Bitte senden Sie ihn in einer eigenen Nachricht.",
  "held.closed":
    "Das 24-Stunden-Fenster ist seit {time} geschlossen. Ihre Nachricht wird aufbewahrt und gesendet, sobald der WhatsApp-Kontakt schreibt.",
  "held.not-open":
    "Der WhatsApp-Kontakt hat noch nicht geschrieben. Ihre Nachricht wird aufbewahrt und gesendet, sobald er schreibt.",
  "held.refused":
    "WhatsApp hat diese Nachricht nicht zugestellt: Für WhatsApp ist das 24-Stunden-Fenster geschlossen. Die Nachricht wird aufbewahrt und gesendet, sobald der WhatsApp-Kontakt schreibt.",
  "held.ways":
    "/send 1 sendet sofort eine Vorlage, /held zeigt alle aufbewahrten Nachrichten, /cancel {number} nimmt diese zurück.",
  "held.ways.list":
    "/send 1 sendet sofort eine Vorlage, /held zeigt alle aufbewahrten Nachrichten.",
  "held.released":
    "Der WhatsApp-Kontakt hat geschrieben: Was aufbewahrt war, wird jetzt gesendet (Nachrichten: {count}).",
  "held.expired":
    "Diese Nachricht wurde nicht gesendet: Der WhatsApp-Kontakt hat 7 Tage lang nicht geschrieben, daher wird sie nicht länger aufbewahrt ({text}).",
  "held.expired.many": `Diese Nachrichten wurden nicht gesendet: Der WhatsApp-Kontakt hat 7 Tage lang nicht geschrieben, daher werden sie nicht länger aufbewahrt:
{list}`,
  "held.title":
    "Aufbewahrt, bis der WhatsApp-Kontakt schreibt (/cancel und die Nummer nimmt eine Nachricht zurück):",
  "held.nothing": "In dieser Unterhaltung wird nichts aufbewahrt.",
  "note.stays":
    "Diese Notiz bleibt in diesem Chat: Sie wird nie an den WhatsApp-Kontakt gesendet, auch ihre Anhänge nicht. Weitere Notizen bleiben ohne Antwort.",
  "close.done":
    "Dieser Chat wird jetzt geschlossen. Was gerade gesendet wird, kommt noch an. Wenn der WhatsApp-Kontakt wieder schreibt, beginnt ein neuer Chat.",
  "close.kept": "Weiterhin aufbewahrt und gesendet, sobald der WhatsApp-Kontakt schreibt:",
  "close.refused":
    "Der Chat konnte nicht geschlossen werden: Teamwire lässt diesen Bot das nicht tun. Bitte schließen Sie ihn selbst; alles andere gilt wie oben gesagt.",
  "earlier-chat": "[zu einer Nachricht in einem früheren Chat]",
  "retry.usage":
    "Es wurde nichts gesendet. Antworten Sie mit /retry auf eine Nachricht, die nicht zugestellt wurde, oder auf das, was dieser Bot dazu schreibt.",
  "retry.again": "Die Nachricht wird noch einmal gesendet. Was daraus wird, erfahren Sie hier.",
  "retry.again.doubted":
    "Die Nachricht wird noch einmal gesendet. Vielleicht kam sie schon beim ersten Mal an, dann erhält der WhatsApp-Kontakt sie doppelt. Was daraus wird, erfahren Sie hier.",
  "retry.waiting":
    "Es ist nichts zu tun: Diese Nachricht ist noch unterwegs und wird von selbst gesendet.",
  "retry.held":
    "Es ist nichts zu tun: Diese Nachricht wird aufbewahrt und gesendet, sobald der WhatsApp-Kontakt schreibt.",
  "retry.nothing":
    "Es wurde nichts noch einmal gesendet: Bei dieser Nachricht ist nichts fehlgeschlagen. Ihr Stand: {state}",
  "retry.gone":
    "Es wurde nichts gesendet: Der Inhalt dieser Nachricht ist hier nicht mehr vorhanden. Bitte schreiben Sie sie noch einmal.",
  "retry.delivered": "Diese Nachricht wurde jetzt zugestellt.",
  "cancel.usage":
    "Es wurde nichts zurückgenommen. Schreiben Sie /cancel und die Nummer einer aufbewahrten Nachricht, zum Beispiel /cancel 1. /held zeigt die Liste.",
  "cancel.done": "Zurückgenommen, wird nicht gesendet: {text}",
  warning:
    "Der WhatsApp-Kontakt wartet auf eine Antwort. Frei antworten können Sie bis {time}; dann schließt das 24-Stunden-Fenster, und es können nur noch Vorlagen gesendet werden.",
  "warning.closing":
    "Der WhatsApp-Kontakt wartet auf eine Antwort. Frei antworten können Sie bis {time}; dann schließt das 24-Stunden-Fenster, und vor {opening} ist niemand wieder hier.",
  "window.closed":
    "Diese Nachricht wurde nicht gesendet: Die Unterhaltung endete am {time}, 24 Stunden nach der letzten Nachricht des WhatsApp-Kontakts. Jetzt können nur noch Vorlagen gesendet werden: /templates zeigt die Liste, /send 1 sendet die erste.",
  "window.not-open":
    "Diese Nachricht wurde nicht gesendet: Der WhatsApp-Kontakt hat noch nicht geschrieben. Bis dahin können nur Vorlagen gesendet werden: /templates zeigt die Liste, /send 1 sendet die erste.",
  "failed.window":
    "Diese Nachricht wurde nicht zugestellt: Die letzte Nachricht des WhatsApp-Kontakts ist älter als 24 Stunden. Jetzt können nur noch Vorlagen gesendet werden: /templates zeigt die Liste, /send 1 sendet die erste.",
  "failed.expired":
    "Diese Nachricht wurde nicht zugestellt: WhatsApp war nicht rechtzeitig erreichbar. Bitte antworten Sie mit /retry auf sie.",
  late: "Diese Nachricht wird noch gesendet: WhatsApp braucht länger als sonst. Das geschieht von selbst, es ist nichts zu tun.",
  "failed.uncertain":
    "Diese Nachricht wurde möglicherweise nicht zugestellt: WhatsApp hat nicht rechtzeitig gesagt, ob sie angekommen ist. Wenn es wichtig ist, bitte bei der Person nachfragen.",
  "failed.dropped":
    "Diese Nachricht wurde nicht zugestellt: Sie wurde von der Betreuung dieses Bots zurückgezogen.",
  "withdrawn.sent":
    "Die Nachricht, die hier gelöscht wurde, war schon gesendet. WhatsApp behält sie: Der WhatsApp-Kontakt kann sie weiterhin lesen.",
  "withdrawn.sending":
    "Die Nachricht, die hier gelöscht wurde, wurde gerade gesendet. Sie wird nicht noch einmal gesendet; falls WhatsApp sie schon hat, kann der WhatsApp-Kontakt sie aber weiterhin lesen.",
  "failed.undeliverable":
    "Diese Nachricht wurde nicht zugestellt: WhatsApp kann diese Nummer nicht erreichen. Vielleicht wird WhatsApp dort nicht mehr oder in einer sehr alten Version genutzt, oder Nachrichten sind blockiert. Bitte nehmen Sie auf anderem Weg Kontakt auf.",
  "failed.country":
    "Diese Nachricht wurde nicht zugestellt: WhatsApp lässt unser Konto nicht an Personen in diesem Land schreiben. Bitte nehmen Sie auf anderem Weg Kontakt auf.",
  "failed.no-number":
    "Diese Nachricht wurde nicht zugestellt: Vom WhatsApp-Kontakt ist keine Telefonnummer bekannt, und der WhatsApp-Zugang dieses Bots kann nur an Telefonnummern schreiben. Bitte sagen Sie der Stelle Bescheid, die diesen Bot betreut.",
  "failed.marketing":
    "Diese Nachricht wurde nicht zugestellt: WhatsApp begrenzt, wie viele Werbenachrichten jemand erhält. Bitte versuchen Sie es in ein paar Tagen noch einmal oder warten Sie auf eine neue Nachricht.",
  "failed.opted-out":
    "Diese Nachricht wurde nicht zugestellt: Dieser WhatsApp-Kontakt möchte keine Werbenachrichten von uns. Bitte warten Sie auf eine neue Nachricht.",
  "failed.limited":
    "Diese Nachricht wurde nicht zugestellt: WhatsApp begrenzt, was unser Konto senden darf, weil Nachrichten von uns blockiert oder gemeldet wurden. Bitte antworten Sie morgen mit /retry auf sie, und sagen Sie der Stelle Bescheid, die diesen Bot betreut.",
  "failed.unreached":
    "Diese Nachricht wurde nicht zugestellt: Das Telefon der Person war zu lange nicht erreichbar. Bitte antworten Sie mit /retry auf sie, oder nehmen Sie auf anderem Weg Kontakt auf.",
  "failed.own-number":
    "Diese Nachricht wurde nicht zugestellt: Das ist die Nummer unseres eigenen WhatsApp-Kontos, an sie kann nichts gesendet werden. Bitte schreiben Sie der Person an eine andere Nummer.",
  "failed.test-account":
    "Diese Nachricht wurde nicht zugestellt: Unser WhatsApp-Konto ist ein Testkonto, das nur an eingetragene Nummern schreiben kann. Bitte sagen Sie der Stelle Bescheid, die diesen Bot betreut.",
  "failed.needs-number":
    "Diese Nachricht wurde nicht zugestellt: Diese Vorlage kann nur an eine Telefonnummer gehen, und die der Person ist nicht bekannt. Bitte wählen Sie eine andere (/templates), oder fragen Sie die Person nach der Nummer.",
  "failed.file":
    "Diese Nachricht wurde nicht zugestellt: WhatsApp konnte die Datei nicht verarbeiten. Bitte hängen Sie sie in einem anderen Format an, oder senden Sie einen Link dazu.",
  "failed.type":
    "Diese Nachricht wurde nicht zugestellt: WhatsApp nimmt Nachrichten dieser Art nicht an. Bitte schreiben Sie sie als Text.",
  "failed.bot":
    "Diese Nachricht wurde nicht zugestellt: WhatsApp konnte mit dem, was dieser Bot übergab, nichts anfangen (Code {code}). Das liegt nicht an Ihnen; bitte sagen Sie der Stelle Bescheid, die diesen Bot betreut.",
  "failed.template":
    "Diese Nachricht wurde nicht zugestellt: WhatsApp hat die Vorlage nicht angenommen (Code {code}). Die anderen Vorlagen zeigt /templates; bitte sagen Sie der Stelle Bescheid, die diesen Bot betreut.",
  "failed.account":
    "Diese Nachricht wurde nicht zugestellt: Mit unserem WhatsApp-Konto stimmt etwas nicht (Code {code}). Bitte sagen Sie der Stelle Bescheid, die diesen Bot betreut.",
  "failed.throttled":
    "Diese Nachricht wurde nicht zugestellt: Es wurden zu viele Nachrichten in kurzer Zeit gesendet. Bitte warten Sie ein paar Minuten und antworten Sie dann mit /retry auf sie.",
  "failed.fault":
    "Diese Nachricht wurde nicht zugestellt: Bei WhatsApp gab es eine Störung. Bitte antworten Sie in ein paar Minuten mit /retry auf sie.",
  "failed.refused":
    "Diese Nachricht wurde nicht zugestellt. Begründung von WhatsApp: {reason}. Falls auch eine Antwort mit /retry nicht hilft, sagen Sie bitte der Stelle Bescheid, die diesen Bot betreut.",
  "failed.unknown":
    "Diese Nachricht wurde nicht zugestellt; WhatsApp hat keinen Grund genannt. Falls auch eine Antwort mit /retry nicht hilft, sagen Sie bitte der Stelle Bescheid, die diesen Bot betreut.",
};
