/** What has changed between two texts, or two lists: one stretch of each. */

export interface Stretch {
  start: number;
  /** The end in the old one. */
  oldEnd: number;
  /** The end in the new one. */
  newEnd: number;
}

/** The stretch outside which both are the same; null where they are the same throughout. */
export function difference<T>(before: ArrayLike<T>, after: ArrayLike<T>): Stretch | null {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start += 1;
  }
  if (start === before.length && start === after.length) {
    return null;
  }
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) {
    same += 1;
  }
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
}
