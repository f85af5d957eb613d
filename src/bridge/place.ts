import type { Place } from "./content.ts";

/** A point that a map can show. */
export interface Pin {
  readonly latitude: number;
  readonly longitude: number;
  readonly name?: string;
  readonly address?: string;
}

/** @returns null for coordinates that are missing or on no globe */
export function toPin({ latitude, longitude, name, address }: Place): Pin | null {
  if (latitude === undefined || longitude === undefined) return null;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return { latitude, longitude, ...(name && { name }), ...(address && { address }) };
}

/**
 * The place on openstreetmap.org: it opens in every browser, wants no account and shows no advertising, so it suits the
 * public bodies that use the bot better than the other maps do. Six decimals are 11 cm.
 */
export function toMapLink({ latitude, longitude }: Pin): string {
  const [lat, lon] = [latitude, longitude].map((degrees) => String(Number(degrees.toFixed(6))));
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${lat}/${lon}`;
}
