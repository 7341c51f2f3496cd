/** When a language server that is gone is started again, and when no more. */

/** Failures within this time count as one row of them. */
const MEMORY = 180_000;
export const MOST = 5;

/** Counts failures. */
export class Restarting {
  private failures: number[] = [];

  /** Milliseconds to wait before the next start; null where there have been too many failures in a row. */
  next(now: number): number | null {
    this.failures = [...this.failures.filter(each => now - each < MEMORY), now];
    return this.failures.length > MOST ? null : 250 * 2 ** (this.failures.length - 1);
  }

  forget(): void {
    this.failures = [];
  }
}
