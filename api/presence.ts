/**
 * Who is reading which case now, so that two officers do not begin the same thing. In the memory of this process alone, to the
 * minute, and gone soon after a console falls silent: it guards nothing (a lease does that), so nobody needs it kept. Where
 * several processes answer for one host, each knows of the readers that it serves.
 */
import { minuteAfter } from "../prisma/values.ts";
import { MINUTE_MS } from "../security/index.ts";

export interface Reader {
  readonly officerId: string;
  readonly name: string;
}

interface Place extends Reader {
  readonly caseId: string;
  readonly until: number;
}

export interface PresenceOptions {
  /** Called when somebody came or went. */
  readonly changed: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A console says every minute that its officer reads; one word may be lost. */
const STAY_MS = 2 * MINUTE_MS;
const SWEEP_MS = 30_000;
/** Cases that one officer reads at once, in so many windows. */
const PLACES_MAX = 8;

export class Presence {
  readonly #options: PresenceOptions;
  #places: readonly Place[] = [];
  readonly #sweep: NodeJS.Timeout;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.sweep(), SWEEP_MS);
    this.#sweep.unref();
  }

  /** An officer reads a case. The caller has looked that they may. */
  enter(caseId: string, { officerId, name }: Reader): void {
    const isNew = !this.#here().some((place) => place.caseId === caseId && place.officerId === officerId);
    const until = minuteAfter(new Date(this.#options.now() + STAY_MS)).getTime();
    this.#drop(caseId, officerId);
    const own = this.#places.filter((place) => place.officerId === officerId);
    const kept = own.length < PLACES_MAX ? this.#places : this.#places.filter((place) => place !== own[0]);
    this.#places = [...kept, { caseId, officerId, name, until }];
    if (isNew) this.#tell();
  }

  leave(caseId: string, officerId: string): void {
    if (this.#drop(caseId, officerId)) this.#tell();
  }

  /** Who reads a case, but for one officer; by name. */
  readersOf(caseId: string, butFor: string): readonly Reader[] {
    return this.#here()
      .filter((place) => place.caseId === caseId && place.officerId !== butFor)
      .map(({ officerId, name }) => ({ officerId, name }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Forgets whoever fell silent. */
  sweep(): void {
    const before = this.#places.length;
    this.#places = this.#here();
    if (this.#places.length < before) this.#tell();
  }

  get size(): number {
    return this.#places.length;
  }

  close(): void {
    clearInterval(this.#sweep);
    this.#places = [];
  }

  #here(): readonly Place[] {
    const now = this.#options.now();
    return this.#places.filter(({ until }) => until > now);
  }

  #drop(caseId: string, officerId: string): boolean {
    const before = this.#places.length;
    this.#places = this.#places.filter((place) => place.caseId !== caseId || place.officerId !== officerId);
    return this.#places.length < before;
  }

  #tell(): void {
    // Best effort, and never fails: a console that misses it reads again at the next change.
    void this.#options.changed();
  }
}
