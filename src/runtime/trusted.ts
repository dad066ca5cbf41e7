/** The browser's Trusted Types, as far as they are used here; missing in browsers without them. */
interface TypePolicy {
  createScriptURL(address: string): string;
}
interface TypeFactory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): TypePolicy;
}

const own = new Set<string>();
const factory = (globalThis as { trustedTypes?: TypeFactory }).trustedTypes;
const rules = {
  createScriptURL(address: string): string {
    if (own.has(address)) return address;
    throw new TypeError('Only code that came with the page may run.');
  },
};
const policy: TypePolicy = factory ? factory.createPolicy('app-worker', rules) : rules;

/** Runs `start` with the address of a script made of `code`, the only kind of script address the page accepts. */
export function withScript<T>(code: string, start: (address: string) => T): T {
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  own.add(address);
  try {
    return start(policy.createScriptURL(address));
  } finally {
    own.delete(address);
    URL.revokeObjectURL(address);
  }
}
