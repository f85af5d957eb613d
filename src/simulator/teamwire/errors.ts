const statuses = {
  auth_failed: 401,
  forbidden: 403,
  not_found: 404,
  chat_closed: 409,
  cursor_expired: 410,
  too_large: 413,
  invalid_members: 422,
  invalid_request: 422,
} as const;

/** A call is refused; the app answers it in the contract's shape. */
export class TeamwireRefusal extends Error {
  override readonly name = "TeamwireRefusal";
  readonly code: keyof typeof statuses;
  readonly members: readonly string[] | undefined;

  constructor(code: keyof typeof statuses, message: string, members?: readonly string[]) {
    super(message);
    this.code = code;
    this.members = members;
  }

  toResponse(): Response {
    const { code, message, members } = this;
    const error = members ? { code, message, members } : { code, message };
    return Response.json({ error }, { status: statuses[code] });
  }
}
