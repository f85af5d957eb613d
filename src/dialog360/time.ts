/** A wire timestamp in milliseconds: 10 digits are seconds, 13 are milliseconds; null for anything else. */
export function toTime(timestamp: string | undefined): number | null {
  if (!timestamp || !/^\d{10}(?:\d{3})?$/.test(timestamp)) return null;
  return Number(timestamp) * (timestamp.length === 10 ? 1000 : 1);
}
