import type { TextId } from "./catalogue.ts";

export const es: Readonly<Record<TextId, string>> = {
  yes: "Sí",
  no: "No",
  none: "-",
  help: `Bot de WhatsApp

Comandos disponibles:
/help: muestra la lista de comandos
/info: muestra información sobre la conversación de WhatsApp en curso
/templates: muestra las plantillas de mensaje disponibles
/send <número de plantilla>: envía la plantilla de mensaje elegida
/held: muestra los mensajes guardados hasta que el contacto de WhatsApp escriba
/cancel <número>: retira un mensaje guardado
/retry: como respuesta a un mensaje no entregado: lo envía de nuevo
/note <texto>: una nota para el equipo, no se envía nada
/close: cierra este chat
Nota: todo mensaje que no sea un comando se reenvía al contacto de WhatsApp`,
  info: `Bot de WhatsApp

Información sobre la conversación:
Inicio: {started}
Contacto de WhatsApp: {name}
Número de teléfono: {phone}
Último mensaje recibido: {received}
Último mensaje enviado: {sent}
Conversación activa: {active}

Nota: una conversación de WhatsApp permanece activa durante 24 horas desde la recepción del último mensaje del contacto de WhatsApp. Durante ese tiempo se le reenvían todos los mensajes escritos aquí. Después solo se pueden enviar plantillas de mensaje.`,
  "info.message": `Bot de WhatsApp

Información del mensaje:
Estado: {state}`,
  "info.received": `Bot de WhatsApp

Información del mensaje:
Escrito por el contacto de WhatsApp: {written}
Recibido: {received}
En este chat desde: {posted}
Marcado como leído en WhatsApp: {marked}`,
  "info.app": `Bot de WhatsApp

Información del mensaje:
Escrito en la aplicación WhatsApp Business: {written}
Recibido: {received}
En este chat desde: {posted}`,
  "info.nothing":
    "No se sabe nada de este mensaje: ni fue al contacto de WhatsApp ni vino de él. Responda con /info a un mensaje de la conversación.",
  "info.by": "Escrito por {name}: {time}",
  "info.written": "Escrito: {time}",
  "info.held": "Guardado desde",
  "info.renewed": "Retomado",
  "info.attempts": "Intentos: {count}",
  "info.next": "Próximo intento: {time}",
  "info.told": "El motivo está en la respuesta de este bot.",
  "info.time": "{state}: {time}",
  "state.pending": "Pendiente de envío",
  "state.held": "Retenido",
  "state.sending": "Enviándose",
  "state.uncertain": "Quizá enviado: WhatsApp aún no lo ha dicho",
  "state.sent": "Enviado",
  "state.delivered": "Entregado",
  "state.read": "Leído",
  "state.played": "Reproducido",
  "state.failed": "No entregado",
  "state.deleted": "Eliminado",
  "state.dropped": "No enviado: se retiró",
  "templates.title": "Plantillas de mensaje disponibles:",
  "templates.heading": "{parameter} (título «{text}»)",
  "templates.button": "{parameter} (enlace del botón «{text}»)",
  "templates.code": "{parameter} (código para copiar)",
  "templates.image": "una imagen (JPEG o PNG)",
  "templates.video": "un vídeo (MP4 o 3GP)",
  "templates.document": "un documento, adjunto como archivo",
  "templates.location": "una ubicación",
  "templates.beyond": "no se puede enviar desde este chat",
  "templates.empty":
    "Todavía no hay plantillas de mensaje. Diríjase, por favor, a quien administra este bot.",
  "templates.unavailable":
    "Todavía no se ha podido cargar la lista de plantillas de mensaje. Inténtelo de nuevo en unos minutos.",
  "send.usage":
    "No se ha enviado nada. Escriba /send y el número de una plantilla de mensaje, por ejemplo /send 1. El comando /templates muestra la lista (disponibles: {count}).",
  "send.gone":
    "No se ha enviado nada: la plantilla de mensaje {number} ya no está disponible. El comando /templates muestra la lista actual.",
  "send.nothing": "No se ha enviado nada.",
  "send.values":
    "Valores que necesita la plantilla de mensaje {number}: {expected} ({needs}), recibidos: {given}. Escríbalos después del número, separados por |, por ejemplo: /send {number} Anna | martes",
  "send.no-values":
    "La plantilla de mensaje {number} no admite valores. Escriba solo /send {number}.",
  "send.link":
    "«{value}» pasa a formar parte del enlace del botón «{text}» y no puede contener espacios.",
  "send.file":
    "La plantilla de mensaje {number} necesita un adjunto: {what}. Adjúntelo al mismo mensaje en el que escribe /send {number}.",
  "send.other-file": "{name} no sirve: la plantilla de mensaje {number} necesita {what}.",
  "send.one-file": "La plantilla de mensaje {number} admite un solo adjunto: {what}.",
  "send.no-file":
    "La plantilla de mensaje {number} no admite adjuntos. Escriba /send {number} sin él y envíelo en un mensaje aparte.",
  "send.more":
    "No se ha enviado nada: la plantilla de mensaje {number} contiene algo que no se puede rellenar desde este chat (por ejemplo, un formulario, un catálogo o varias tarjetas). El comando /templates muestra las demás.",
  "send.accepted": "WhatsApp ha aceptado la plantilla de mensaje {number}.",
  "send.delivered": "La plantilla de mensaje {number} se ha entregado.",
  "chat.deleted":
    "No se ha enviado a nadie: la conversación de este chat se ha eliminado. Si el cliente vuelve a escribir, empieza un chat nuevo.",
  "command.unknown":
    "El comando {command} no existe. ¿Quería decir {nearest}? No se ha enviado nada.",
  "command.unknown.plain":
    "El comando {command} no existe. No se ha enviado nada. /help muestra todos los comandos.",
  "file.later": "[{what}] (el archivo llegará en cuanto se pueda obtener)",
  "file.lost": "[{what}] (no se ha podido reenviar el archivo)",
  "file.too-large":
    "{name} no se ha enviado: ocupa {size} MB y WhatsApp acepta como máximo {limit} MB de este tipo. Redúzcalo o adjúntelo como archivo (100 MB como máximo).",
  "file.too-large.document":
    "{name} no se ha enviado: ocupa {size} MB y WhatsApp acepta archivos de {limit} MB como máximo. Redúzcalo, divídalo o envíe un enlace.",
  "file.gone": "{name} no se ha enviado: Teamwire ya no entrega el archivo. Adjúntelo de nuevo.",
  "file.refused":
    "{name} no se ha enviado: WhatsApp no ha aceptado el archivo ({reason}). Adjúntelo en otro formato o envíe un enlace.",
  "kind.image": "imagen",
  "kind.video": "vídeo",
  "kind.audio": "audio",
  "kind.voice": "mensaje de voz",
  "kind.document": "documento",
  "kind.sticker": "sticker",
  "kind.location": "ubicación",
  "kind.contacts": "contacto",
  "kind.own-contact": "contacto de la persona, compartido a petición nuestra",
  "kind.order": "pedido",
  "kind.form": "respuesta a un formulario",
  "kind.text": "texto vacío",
  "kind.ephemeral": "mensaje temporal",
  "kind.poll": "encuesta",
  "kind.calendar": "evento de calendario",
  "kind.live-location": "ubicación en tiempo real",
  "kind.unknown": "tipo desconocido",
  "kind.unsupported": "mensaje de tipo desconocido",
  "order.total": "Total: {amount}",
  reaction: "ha reaccionado con {emoji}",
  "reaction.removed": "ha quitado la reacción",
  edit: "ha editado el mensaje:\n{text}",
  "edit.no-text": "ha editado el mensaje",
  revoke: "ha eliminado el mensaje",
  welcome: "[ha abierto el chat y todavía no ha escrito nada]",
  system: "[WhatsApp comunica un cambio: {what}]",
  "system.identity":
    "[el código de seguridad ha cambiado: quizá la persona tiene un teléfono nuevo o ha reinstalado WhatsApp]",
  unsupported: "[{what}] (WhatsApp no lo transmite; solo puede verlo el contacto de WhatsApp)",
  "mark.app": "[enviado desde la aplicación WhatsApp Business]",
  "mark.group":
    "[escrito en un grupo de WhatsApp; las respuestas desde este chat van solo a esta persona]",
  "mark.forwarded": "[reenviado]",
  "mark.forwarded-often": "[reenviado muchas veces]",
  "mark.ad": "[llegó por el anuncio: {ad}]",
  "mark.product": "[sobre el producto: {product}]",
  "mark.error": "[WhatsApp comunica un problema: {title} (código {code})]",
  "identity.number":
    "El número de teléfono del contacto de WhatsApp es ahora {phone}. La conversación continúa en este chat.",
  "identity.user":
    "WhatsApp ha dado un nuevo identificador a la cuenta del contacto de WhatsApp. La conversación continúa en este chat.",
  "identity.lost":
    "El número de teléfono {phone} pertenece ahora a otra persona, que tiene su propio chat. Desde este chat ya no se envía nada a ese número.",
  "merged.away":
    "Este chat y otro son con la misma persona. La conversación continúa en el otro chat; lo que se escribe aquí llega igualmente a la persona.",
  "merged.here":
    "Otro chat era con esta misma persona. La conversación continúa aquí; lo que se escribe en el otro chat llega igualmente a la persona.",
  part: "[parte {part} de {count}]",
  "attachment.not-relayed":
    "El adjunto no se ha enviado ({what}): WhatsApp no tiene nada parecido. Se pueden enviar texto, archivos, imágenes, vídeos, sonido y ubicaciones.",
  "attachment.no-file":
    "El adjunto no se ha enviado ({what}): Teamwire no entrega el archivo. Adjúntelo de nuevo.",
  "attachment.no-place":
    "La ubicación no se ha enviado: no tiene coordenadas que un mapa conozca. Compártala de nuevo.",
  "attachment.command":
    "El adjunto no se ha enviado: este comando no admite ninguno. Envíelo en un mensaje aparte.",
  "held.closed":
    "La ventana de 24 horas está cerrada (cierre: {time}). Su mensaje queda guardado y sale en cuanto el contacto de WhatsApp escriba.",
  "held.not-open":
    "El contacto de WhatsApp todavía no ha escrito. Su mensaje queda guardado y sale en cuanto escriba.",
  "held.refused":
    "WhatsApp no ha entregado este mensaje: para WhatsApp la ventana de 24 horas está cerrada. El mensaje queda guardado y sale en cuanto el contacto de WhatsApp escriba.",
  "held.ways":
    "/send 1 envía ahora una plantilla, /held muestra lo guardado, /cancel {number} retira este mensaje.",
  "held.ways.list": "/send 1 envía ahora una plantilla, /held muestra lo guardado.",
  "held.released":
    "El contacto de WhatsApp ha escrito: lo guardado sale ahora (mensajes: {count}).",
  "held.expired":
    "Este mensaje no se ha enviado: el contacto de WhatsApp no ha escrito en 7 días, así que ya no queda guardado ({text}).",
  "held.expired.many": `Estos mensajes no se han enviado: el contacto de WhatsApp no ha escrito en 7 días, así que ya no quedan guardados:
{list}`,
  "held.title":
    "Guardado hasta que el contacto de WhatsApp escriba (/cancel y el número retira un mensaje):",
  "held.nothing": "En esta conversación no hay nada guardado.",
  "note.stays":
    "Esta nota se queda en este chat: nunca se envía al contacto de WhatsApp, ni tampoco lo que lleva adjunto. Las notas siguientes quedan sin respuesta.",
  "close.done":
    "Este chat se cierra ahora. Lo que se está enviando todavía sale. Cuando el contacto de WhatsApp vuelva a escribir, empezará un chat nuevo.",
  "close.kept": "Sigue guardado y sale en cuanto el contacto de WhatsApp escriba:",
  "close.refused":
    "No se ha podido cerrar el chat: Teamwire no permite que lo haga este bot. Ciérrelo, por favor, personalmente; lo demás queda como se ha dicho arriba.",
  "earlier-chat": "[sobre un mensaje de un chat anterior]",
  "retry.usage":
    "No se ha enviado nada. Responda con /retry a un mensaje que no se haya entregado, o a lo que este bot diga de él.",
  "retry.again": "El mensaje se envía de nuevo. Aquí sabrá qué ha sido de él.",
  "retry.again.doubted":
    "El mensaje se envía de nuevo. Es posible que el primero se haya entregado, así que puede llegar dos veces. Aquí se indicará qué ha pasado.",
  "retry.waiting": "No hay nada que hacer: este mensaje todavía está en camino y saldrá solo.",
  "retry.held":
    "No hay nada que hacer: este mensaje queda guardado y sale en cuanto el contacto de WhatsApp escriba.",
  "retry.nothing": "No se ha reenviado nada: este mensaje no ha fallado. Su estado: {state}",
  "retry.gone":
    "No se ha enviado nada: el contenido de este mensaje ya no se guarda aquí. Escríbalo de nuevo.",
  "retry.delivered": "Este mensaje ya se ha entregado.",
  "cancel.usage":
    "No se ha retirado nada. Escriba /cancel y el número de un mensaje guardado, por ejemplo /cancel 1. /held muestra la lista.",
  "cancel.done": "Retirado, no se enviará: {text}",
  warning:
    "El contacto de WhatsApp espera una respuesta. Puede responder libremente hasta las {time}; después se cierra la ventana de 24 horas y solo se pueden enviar plantillas de mensaje.",
  "warning.closing":
    "El contacto de WhatsApp espera una respuesta. Puede responder libremente por ahora (cierre de la ventana de 24 horas: {time}); después no hay nadie (regreso: {opening}).",
  "window.closed":
    "Este mensaje no se ha enviado: la conversación terminó el {time}, 24 horas después del último mensaje del contacto de WhatsApp. Ahora solo se pueden enviar plantillas de mensaje: /templates muestra la lista, /send 1 envía la primera.",
  "window.not-open":
    "Este mensaje no se ha enviado: el contacto de WhatsApp todavía no ha escrito. Hasta entonces solo se pueden enviar plantillas de mensaje: /templates muestra la lista, /send 1 envía la primera.",
  "failed.window":
    "Este mensaje no se ha entregado: el último mensaje del contacto de WhatsApp tiene más de 24 horas. Ahora solo se pueden enviar plantillas de mensaje: /templates muestra la lista, /send 1 envía la primera.",
  "failed.expired":
    "Este mensaje no se ha entregado: no se pudo contactar con WhatsApp a tiempo. Respóndalo con /retry.",
  late: "Este mensaje todavía se está enviando: WhatsApp tarda más de lo habitual. Saldrá solo, no hay nada que hacer.",
  "failed.uncertain":
    "Es posible que este mensaje no se haya entregado: WhatsApp no dijo a tiempo si lo recibió. Si es importante, pregunte a la persona.",
  "failed.dropped": "Este mensaje no se ha entregado: lo retiró quien se encarga de este bot.",
  "withdrawn.sent":
    "El mensaje que se eliminó aquí ya se había enviado. WhatsApp lo conserva: el contacto de WhatsApp todavía puede leerlo.",
  "withdrawn.sending":
    "El mensaje que se eliminó aquí se estaba enviando. No se envía de nuevo, pero si WhatsApp ya lo tiene, el contacto de WhatsApp todavía puede leerlo.",
  "failed.undeliverable":
    "Este mensaje no se ha entregado: WhatsApp no puede llegar a este número. Quizá la persona ya no usa WhatsApp, usa una versión muy antigua o ha bloqueado los mensajes. Póngase en contacto con ella por otro medio.",
  "failed.country":
    "Este mensaje no se ha entregado: WhatsApp no permite que nuestra cuenta escriba a personas de este país. Póngase en contacto con la persona por otro medio.",
  "failed.no-number":
    "Este mensaje no se ha entregado: no se conoce ningún número de teléfono del contacto de WhatsApp, y el acceso de este bot a WhatsApp solo puede escribir a números de teléfono. Avise, por favor, a quien administra este bot.",
  "failed.marketing":
    "Este mensaje no se ha entregado: WhatsApp limita los mensajes promocionales que recibe cada persona. Inténtelo de nuevo dentro de unos días o espere a que la persona escriba.",
  "failed.opted-out":
    "Este mensaje no se ha entregado: la persona no desea recibir nuestros mensajes promocionales. Espere a que la persona escriba.",
  "failed.limited":
    "Este mensaje no se ha entregado: WhatsApp limita lo que puede enviar nuestra cuenta, porque se han bloqueado o denunciado mensajes suyos. Respóndalo mañana con /retry y avise, por favor, a quien administra este bot.",
  "failed.unreached":
    "Este mensaje no se ha entregado: el teléfono de la persona no estuvo disponible durante demasiado tiempo. Respóndalo con /retry o póngase en contacto con la persona por otro medio.",
  "failed.own-number":
    "Este mensaje no se ha entregado: es el número de nuestra propia cuenta de WhatsApp y no se le puede enviar nada. Escriba a la persona a otro número.",
  "failed.test-account":
    "Este mensaje no se ha entregado: nuestra cuenta de WhatsApp es una cuenta de prueba, que solo puede escribir a números registrados. Avise, por favor, a quien administra este bot.",
  "failed.needs-number":
    "Este mensaje no se ha entregado: esta plantilla de mensaje solo puede enviarse a un número de teléfono, y el de la persona no se conoce. Elija otra (/templates) o pida el número a la persona.",
  "failed.file":
    "Este mensaje no se ha entregado: WhatsApp no ha podido procesar el archivo. Adjúntelo en otro formato o envíe un enlace.",
  "failed.type":
    "Este mensaje no se ha entregado: WhatsApp no acepta mensajes de este tipo. Escríbalo como texto.",
  "failed.bot":
    "Este mensaje no se ha entregado: WhatsApp no ha entendido lo que este bot le entregó (código {code}). No es cosa suya; avise, por favor, a quien administra este bot.",
  "failed.template":
    "Este mensaje no se ha entregado: WhatsApp no ha aceptado la plantilla de mensaje (código {code}). El comando /templates muestra las demás; avise, por favor, a quien administra este bot.",
  "failed.account":
    "Este mensaje no se ha entregado: hay un problema con nuestra cuenta de WhatsApp (código {code}). Avise, por favor, a quien administra este bot.",
  "failed.throttled":
    "Este mensaje no se ha entregado: se han enviado demasiados mensajes en poco tiempo. Espere unos minutos y respóndalo con /retry.",
  "failed.fault":
    "Este mensaje no se ha entregado: WhatsApp ha tenido un fallo. Respóndalo con /retry en unos minutos.",
  "failed.refused":
    "Este mensaje no se ha entregado. Motivo indicado por WhatsApp: {reason}. Si responderlo con /retry no ayuda, avise, por favor, a quien administra este bot.",
  "failed.unknown":
    "Este mensaje no se ha entregado; WhatsApp no ha indicado el motivo. Si responderlo con /retry no ayuda, avise, por favor, a quien administra este bot.",
};
