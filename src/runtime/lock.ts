import { checkSealed, LOCK_POLICY, type SealCheck } from '../../workers/sealed';
import { Value, type Readable } from './signal';

/** `off` only while developing, where module replacement needs the network. */
export type LockPhase = 'starting' | 'locked' | 'failed' | 'off';

/** A way out that this browser, served this way, leaves to good conduct. */
export interface OpenDoor {
  readonly code: 'navigation' | 'frames' | 'extensions';
  readonly text: string;
}

export interface LockState {
  readonly state: LockPhase;
  /** Requests the page has made since it locked itself; 0 unless the lock failed. */
  readonly requestsSinceLock: number;
  /** Attempts the policy has refused since then, the lock's own tests not counted. */
  readonly refusedSinceLock: number;
  readonly checks: readonly SealCheck[];
  readonly notClosable: readonly OpenDoor[];
  /** `header`: the server sends the policies that a page cannot set for itself; `meta`: it does not. */
  readonly level: 'meta' | 'header';
  /** The person chose to go on although the lock failed. */
  readonly overridden: boolean;
}

function openDoors(level: 'meta' | 'header'): OpenDoor[] {
  const doors: OpenDoor[] = [];
  if (!('navigation' in window)) {
    doors.push({
      code: 'navigation',
      text: 'This browser does not let a page forbid going to another address, and an address can carry data. No code in this page does so.',
    });
  }
  if (level === 'meta') {
    doors.push({
      code: 'frames',
      text: 'The server of this page sends no policies of its own, so a few rules are kept by the page’s own code instead of the browser.',
    });
  }
  doors.push({ code: 'extensions', text: 'Browser extensions, the browser itself and other programs on this computer can read what the screen shows.' });
  return doors;
}

/** The page's lock: one way, until the page is loaded anew. */
export class Lock {
  readonly #state: Value<LockState>;

  constructor(lockable: boolean) {
    const level = globalThis.crossOriginIsolated ? 'header' : 'meta';
    this.#state = new Value<LockState>({
      state: lockable ? 'starting' : 'off',
      requestsSinceLock: 0,
      refusedSinceLock: 0,
      checks: [],
      notClosable: openDoors(level),
      level,
      overridden: false,
    });
  }

  get state(): Readable<LockState> {
    return this.#state;
  }

  get mayOpen(): boolean {
    const { state, overridden } = this.#state.current;
    return state === 'locked' || state === 'off' || overridden;
  }

  /** Adds the second policy and provokes what it must refuse. Everything the page needs must be loaded. */
  async engage(): Promise<void> {
    if (this.#state.current.state === 'off') return;
    const meta = document.createElement('meta');
    meta.httpEquiv = 'Content-Security-Policy';
    meta.content = LOCK_POLICY;
    document.head.append(meta);
    this.add(await checkSealed('page'));
    this.#count();
  }

  /** Takes in what a page or cell proved. */
  add(checks: readonly SealCheck[]): void {
    if (checks.length === 0) return;
    const all = [...this.#state.current.checks.filter((known) => !checks.some((check) => check.name === known.name)), ...checks];
    this.#change({ checks: all, ...(all.every((check) => check.passed) ? {} : { state: 'failed' as const }) });
  }

  /** The page and its first cell have passed: opening is allowed from now on. */
  confirm(): void {
    if (this.#state.current.state === 'starting') this.#change({ state: 'locked' });
  }

  fail(name: string, detail: string): void {
    if (this.#state.current.state !== 'off') this.add([{ name, passed: false, detail }]);
  }

  /** The person's explicit wish to open files although the lock failed. */
  override(): void {
    if (this.#state.current.state === 'failed') this.#change({ overridden: true });
  }

  #change(part: Partial<LockState>): void {
    this.#state.set({ ...this.#state.current, ...part });
  }

  #count(): void {
    const since = performance.now();
    const observer = new PerformanceObserver((list) => {
      const made = list.getEntries().filter((entry) => entry.startTime > since && /^(https?|wss?):/.test(entry.name)).length;
      if (made > 0) this.#change({ requestsSinceLock: this.#state.current.requestsSinceLock + made });
    });
    observer.observe({ type: 'resource' });
    addEventListener('securitypolicyviolation', (event) => {
      if (event.disposition === 'enforce') this.#change({ refusedSinceLock: this.#state.current.refusedSinceLock + 1 });
    });
  }
}
