/** One thing that was tried and must have been refused. */
export interface SealCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** Reserved by RFC 6761: no name server answers for it, so even a failed check tells nobody anything. */
const nowhere = 'https://assay-lock-check.invalid/';

async function refused(address: string): Promise<boolean> {
  try {
    await fetch(address, { mode: 'no-cors', cache: 'no-store' });
    return false;
  } catch {
    return true;
  }
}

function violation(milliseconds: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const heard = (event: Event): void => finish((event as SecurityPolicyViolationEvent).effectiveDirective);
    const timer = setTimeout(() => finish(undefined), milliseconds);
    const finish = (directive: string | undefined): void => {
      clearTimeout(timer);
      removeEventListener('securitypolicyviolation', heard);
      resolve(directive);
    };
    addEventListener('securitypolicyviolation', heard);
  });
}

function codeFromTextRefused(): boolean {
  try {
    (globalThis as unknown as { eval(text: string): unknown }).eval('1');
    return false;
  } catch {
    return true;
  }
}

/**
 * Provokes what the lock must refuse, in a page or in a worker. Reading a blob through `fetch` touches no network, yet only a policy can refuse it;
 * the foreign address must be refused and reported as a policy violation, because a refusal alone could be a missing network.
 */
export async function checkSealed(place: string): Promise<SealCheck[]> {
  const address = URL.createObjectURL(new Blob(['x']));
  const local = await refused(address);
  URL.revokeObjectURL(address);
  const report = violation(2000);
  const foreign = await refused(nowhere);
  const directive = await report;
  const text = codeFromTextRefused();
  return [
    { name: `${place}: reading its own memory by address`, passed: local, detail: local ? 'refused' : 'allowed' },
    {
      name: `${place}: reaching another computer`,
      passed: foreign && directive === 'connect-src',
      detail: foreign ? `refused by ${directive ?? 'something other than the policy'}` : 'allowed',
    },
    { name: `${place}: turning text into code`, passed: text, detail: text ? 'refused' : 'allowed' },
  ];
}
