import type { TextId } from "./catalogue.ts";
import type { TextLocale } from "./texts.ts";

/** What is told in other words while the sandbox of 360dialog is used: it hands out no files at all. */
export const sandboxTexts: Readonly<Partial<Record<TextId, Readonly<Record<TextLocale, string>>>>> =
  {
    "file.lost": {
      en: "[{what}] (the file could not be relayed: the sandbox of 360dialog has no files)",
      de: "[{what}] (die Datei konnte nicht weitergeleitet werden: In der Sandbox von 360dialog gibt es keine Dateien)",
      fr: "[{what}] (le fichier n'a pas pu être transmis : le bac à sable de 360dialog n'a pas de fichiers)",
      it: "[{what}] (non è stato possibile inoltrare il file: la sandbox di 360dialog non ha file)",
      es: "[{what}] (no se ha podido reenviar el archivo: el entorno de pruebas de 360dialog no tiene archivos)",
    },
  };
