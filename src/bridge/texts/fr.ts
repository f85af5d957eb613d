import type { TextId } from "./catalogue.ts";

export const fr: Readonly<Record<TextId, string>> = {
  yes: "Oui",
  no: "Non",
  none: "-",
  help: `Bot WhatsApp

Commandes disponibles :
/help : affiche la liste des commandes
/info : affiche les informations sur la conversation WhatsApp en cours
/templates : affiche les modèles de message disponibles
/send <numéro du modèle> : envoie le modèle de message choisi
/held : affiche les messages conservés jusqu'à ce que le contact WhatsApp écrive
/cancel <numéro> : annule un message conservé
/retry : en réponse à un message qui n'a pas été remis : l'envoie à nouveau
/note <texte> : une note pour les collègues, rien n'est envoyé
/close : ferme ce chat
Remarque : tout message qui n'est pas une commande est transmis au contact WhatsApp`,
  info: `Bot WhatsApp

Informations sur la conversation :
Début : {started}
Contact WhatsApp : {name}
Numéro de téléphone : {phone}
Dernier message reçu : {received}
Dernier message envoyé : {sent}
Conversation active : {active}

Remarque : une conversation WhatsApp reste active pendant 24 heures après la réception du dernier message du contact WhatsApp. Pendant ce temps, tous les messages écrits ici lui sont transmis. Ensuite, seuls des modèles de message peuvent être envoyés.`,
  "info.message": `Bot WhatsApp

Informations sur le message :
État : {state}`,
  "info.received": `Bot WhatsApp

Informations sur le message :
Écrit par le contact WhatsApp : {written}
Reçu : {received}
Dans cette discussion depuis : {posted}
Marqué comme lu dans WhatsApp : {marked}`,
  "info.app": `Bot WhatsApp

Informations sur le message :
Écrit dans l'application WhatsApp Business : {written}
Reçu : {received}
Dans cette discussion depuis : {posted}`,
  "info.nothing":
    "Rien n'est connu de ce message : il n'est ni parti vers le contact WhatsApp ni venu de lui. Répondez par /info à un message de la conversation.",
  "info.by": "Écrit par {name} : {time}",
  "info.written": "Écrit : {time}",
  "info.held": "Conservé depuis",
  "info.renewed": "Repris",
  "info.attempts": "Tentatives : {count}",
  "info.next": "Prochaine tentative : {time}",
  "info.told": "La raison figure dans la réponse de ce bot.",
  "info.time": "{state} : {time}",
  "state.pending": "En attente d'envoi",
  "state.held": "Retenu",
  "state.sending": "En cours d'envoi",
  "state.uncertain": "Peut-être envoyé : WhatsApp ne l'a pas encore dit",
  "state.sent": "Envoyé",
  "state.delivered": "Remis",
  "state.read": "Lu",
  "state.played": "Écouté",
  "state.failed": "Non remis",
  "state.deleted": "Supprimé",
  "state.dropped": "Non envoyé : il a été retiré",
  "templates.title": "Modèles de message disponibles :",
  "templates.heading": "{parameter} (titre « {text} »)",
  "templates.button": "{parameter} (lien du bouton « {text} »)",
  "templates.code": "{parameter} (code à copier)",
  "templates.image": "une image (JPEG ou PNG)",
  "templates.video": "une vidéo (MP4 ou 3GP)",
  "templates.document": "un document, joint comme fichier",
  "templates.location": "une position",
  "templates.beyond": "ne peut pas être envoyé depuis ce chat",
  "templates.empty":
    "Il n'y a pas encore de modèle de message. Merci de vous adresser aux responsables de ce bot.",
  "templates.unavailable":
    "La liste des modèles de message n'a pas encore pu être chargée. Merci de réessayer dans quelques minutes.",
  "send.usage":
    "Rien n'a été envoyé. Écrivez /send suivi du numéro d'un modèle de message, par exemple /send 1. La commande /templates affiche la liste (disponibles : {count}).",
  "send.gone":
    "Rien n'a été envoyé : le modèle de message {number} n'est plus disponible. La commande /templates affiche la liste actuelle.",
  "send.nothing": "Rien n'a été envoyé.",
  "send.values":
    "Valeurs nécessaires pour le modèle de message {number} : {expected} ({needs}), reçues : {given}. Écrivez-les après le numéro, séparées par |, par exemple : /send {number} Anna | mardi",
  "send.no-values":
    "Le modèle de message {number} n'attend aucune valeur. Écrivez seulement /send {number}.",
  "send.link":
    "« {value} » devient une partie du lien du bouton « {text} » et ne peut pas contenir d'espaces.",
  "send.file":
    "Le modèle de message {number} demande une pièce jointe : {what}. Joignez-la au message même dans lequel vous écrivez /send {number}.",
  "send.other-file": "{name} ne convient pas : le modèle de message {number} demande {what}.",
  "send.one-file": "Le modèle de message {number} n'accepte qu'une seule pièce jointe : {what}.",
  "send.no-file":
    "Le modèle de message {number} n'accepte pas de pièce jointe. Écrivez /send {number} sans elle et envoyez-la dans un message à part.",
  "send.more":
    "Rien n'a été envoyé : le modèle de message {number} contient quelque chose qui ne peut pas être rempli depuis ce chat (un formulaire, un catalogue ou plusieurs cartes, par exemple). La commande /templates affiche les autres.",
  "send.accepted": "Le modèle de message {number} a été accepté par WhatsApp.",
  "send.delivered": "Le modèle de message {number} a été remis.",
  "chat.deleted":
    "Ce message n’a été envoyé à personne : la conversation de ce chat a été supprimée. Si le client écrit à nouveau, un nouveau chat commence.",
  "command.unknown":
    "La commande {command} n'existe pas. Vouliez-vous dire {nearest} ? Rien n'a été envoyé.",
  "command.unknown.plain":
    "La commande {command} n'existe pas. Rien n'a été envoyé. /help affiche toutes les commandes.",
  "file.later": "[{what}] (le fichier suivra dès qu'il pourra être récupéré)",
  "file.lost": "[{what}] (le fichier n'a pas pu être transmis)",
  "file.too-large":
    "{name} n'a pas été envoyé : il fait {size} Mo, et WhatsApp accepte au plus {limit} Mo pour ce type. Merci de le réduire ou de le joindre comme fichier (100 Mo au plus).",
  "file.too-large.document":
    "{name} n'a pas été envoyé : il fait {size} Mo, et WhatsApp accepte des fichiers de {limit} Mo au plus. Merci de le réduire, de le diviser ou d'envoyer un lien.",
  "file.gone":
    "{name} n'a pas été envoyé : Teamwire ne fournit plus ce fichier. Merci de le joindre à nouveau.",
  "file.refused":
    "{name} n'a pas été envoyé : WhatsApp n'a pas accepté le fichier ({reason}). Joignez-le dans un autre format ou envoyez un lien.",
  "kind.image": "image",
  "kind.video": "vidéo",
  "kind.audio": "audio",
  "kind.voice": "message vocal",
  "kind.document": "document",
  "kind.sticker": "sticker",
  "kind.location": "position",
  "kind.contacts": "contact",
  "kind.own-contact": "contact de la personne, partagé à notre demande",
  "kind.order": "commande",
  "kind.form": "réponse à un formulaire",
  "kind.text": "texte vide",
  "kind.ephemeral": "message éphémère",
  "kind.poll": "sondage",
  "kind.calendar": "événement de calendrier",
  "kind.live-location": "position en direct",
  "kind.unknown": "type inconnu",
  "kind.unsupported": "message de type inconnu",
  "order.total": "Total : {amount}",
  reaction: "a réagi avec {emoji}",
  "reaction.removed": "a retiré la réaction",
  edit: "a modifié le message :\n{text}",
  "edit.no-text": "a modifié le message",
  revoke: "a supprimé le message",
  welcome: "[a ouvert la discussion et n'a encore rien écrit]",
  system: "[WhatsApp signale un changement : {what}]",
  "system.identity":
    "[le code de sécurité a changé : la personne a peut-être un nouveau téléphone ou a réinstallé WhatsApp]",
  unsupported: "[{what}] (WhatsApp ne le transmet pas ; seul le contact WhatsApp peut le voir)",
  "mark.app": "[envoyé depuis l'application WhatsApp Business]",
  "mark.group":
    "[écrit dans un groupe WhatsApp ; les réponses de ce chat ne vont qu'à cette personne]",
  "mark.forwarded": "[transféré]",
  "mark.forwarded-often": "[transféré de nombreuses fois]",
  "mark.ad": "[venu par la publicité : {ad}]",
  "mark.product": "[à propos du produit : {product}]",
  "mark.error": "[WhatsApp signale un problème : {title} (code {code})]",
  "identity.number":
    "Le numéro de téléphone du contact WhatsApp est maintenant {phone}. La conversation continue dans ce chat.",
  "identity.user":
    "WhatsApp a donné un nouvel identifiant au compte du contact WhatsApp. La conversation continue dans ce chat.",
  "identity.lost":
    "Le numéro de téléphone {phone} appartient maintenant à quelqu'un d'autre, qui a son propre chat. Plus rien n'est envoyé d'ici à ce numéro.",
  "merged.away":
    "Ce chat et un autre sont avec la même personne. La conversation continue dans l'autre chat ; ce qui est écrit ici parvient quand même à la personne.",
  "merged.here":
    "Un autre chat était avec cette même personne. La conversation continue ici ; ce qui est écrit dans l'autre chat parvient quand même à la personne.",
  part: "[partie {part} sur {count}]",
  "attachment.not-relayed":
    "La pièce jointe n'a pas été envoyée ({what}) : WhatsApp ne connaît rien de tel. Il est possible d'envoyer du texte, des fichiers, des images, des vidéos, du son et des positions.",
  "attachment.no-file":
    "La pièce jointe n'a pas été envoyée ({what}) : Teamwire ne fournit pas le fichier. Merci de le joindre à nouveau.",
  "attachment.no-place":
    "La position n'a pas été envoyée : elle n'a pas de coordonnées qu'une carte connaisse. Merci de la partager à nouveau.",
  "attachment.command":
    "La pièce jointe n'a pas été envoyée : cette commande n'en prend pas. Merci de l'envoyer dans un message à part.",
  "held.closed":
    "La fenêtre de 24 heures est fermée (fermeture : {time}). Votre message est conservé et part dès que le contact WhatsApp écrit.",
  "held.not-open":
    "Le contact WhatsApp n'a pas encore écrit. Votre message est conservé et part dès qu'il écrit.",
  "held.refused":
    "WhatsApp n'a pas remis ce message : pour WhatsApp, la fenêtre de 24 heures est fermée. Le message est conservé et part dès que le contact WhatsApp écrit.",
  "held.ways":
    "/send 1 envoie tout de suite un modèle, /held montre ce qui est conservé, /cancel {number} annule ce message.",
  "held.ways.list": "/send 1 envoie tout de suite un modèle, /held montre ce qui est conservé.",
  "held.released":
    "Le contact WhatsApp a écrit : ce qui était conservé part maintenant (messages : {count}).",
  "held.expired":
    "Ce message n'a pas été envoyé : le contact WhatsApp n'a pas écrit depuis 7 jours, il n'est plus conservé ({text}).",
  "held.expired.many": `Ces messages n'ont pas été envoyés : le contact WhatsApp n'a pas écrit depuis 7 jours, ils ne sont plus conservés :
{list}`,
  "held.title":
    "Conservé jusqu'à ce que le contact WhatsApp écrive (/cancel et le numéro annule un message) :",
  "held.nothing": "Rien n'est conservé dans cette conversation.",
  "note.stays":
    "Cette note reste dans ce chat : elle n'est jamais envoyée au contact WhatsApp, pas plus que ses pièces jointes. Les notes suivantes restent sans réponse.",
  "close.done":
    "Ce chat est fermé maintenant. Ce qui est en cours d'envoi part encore. Quand le contact WhatsApp écrira de nouveau, un nouveau chat commencera.",
  "close.kept": "Toujours conservé, et envoyé dès que le contact WhatsApp écrit :",
  "close.refused":
    "Le chat n'a pas pu être fermé : Teamwire ne permet pas à ce bot de le faire. Merci de le fermer vous-même ; le reste vaut comme indiqué plus haut.",
  "earlier-chat": "[au sujet d'un message d'un chat précédent]",
  "retry.usage":
    "Rien n'a été envoyé. Répondez par /retry à un message qui n'a pas été remis, ou à ce que ce bot en dit.",
  "retry.again": "Le message est envoyé de nouveau. Vous saurez ici ce qu'il en advient.",
  "retry.again.doubted":
    "Le message est envoyé de nouveau. Le premier a peut-être été remis : il peut donc arriver deux fois. La suite sera indiquée ici.",
  "retry.waiting": "Il n'y a rien à faire : ce message est encore en route et partira de lui-même.",
  "retry.held":
    "Il n'y a rien à faire : ce message est conservé et part dès que le contact WhatsApp écrit.",
  "retry.nothing": "Rien n'a été renvoyé : ce message n'a pas échoué. Son état : {state}",
  "retry.gone":
    "Rien n'a été envoyé : le contenu de ce message n'est plus conservé ici. Merci de l'écrire à nouveau.",
  "retry.delivered": "Ce message a maintenant été remis.",
  "cancel.usage":
    "Rien n'a été annulé. Écrivez /cancel et le numéro d'un message conservé, par exemple /cancel 1. /held affiche la liste.",
  "cancel.done": "Annulé, ne sera pas envoyé : {text}",
  warning:
    "Le contact WhatsApp attend une réponse. Vous pouvez répondre librement jusqu'à {time} ; ensuite la fenêtre de 24 heures se ferme, et seuls des modèles de message peuvent être envoyés.",
  "warning.closing":
    "Le contact WhatsApp attend une réponse. Vous pouvez répondre librement pour le moment (fermeture de la fenêtre de 24 heures : {time}) ; ensuite personne n'est là (retour : {opening}).",
  "window.closed":
    "Ce message n'a pas été envoyé : la conversation a pris fin le {time}, 24 heures après le dernier message du contact WhatsApp. Seuls des modèles de message peuvent encore être envoyés : /templates affiche la liste, /send 1 envoie le premier.",
  "window.not-open":
    "Ce message n'a pas été envoyé : le contact WhatsApp n'a pas encore écrit. D'ici là, seuls des modèles de message peuvent être envoyés : /templates affiche la liste, /send 1 envoie le premier.",
  "failed.window":
    "Ce message n'a pas été remis : le dernier message du contact WhatsApp date de plus de 24 heures. Seuls des modèles de message peuvent encore être envoyés : /templates affiche la liste, /send 1 envoie le premier.",
  "failed.expired":
    "Ce message n'a pas été remis : WhatsApp n'a pas pu être joint à temps. Merci d'y répondre par /retry.",
  late: "Ce message est encore en cours d'envoi : WhatsApp met plus de temps que d'habitude. Il partira de lui-même, il n'y a rien à faire.",
  "failed.uncertain":
    "Ce message n'a peut-être pas été remis : WhatsApp n'a pas dit à temps s'il l'a reçu. Si c'est important, veuillez demander à la personne.",
  "failed.dropped":
    "Ce message n'a pas été remis : il a été retiré par la personne qui s'occupe de ce bot.",
  "withdrawn.sent":
    "Le message supprimé ici était déjà parti. WhatsApp le conserve : le contact WhatsApp peut toujours le lire.",
  "withdrawn.sending":
    "Le message supprimé ici était en cours d'envoi. Il n'est pas envoyé de nouveau, mais si WhatsApp l'a déjà, le contact WhatsApp peut toujours le lire.",
  "failed.undeliverable":
    "Ce message n'a pas été remis : WhatsApp ne peut pas joindre ce numéro. La personne n'utilise peut-être plus WhatsApp, en a une version très ancienne ou a bloqué les messages. Merci de la contacter par un autre moyen.",
  "failed.country":
    "Ce message n'a pas été remis : WhatsApp ne permet pas à notre compte d'écrire à des personnes de ce pays. Merci de contacter la personne par un autre moyen.",
  "failed.no-number":
    "Ce message n'a pas été remis : aucun numéro de téléphone du contact WhatsApp n'est connu, et l'accès de ce bot à WhatsApp ne permet d'écrire qu'à des numéros de téléphone. Merci de prévenir les responsables de ce bot.",
  "failed.marketing":
    "Ce message n'a pas été remis : WhatsApp limite le nombre de messages promotionnels par personne. Merci de réessayer dans quelques jours ou d'attendre un nouveau message de sa part.",
  "failed.opted-out":
    "Ce message n'a pas été remis : la personne ne souhaite pas recevoir nos messages promotionnels. Merci d'attendre un nouveau message de sa part.",
  "failed.limited":
    "Ce message n'a pas été remis : WhatsApp limite ce que notre compte peut envoyer, car des personnes ont bloqué ou signalé ses messages. Merci d'y répondre par /retry demain et de prévenir les responsables de ce bot.",
  "failed.unreached":
    "Ce message n'a pas été remis : le téléphone de la personne est resté injoignable trop longtemps. Merci d'y répondre par /retry ou de contacter la personne par un autre moyen.",
  "failed.own-number":
    "Ce message n'a pas été remis : c'est le numéro de notre propre compte WhatsApp, rien ne peut y être envoyé. Merci d'écrire à la personne à un autre numéro.",
  "failed.test-account":
    "Ce message n'a pas été remis : notre compte WhatsApp est un compte de test, qui ne peut écrire qu'à des numéros enregistrés. Merci de prévenir les responsables de ce bot.",
  "failed.needs-number":
    "Ce message n'a pas été remis : ce modèle de message ne peut être envoyé qu'à un numéro de téléphone, et celui de la personne n'est pas connu. Merci d'en choisir un autre (/templates) ou de demander le numéro à la personne.",
  "failed.file":
    "Ce message n'a pas été remis : WhatsApp n'a pas pu traiter le fichier. Merci de le joindre dans un autre format ou d'envoyer un lien.",
  "failed.type":
    "Ce message n'a pas été remis : WhatsApp n'accepte pas ce type de message. Merci de l'écrire sous forme de texte.",
  "failed.bot":
    "Ce message n'a pas été remis : WhatsApp n'a pas compris ce que ce bot lui a transmis (code {code}). Cela ne vient pas de vous ; merci de prévenir les responsables de ce bot.",
  "failed.template":
    "Ce message n'a pas été remis : WhatsApp n'a pas accepté le modèle de message (code {code}). La commande /templates affiche les autres ; merci de prévenir les responsables de ce bot.",
  "failed.account":
    "Ce message n'a pas été remis : il y a un problème avec notre compte WhatsApp (code {code}). Merci de prévenir les responsables de ce bot.",
  "failed.throttled":
    "Ce message n'a pas été remis : trop de messages ont été envoyés en peu de temps. Merci d'y répondre par /retry dans quelques minutes.",
  "failed.fault":
    "Ce message n'a pas été remis : WhatsApp a rencontré une panne. Merci d'y répondre par /retry dans quelques minutes.",
  "failed.refused":
    "Ce message n'a pas été remis. Raison donnée par WhatsApp : {reason}. Si une réponse par /retry ne suffit pas, merci de prévenir les responsables de ce bot.",
  "failed.unknown":
    "Ce message n'a pas été remis ; WhatsApp n'a pas donné de raison. Si une réponse par /retry ne suffit pas, merci de prévenir les responsables de ce bot.",
};
