/**
 * First module of every worker: takes away what a parser or a model never needs, so that a hostile file that gains control finds no way to store or send.
 * `__proto__` goes because names from files become keys inside libraries.
 */
const unneeded = [
  'indexedDB',
  'caches',
  'BroadcastChannel',
  'Worker',
  'SharedWorker',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'XMLHttpRequest',
  'importScripts',
  'RTCDataChannel',
  'FileSystemHandle',
  'Notification',
];

/** Removes a global wherever on the prototype chain it sits. */
export function removeGlobal(name: string): void {
  for (let holder: object | null = globalThis; holder; holder = Object.getPrototypeOf(holder) as object | null) {
    if (Object.hasOwn(holder, name)) Reflect.deleteProperty(holder, name);
  }
  if (name in globalThis) Object.defineProperty(globalThis, name, { value: undefined });
}

Reflect.deleteProperty(Object.prototype, '__proto__');
for (const name of unneeded) removeGlobal(name);
for (const name of ['storage', 'serviceWorker', 'sendBeacon']) {
  const holder = Object.getPrototypeOf(navigator) as object;
  if (Object.hasOwn(holder, name)) Reflect.deleteProperty(holder, name);
}
