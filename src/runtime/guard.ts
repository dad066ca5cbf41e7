/**
 * Ways out that no content policy can close (CSP Level 3 covers neither WebRTC nor navigation). Must run before anything else on the page.
 * Deleting WebRTC alone is undone by taking it from a blank frame, so frames cannot be made either; markup cannot make them, because Trusted Types refuse it.
 */
const channels = [
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'RTCDataChannel',
  'RTCIceTransport',
  'RTCDtlsTransport',
  'WebTransport',
  'PresentationRequest',
  'PaymentRequest',
  'Notification',
  'SharedWorker',
];
const frames = new Set(['iframe', 'frame', 'object', 'embed', 'portal', 'fencedframe', 'frameset']);

function refuse(what: string): never {
  throw new TypeError(`${what} is closed in this page.`);
}

function closeChannels(): void {
  for (const name of channels) Reflect.deleteProperty(globalThis, name);
  Object.defineProperty(window, 'open', { value: () => refuse('Opening windows'), configurable: false, writable: false });
}

function closeFrames(): void {
  const closed = (name: unknown): boolean => frames.has(String(name).toLowerCase().replace(/^.*:/, ''));
  const make = Document.prototype.createElement;
  const makeNS = Document.prototype.createElementNS;
  const methods = {
    createElement(this: Document, name: string, ...rest: [ElementCreationOptions?]) {
      return closed(name) ? refuse('Making frames') : make.call(this, name, ...rest);
    },
    createElementNS(this: Document, space: string, name: string, ...rest: [ElementCreationOptions?]) {
      return closed(name) ? refuse('Making frames') : makeNS.call(this, space, name, ...rest);
    },
  };
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(Document.prototype, name, { value, configurable: false, writable: false });
}

/** Only reloads, fragments and downloads of the page's own blobs may pass: an address is a message to whoever serves it. */
function closeNavigation(): void {
  const home = location.href.replace(/#.*$/, '');
  if ('navigation' in window) {
    navigation.addEventListener('navigate', (event) => {
      const download = event.downloadRequest !== null && event.destination.url.startsWith('blob:');
      if (!download && event.destination.url.replace(/#.*$/, '') !== home) event.preventDefault();
    });
  }
  for (const kind of ['click', 'auxclick'] as const) {
    addEventListener(
      kind,
      (event) => {
        const link = event.composedPath().find((node): node is HTMLAnchorElement | SVGAElement => node instanceof HTMLAnchorElement || node instanceof SVGAElement);
        if (!link) return;
        const address = link instanceof HTMLAnchorElement ? link.href : link.href.baseVal;
        const download = link instanceof HTMLAnchorElement && link.hasAttribute('download') && address.startsWith('blob:');
        const inside = new URL(address, location.href).href.replace(/#.*$/, '') === home && !link.hasAttribute('target');
        if (!download && !inside) event.preventDefault();
      },
      true,
    );
  }
}

closeChannels();
closeFrames();
closeNavigation();
export {};
