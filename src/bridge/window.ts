const windowMs = 24 * 60 * 60 * 1000;

/** The clocks of WhatsApp, Teamwire and this machine may differ by so much. */
export const clockToleranceMs: number = 5 * 60 * 1000;

/** When a message counts as written: its own time, or the arrival where that is missing, later or over 5 minutes ahead. */
export function toWrittenAt(sentAt: number | null, arrivedAt: number): number {
  if (sentAt === null || sentAt > arrivedAt + clockToleranceMs) return arrivedAt;
  return Math.min(sentAt, arrivedAt);
}

/** The end of the window that a message written at `writtenAt` opens. */
export function toWindowEnd(writtenAt: number): number {
  return writtenAt + windowMs;
}

/** Whether free text may be sent. */
export function isWindowOpen(windowExpiresAt: number | null, now: number): boolean {
  return windowExpiresAt !== null && now < windowExpiresAt;
}
