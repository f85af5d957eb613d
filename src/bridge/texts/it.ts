import type { TextId } from "./catalogue.ts";

export const it: Readonly<Record<TextId, string>> = {
  yes: "Sì",
  no: "No",
  none: "-",
  help: `Bot WhatsApp

Comandi disponibili:
/help: mostra l'elenco dei comandi
/info: mostra le informazioni sulla conversazione WhatsApp in corso
/templates: mostra i modelli di messaggio disponibili
/send <numero del modello>: invia il modello di messaggio scelto
/held: elenca i messaggi conservati finché il contatto WhatsApp non scrive
/cancel <numero>: annulla un messaggio conservato
/retry: in risposta a un messaggio non consegnato: lo invia di nuovo
/note <testo>: una nota per i colleghi, non viene inviato nulla
/close: chiude questa chat
Nota: ogni messaggio che non è un comando viene inoltrato al contatto WhatsApp`,
  info: `Bot WhatsApp

Informazioni sulla conversazione:
Inizio: {started}
Contatto WhatsApp: {name}
Numero di telefono: {phone}
Ultimo messaggio ricevuto: {received}
Ultimo messaggio inviato: {sent}
Conversazione attiva: {active}

Nota: una conversazione WhatsApp resta attiva per 24 ore dopo la ricezione dell'ultimo messaggio del contatto WhatsApp. In questo periodo tutti i messaggi scritti qui gli vengono inoltrati. In seguito si possono inviare soltanto modelli di messaggio.`,
  "info.message": `Bot WhatsApp

Informazioni sul messaggio:
Stato: {state}`,
  "info.received": `Bot WhatsApp

Informazioni sul messaggio:
Scritto dal contatto WhatsApp: {written}
Ricevuto: {received}
In questa chat dal: {posted}
Segnato come letto su WhatsApp: {marked}`,
  "info.app": `Bot WhatsApp

Informazioni sul messaggio:
Scritto nell'app WhatsApp Business: {written}
Ricevuto: {received}
In questa chat dal: {posted}`,
  "info.nothing":
    "Di questo messaggio non si sa nulla: non è andato al contatto WhatsApp né è arrivato da lì. Rispondete con /info a un messaggio della conversazione.",
  "info.by": "Scritto da {name}: {time}",
  "info.written": "Scritto: {time}",
  "info.held": "Conservato dal",
  "info.renewed": "Ripreso",
  "info.attempts": "Tentativi: {count}",
  "info.next": "Prossimo tentativo: {time}",
  "info.told": "Il motivo è nella risposta di questo bot.",
  "info.time": "{state}: {time}",
  "state.pending": "In attesa di invio",
  "state.held": "Trattenuto",
  "state.sending": "Invio in corso",
  "state.uncertain": "Forse inviato: WhatsApp non lo ha ancora detto",
  "state.sent": "Inviato",
  "state.delivered": "Consegnato",
  "state.read": "Letto",
  "state.played": "Ascoltato",
  "state.failed": "Non consegnato",
  "state.deleted": "Eliminato",
  "state.dropped": "Non inviato: è stato ritirato",
  "templates.title": "Modelli di messaggio disponibili:",
  "templates.heading": "{parameter} (titolo «{text}»)",
  "templates.button": "{parameter} (link del pulsante «{text}»)",
  "templates.code": "{parameter} (codice da copiare)",
  "templates.image": "un'immagine (JPEG o PNG)",
  "templates.video": "un video (MP4 o 3GP)",
  "templates.document": "un documento, allegato come file",
  "templates.location": "una posizione",
  "templates.beyond": "non può essere inviato da questa chat",
  "templates.empty":
    "Non ci sono ancora modelli di messaggio. Si prega di rivolgersi a chi gestisce questo bot.",
  "templates.unavailable":
    "Non è stato ancora possibile caricare l'elenco dei modelli di messaggio. Si prega di riprovare tra qualche minuto.",
  "send.usage":
    "Non è stato inviato nulla. Scrivere /send e il numero di un modello di messaggio, per esempio /send 1. Il comando /templates mostra l'elenco (disponibili: {count}).",
  "send.gone":
    "Non è stato inviato nulla: il modello di messaggio {number} non è più disponibile. Il comando /templates mostra l'elenco attuale.",
  "send.nothing": "Non è stato inviato nulla.",
  "send.values":
    "Valori necessari per il modello di messaggio {number}: {expected} ({needs}), ricevuti: {given}. Scriverli dopo il numero, separati da |, per esempio: /send {number} Anna | martedì",
  "send.no-values":
    "Il modello di messaggio {number} non richiede valori. Scrivere solo /send {number}.",
  "send.link": "«{value}» diventa parte del link del pulsante «{text}» e non può contenere spazi.",
  "send.file":
    "Il modello di messaggio {number} richiede un allegato: {what}. Allegarlo allo stesso messaggio in cui si scrive /send {number}.",
  "send.other-file": "{name} non va bene: il modello di messaggio {number} richiede {what}.",
  "send.one-file": "Il modello di messaggio {number} accetta un solo allegato: {what}.",
  "send.no-file":
    "Il modello di messaggio {number} non accetta allegati. Scrivere /send {number} senza allegato e inviarlo in un messaggio a parte.",
  "send.more":
    "Non è stato inviato nulla: il modello di messaggio {number} contiene qualcosa che non si può compilare da questa chat (per esempio un modulo, un catalogo o più schede). Il comando /templates mostra gli altri.",
  "send.accepted": "Il modello di messaggio {number} è stato accettato da WhatsApp.",
  "send.delivered": "Il modello di messaggio {number} è stato consegnato.",
  "chat.deleted":
    "Non è stato inviato a nessuno: la conversazione di questa chat è stata eliminata. Se il cliente scrive di nuovo, inizia una nuova chat.",
  "command.unknown":
    "Il comando {command} non esiste. Forse si intendeva {nearest}? Non è stato inviato nulla.",
  "command.unknown.plain":
    "Il comando {command} non esiste. Non è stato inviato nulla. /help mostra tutti i comandi.",
  "file.later": "[{what}] (il file seguirà non appena potrà essere recuperato)",
  "file.lost": "[{what}] (non è stato possibile inoltrare il file)",
  "file.too-large":
    "{name} non è stato inviato: ha {size} MB e WhatsApp accetta al massimo {limit} MB per questo tipo. Si prega di ridurlo o di allegarlo come file (al massimo 100 MB).",
  "file.too-large.document":
    "{name} non è stato inviato: ha {size} MB e WhatsApp accetta file di al massimo {limit} MB. Si prega di ridurlo, dividerlo o inviare un link.",
  "file.gone":
    "{name} non è stato inviato: Teamwire non fornisce più il file. Si prega di allegarlo di nuovo.",
  "file.refused":
    "{name} non è stato inviato: WhatsApp non ha accettato il file ({reason}). Allegatelo in un altro formato o inviate un link.",
  "kind.image": "immagine",
  "kind.video": "video",
  "kind.audio": "audio",
  "kind.voice": "messaggio vocale",
  "kind.document": "documento",
  "kind.sticker": "sticker",
  "kind.location": "posizione",
  "kind.contacts": "contatto",
  "kind.own-contact": "contatto della persona, condiviso su nostra richiesta",
  "kind.order": "ordine",
  "kind.form": "risposta a un modulo",
  "kind.text": "testo vuoto",
  "kind.ephemeral": "messaggio effimero",
  "kind.poll": "sondaggio",
  "kind.calendar": "evento del calendario",
  "kind.live-location": "posizione in tempo reale",
  "kind.unknown": "tipo sconosciuto",
  "kind.unsupported": "messaggio di tipo sconosciuto",
  "order.total": "Totale: {amount}",
  reaction: "ha reagito con {emoji}",
  "reaction.removed": "ha rimosso la reazione",
  edit: "ha modificato il messaggio:\n{text}",
  "edit.no-text": "ha modificato il messaggio",
  revoke: "ha eliminato il messaggio",
  welcome: "[ha aperto la chat e non ha ancora scritto nulla]",
  system: "[WhatsApp segnala un cambiamento: {what}]",
  "system.identity":
    "[il codice di sicurezza è cambiato: la persona ha forse un nuovo telefono o ha reinstallato WhatsApp]",
  unsupported: "[{what}] (WhatsApp non lo trasmette; può vederlo soltanto il contatto WhatsApp)",
  "mark.app": "[inviato dall'app WhatsApp Business]",
  "mark.group":
    "[scritto in un gruppo WhatsApp; le risposte da questa chat vanno soltanto a questa persona]",
  "mark.forwarded": "[inoltrato]",
  "mark.forwarded-often": "[inoltrato molte volte]",
  "mark.ad": "[arrivato tramite l'inserzione: {ad}]",
  "mark.product": "[a proposito del prodotto: {product}]",
  "mark.error": "[WhatsApp segnala un problema: {title} (codice {code})]",
  "identity.number":
    "Il numero di telefono del contatto WhatsApp ora è {phone}. La conversazione continua in questa chat.",
  "identity.user":
    "WhatsApp ha dato un nuovo identificativo all'account del contatto WhatsApp. La conversazione continua in questa chat.",
  "identity.lost":
    "Il numero di telefono {phone} ora appartiene a un'altra persona, che ha una chat propria. Da questa chat non viene più inviato nulla a quel numero.",
  "merged.away":
    "Questa chat e un'altra sono con la stessa persona. La conversazione continua nell'altra chat; ciò che si scrive qui arriva comunque alla persona.",
  "merged.here":
    "Un'altra chat era con questa stessa persona. La conversazione continua qui; ciò che si scrive nell'altra chat arriva comunque alla persona.",
  part: "[parte {part} di {count}]",
  "attachment.not-relayed":
    "L'allegato non è stato inviato ({what}): WhatsApp non ha nulla di simile. Si possono inviare testo, file, immagini, video, audio e posizioni.",
  "attachment.no-file":
    "L'allegato non è stato inviato ({what}): Teamwire non fornisce il file. Si prega di allegarlo di nuovo.",
  "attachment.no-place":
    "La posizione non è stata inviata: non ha coordinate che una mappa conosca. Si prega di condividerla di nuovo.",
  "attachment.command":
    "L'allegato non è stato inviato: questo comando non ne accetta. Si prega di inviarlo in un messaggio a parte.",
  "held.closed":
    "La finestra di 24 ore è chiusa (chiusura: {time}). Il messaggio è conservato e parte non appena il contatto WhatsApp scrive.",
  "held.not-open":
    "Il contatto WhatsApp non ha ancora scritto. Il messaggio è conservato e parte non appena scrive.",
  "held.refused":
    "WhatsApp non ha consegnato questo messaggio: per WhatsApp la finestra di 24 ore è chiusa. Il messaggio è conservato e parte non appena il contatto WhatsApp scrive.",
  "held.ways":
    "/send 1 invia subito un modello, /held mostra ciò che è conservato, /cancel {number} annulla questo messaggio.",
  "held.ways.list": "/send 1 invia subito un modello, /held mostra ciò che è conservato.",
  "held.released":
    "Il contatto WhatsApp ha scritto: ciò che era conservato parte ora (messaggi: {count}).",
  "held.expired":
    "Questo messaggio non è stato inviato: il contatto WhatsApp non scrive da 7 giorni, quindi non è più conservato ({text}).",
  "held.expired.many": `Questi messaggi non sono stati inviati: il contatto WhatsApp non scrive da 7 giorni, quindi non sono più conservati:
{list}`,
  "held.title":
    "Conservato finché il contatto WhatsApp non scrive (/cancel e il numero annulla un messaggio):",
  "held.nothing": "In questa conversazione non è conservato nulla.",
  "note.stays":
    "Questa nota resta in questa chat: non viene mai inviata al contatto WhatsApp, e nemmeno i suoi allegati. Le note successive restano senza risposta.",
  "close.done":
    "Questa chat viene chiusa ora. Ciò che è in corso di invio parte ancora. Quando il contatto WhatsApp scriverà di nuovo, inizierà una nuova chat.",
  "close.kept": "Ancora conservato, e inviato non appena il contatto WhatsApp scrive:",
  "close.refused":
    "Non è stato possibile chiudere la chat: Teamwire non lo permette a questo bot. Si prega di chiuderla di persona; il resto vale come detto sopra.",
  "earlier-chat": "[su un messaggio di una chat precedente]",
  "retry.usage":
    "Non è stato inviato nulla. Rispondete con /retry a un messaggio che non è stato consegnato, o a ciò che questo bot ne dice.",
  "retry.again": "Il messaggio viene inviato di nuovo. Saprete qui che cosa ne è stato.",
  "retry.again.doubted":
    "Il messaggio viene inviato di nuovo. Il primo potrebbe essere stato consegnato: può quindi arrivare due volte. L'esito sarà indicato qui.",
  "retry.waiting": "Non c'è nulla da fare: questo messaggio è ancora in viaggio e partirà da solo.",
  "retry.held":
    "Non c'è nulla da fare: questo messaggio è conservato e parte non appena il contatto WhatsApp scrive.",
  "retry.nothing":
    "Non è stato inviato nulla di nuovo: questo messaggio non è fallito. Il suo stato: {state}",
  "retry.gone":
    "Non è stato inviato nulla: il contenuto di questo messaggio non è più conservato qui. Si prega di scriverlo di nuovo.",
  "retry.delivered": "Questo messaggio è stato consegnato ora.",
  "cancel.usage":
    "Non è stato annullato nulla. Scrivete /cancel e il numero di un messaggio conservato, per esempio /cancel 1. /held mostra l'elenco.",
  "cancel.done": "Annullato, non sarà inviato: {text}",
  warning:
    "Il contatto WhatsApp aspetta una risposta. È possibile rispondere liberamente fino alle {time}; poi la finestra di 24 ore si chiude e si possono inviare soltanto modelli di messaggio.",
  "warning.closing":
    "Il contatto WhatsApp aspetta una risposta. È possibile rispondere liberamente per ora (chiusura della finestra di 24 ore: {time}); poi non c'è nessuno (ritorno: {opening}).",
  "window.closed":
    "Questo messaggio non è stato inviato: la conversazione è terminata il {time}, 24 ore dopo l'ultimo messaggio del contatto WhatsApp. Ora si possono inviare soltanto modelli di messaggio: /templates mostra l'elenco, /send 1 invia il primo.",
  "window.not-open":
    "Questo messaggio non è stato inviato: il contatto WhatsApp non ha ancora scritto. Fino ad allora si possono inviare soltanto modelli di messaggio: /templates mostra l'elenco, /send 1 invia il primo.",
  "failed.window":
    "Questo messaggio non è stato consegnato: l'ultimo messaggio del contatto WhatsApp risale a più di 24 ore fa. Ora si possono inviare soltanto modelli di messaggio: /templates mostra l'elenco, /send 1 invia il primo.",
  "failed.expired":
    "Questo messaggio non è stato consegnato: WhatsApp non è stato raggiungibile in tempo. Si prega di rispondere al messaggio con /retry.",
  late: "Questo messaggio è ancora in fase di invio: WhatsApp impiega più del solito. Partirà da solo, non c'è nulla da fare.",
  "failed.uncertain":
    "Questo messaggio potrebbe non essere stato consegnato: WhatsApp non ha detto in tempo se lo ha ricevuto. Se è importante, chiedere alla persona.",
  "failed.dropped":
    "Questo messaggio non è stato consegnato: è stato ritirato da chi si occupa di questo bot.",
  "withdrawn.sent":
    "Il messaggio eliminato qui era già stato inviato. WhatsApp lo conserva: il contatto WhatsApp può ancora leggerlo.",
  "withdrawn.sending":
    "Il messaggio eliminato qui era in corso di invio. Non viene inviato di nuovo, ma se WhatsApp lo ha già, il contatto WhatsApp può ancora leggerlo.",
  "failed.undeliverable":
    "Questo messaggio non è stato consegnato: WhatsApp non riesce a raggiungere questo numero. Forse la persona non usa più WhatsApp, ne usa una versione molto vecchia o ha bloccato i messaggi. Si prega di contattarla in un altro modo.",
  "failed.country":
    "Questo messaggio non è stato consegnato: WhatsApp non permette al nostro account di scrivere a persone di questo paese. Si prega di contattare la persona in un altro modo.",
  "failed.no-number":
    "Questo messaggio non è stato consegnato: del contatto WhatsApp non si conosce il numero di telefono, e l'accesso di questo bot a WhatsApp può scrivere soltanto a numeri di telefono. Si prega di avvisare chi gestisce questo bot.",
  "failed.marketing":
    "Questo messaggio non è stato consegnato: WhatsApp limita il numero di messaggi promozionali per persona. Si prega di riprovare tra qualche giorno o di attendere un nuovo messaggio da parte sua.",
  "failed.opted-out":
    "Questo messaggio non è stato consegnato: la persona non desidera ricevere i nostri messaggi promozionali. Si prega di attendere un nuovo messaggio da parte sua.",
  "failed.limited":
    "Questo messaggio non è stato consegnato: WhatsApp limita ciò che il nostro account può inviare, perché alcune persone ne hanno bloccato o segnalato i messaggi. Si prega di rispondere al messaggio con /retry domani e di avvisare chi gestisce questo bot.",
  "failed.unreached":
    "Questo messaggio non è stato consegnato: il telefono della persona non è stato raggiungibile per troppo tempo. Si prega di rispondere al messaggio con /retry o di contattare la persona in un altro modo.",
  "failed.own-number":
    "Questo messaggio non è stato consegnato: è il numero del nostro stesso account WhatsApp, a cui non si può inviare nulla. Si prega di scrivere alla persona a un altro numero.",
  "failed.test-account":
    "Questo messaggio non è stato consegnato: il nostro account WhatsApp è un account di prova, che può scrivere soltanto a numeri registrati. Si prega di avvisare chi gestisce questo bot.",
  "failed.needs-number":
    "Questo messaggio non è stato consegnato: questo modello di messaggio può andare soltanto a un numero di telefono, e quello della persona non è noto. Si prega di sceglierne un altro (/templates) o di chiedere il numero alla persona.",
  "failed.file":
    "Questo messaggio non è stato consegnato: WhatsApp non ha potuto elaborare il file. Si prega di allegarlo in un altro formato o di inviare un link.",
  "failed.type":
    "Questo messaggio non è stato consegnato: WhatsApp non accetta messaggi di questo tipo. Si prega di scriverlo come testo.",
  "failed.bot":
    "Questo messaggio non è stato consegnato: WhatsApp non ha capito ciò che questo bot ha trasmesso (codice {code}). Non dipende da Lei; si prega di avvisare chi gestisce questo bot.",
  "failed.template":
    "Questo messaggio non è stato consegnato: WhatsApp non ha accettato il modello di messaggio (codice {code}). Il comando /templates mostra gli altri; si prega di avvisare chi gestisce questo bot.",
  "failed.account":
    "Questo messaggio non è stato consegnato: c'è un problema con il nostro account WhatsApp (codice {code}). Si prega di avvisare chi gestisce questo bot.",
  "failed.throttled":
    "Questo messaggio non è stato consegnato: sono stati inviati troppi messaggi in poco tempo. Si prega di rispondere al messaggio con /retry tra qualche minuto.",
  "failed.fault":
    "Questo messaggio non è stato consegnato: WhatsApp ha avuto un guasto. Si prega di rispondere al messaggio con /retry tra qualche minuto.",
  "failed.refused":
    "Questo messaggio non è stato consegnato. Motivo indicato da WhatsApp: {reason}. Se una risposta con /retry non basta, si prega di avvisare chi gestisce questo bot.",
  "failed.unknown":
    "Questo messaggio non è stato consegnato; WhatsApp non ha indicato il motivo. Se una risposta con /retry non basta, si prega di avvisare chi gestisce questo bot.",
};
