/** What is known of a Teamwire user. */
export interface TeamwireUser {
  readonly uid: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly is_bot: boolean;
  readonly organisation?: string;
}

/** A circle (made by an admin) or a list (made by a user). */
export interface TeamwireGroup {
  readonly gid: string;
  readonly title: string;
  readonly is_circle: boolean;
  readonly is_list: boolean;
  readonly is_public: boolean;
}

export interface TeamwireChat {
  readonly tid: string;
  readonly title: string;
  readonly type: "GROUP";
  readonly is_closed: boolean;
  readonly allow_sending: boolean;
  readonly created_at: number;
}

export interface TeamwireAttachment {
  readonly type: string;
  readonly assets?: readonly { readonly asset_id: string; readonly name: string }[];
  readonly [field: string]: unknown;
}

export interface TeamwireMessage {
  readonly mid: string;
  readonly tid: string;
  readonly from_user: TeamwireUser;
  readonly timestamp: number;
  readonly msg: string | null;
  readonly attachments: readonly TeamwireAttachment[] | null;
  readonly reply_to: string | null;
  readonly deleted: boolean;
  readonly sender_display_name: string | null;
}

export interface TeamwireAsset {
  readonly asset_id: string;
  readonly mime_type: string;
  readonly size: number;
  readonly name: string;
}

/** One thing that happened, as the feed tells it. */
export interface TeamwireEvent {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A chat with all that the simulator knows of it. */
export interface ChatRecord {
  readonly chat: TeamwireChat;
  readonly messages: readonly TeamwireMessage[];
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly adminIds: readonly string[];
  readonly avatarAssetId: string | null;
  readonly clientRef: string | null;
  /** Deleted for everybody. */
  readonly deleted: boolean;
  /** False once the bot was taken out. */
  readonly hasBot: boolean;
  /** Who has read which of the bot's posts: the last `mid` by user. */
  readonly reads: Readonly<Record<string, string>>;
}
