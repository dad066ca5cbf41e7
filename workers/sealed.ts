/** One thing that was tried and must have been refused. */
export interface SealCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** Policies only add up: this one, on top of the page's first, leaves no address reachable, not even the page's own server. */
export const LOCK_POLICY = [
  "default-src 'none'",
  "connect-src 'none'",
  "script-src 'wasm-unsafe-eval'",
  'worker-src blob:',
  'img-src blob: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Reserved by RFC 6761: no name server answers for it, so even a failed check tells nobody anything. */
const nowhere = 'https://assay-lock-check.invalid/';

/** Which policy reported a refused connection, so that the lock is not mistaken for the looser first policy, or for a missing network. */
function lockReports(milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const heard = (event: Event): void => {
      const { blockedURI, originalPolicy } = event as SecurityPolicyViolationEvent;
      if (blockedURI.startsWith(nowhere.slice(0, -1)) && originalPolicy.includes(LOCK_POLICY)) finish(true);
    };
    const timer = setTimeout(() => finish(false), milliseconds);
    const finish = (answer: boolean): void => {
      clearTimeout(timer);
      removeEventListener('securitypolicyviolation', heard);
      resolve(answer);
    };
    addEventListener('securitypolicyviolation', heard);
  });
}

/** Provokes, in a page or in a worker, what the lock must refuse, and requires that the lock's own policy reports the refusal. */
export async function checkSealed(place: string): Promise<SealCheck[]> {
  const report = lockReports(3000);
  const refused = await fetch(nowhere, { mode: 'no-cors', cache: 'no-store' }).then(
    () => false,
    () => true,
  );
  const byLock = await report;
  const detail = !refused ? 'it was let through' : byLock ? 'refused by the lock' : 'refused, but not by the lock';
  return [{ name: `${place}: reaching another computer`, passed: refused && byLock, detail }];
}
