/** Whether photos can prove a damage: by date, size and place. */
import type { Claim, Photo, Place, Policy } from "./claim.ts";

const LEAST_PIXELS = 1_000_000;
const FARTHEST_KM = 2;
const EARTH_RADIUS_KM = 6_371;

export interface Sighting {
  /** Different photos that show what they should. */
  readonly usable: number;
  /** One sentence for each photo that does not. */
  readonly problems: readonly string[];
}

export function judgePhotos(photos: readonly Photo[], claim: Claim, policy: Policy): Sighting {
  const different = [...new Map(photos.map((photo) => [photo.sha256, photo])).values()];
  const problems = different.flatMap((photo) => problemOf(photo, claim, policy) ?? []);
  return { usable: different.length - problems.length, problems };
}

function problemOf({ sha256, takenOn, widthPx, heightPx, place }: Photo, claim: Claim, policy: Policy): string | undefined {
  const name = `Photo ${sha256.slice(0, 8)}`;
  if (takenOn < claim.happenedOn) return `${name} was taken on ${takenOn}, before the damage.`;
  if (widthPx * heightPx < LEAST_PIXELS) return `${name} is too small: ${widthPx} × ${heightPx}.`;
  if (!place) return undefined;
  const km = distanceKm(place, policy.place);
  return km > FARTHEST_KM ? `${name} was taken ${km.toFixed(0)} km away from the insured place.` : undefined;
}

/** Along the great circle (haversine). */
function distanceKm(from: Place, to: Place): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2;
  const chord =
    half(to.latitude - from.latitude) +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * half(to.longitude - from.longitude);
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(chord));
}
