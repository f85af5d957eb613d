/** The effective settings, each group as the part of the program takes it that uses it. */
export interface Settings {
  readonly teamwire: TeamwireSettings;
  readonly dialog360: Dialog360Settings;
  readonly notifications: NotificationSettings;
  /** Null when switched off. */
  readonly ops: OpsSettings | null;
  readonly store: StoreSettings;
  readonly chat: ChatSettings;
  readonly log: LogSettings;
  readonly drainTimeoutMs: number;
  /** Called while messages can flow; null for none. May hold a secret, so it is never shown. */
  readonly heartbeatUrl: string | null;
  /** The JSON config's path. */
  readonly configFile: string;
  /** Root certificates beyond the built-in ones, as a path; null without. */
  readonly caFile: string | null;
  /** Null for direct calls. */
  readonly proxy: ProxySettings | null;
}

export interface ProxySettings {
  /** May hold a user and password, so it is never shown. */
  readonly url: string;
  /** Hosts called without it, as `NO_PROXY` lists them. */
  readonly bypass: readonly string[];
}

export interface TeamwireSettings {
  readonly appId: string;
  readonly secret: string;
  /** Scheme and host, without a slash at the end. */
  readonly host: string;
}

export interface Dialog360Settings {
  readonly apiKey: string;
  readonly generation: "v1" | "v2";
  readonly sandbox: boolean;
  /** Scheme and host, without a slash at the end. */
  readonly url: string;
  readonly sendRatePerSecond: number;
  readonly pairIntervalMs: number;
}

export interface NotificationSettings {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** All are accepted, the first is registered. */
  readonly secrets: readonly string[];
  /** False accepts notifications without a secret. */
  readonly authRequired: boolean;
  readonly phoneNumberId: string | null;
  readonly webhookUrl: string | null;
  readonly webhookRepair: boolean;
  /** Null without an alarm. */
  readonly silenceMs: number | null;
}

export interface OpsSettings {
  readonly host: string;
  readonly port: number;
  /** Whether the port was set by hand; a default one that is taken is replaced by a free one. */
  readonly portIsSet: boolean;
  readonly token: string | null;
}

export interface StoreSettings {
  readonly file: string;
  readonly spoolMaxBytes: number;
  /** Null keeps all. */
  readonly retentionMs: number | null;
}

export interface ChatSettings {
  /** An IANA name; null for the system's. */
  readonly timeZone: string | null;
  readonly locale: Locale;
}

export type Locale = "en" | "de" | "fr" | "it" | "es";

export interface LogSettings {
  readonly level: "debug" | "info" | "warn" | "error";
  /** Null: text on a terminal, else json. */
  readonly format: "json" | "text" | null;
}

/** Something wrong with settings or config. */
export interface Problem {
  /** A JSON path (`configs[0].key`), or a variable's name. */
  readonly where: string;
  /** What is wrong, with the value unless it is a secret. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  readonly severity: "error" | "warning";
}

/** The enabled config of the JSON file, its defaults filled in. */
export interface BotConfig {
  readonly key: string;
  readonly chatTitlePrefix: string;
  /** Absolute. */
  readonly chatAvatarPath: string | null;
  readonly groups: readonly GroupRecipient[];
  readonly users: readonly UserRecipient[];
  readonly admins: readonly UserRecipient[];
  /** Which templates to offer, in this order; empty offers all. */
  readonly templates: readonly {
    readonly name: string;
    readonly language?: string;
    readonly parameters?: readonly string[];
  }[];
  readonly outsideWindow: "hold" | "refuse";
  readonly windowWarningMinutes: readonly number[];
  readonly markRead: "when_read" | "when_answered" | "never";
  readonly staffSignature: "none" | "first_name" | "full_name";
  readonly greeting: LocalText | null;
  readonly away: {
    readonly text: LocalText;
    readonly hours: Readonly<Record<string, readonly string[]>>;
  } | null;
  /** Replacements of the bot's own texts. */
  readonly texts: Readonly<Record<string, LocalText>>;
}

export type LocalText = string | Readonly<Partial<Record<Locale, string>>>;

export type GroupRecipient =
  | { readonly kind: "id"; readonly groupId: string }
  | { readonly kind: "title"; readonly title: string };

export type UserRecipient =
  | { readonly kind: "id"; readonly userId: string }
  | { readonly kind: "name"; readonly firstName: string; readonly lastName: string };
