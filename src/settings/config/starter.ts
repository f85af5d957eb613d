/**
 * A config for newcomers. What has to be filled in is empty, so that `config validate` names it until it is; what may be
 * switched on begins with `_` and is a remark until then.
 * @param key a GUID
 */
export function renderStarter(key: string): string {
  return `{
  "$schema": "./wa_config.schema.json",
  "_help": "Fill in what is empty and remove what you do not need. Names that begin with _ are remarks: without the _ they count.",
  "configs": [
    {
      "key": "${key}",
      "chat_title_prefix": "Whatsapp:",
      "_chat_avatar_path": "logo.png",

      "_1": "Who gets every chat: circles, which must be public in Teamwire, and colleagues, by name or as {\\"user_id\\": \\"…\\"}",
      "group_recipients": [{ "title": "" }],
      "user_recipients": [{ "first_name": "", "last_name": "" }],

      "_2": "Who is in every chat too and may change its members and its title",
      "admins": [{ "first_name": "", "last_name": "" }],

      "_3": "What the bot does by itself; README tells of more",
      "_greeting": { "en": "Welcome! How can we help?", "de": "Willkommen! Was können wir für Sie tun?" },
      "_away": {
        "text": "We are back at 9 and will answer then.",
        "hours": { "mon": ["09:00-12:00", "13:00-17:00"], "tue": ["09:00-17:00"], "closed": ["2026-12-25"] }
      },
      "_templates": [{ "name": "the_name_of_an_approved_template", "language": "en" }]
    }
  ]
}
`;
}
