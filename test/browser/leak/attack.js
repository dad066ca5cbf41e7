// Served beside the app in the leak suite only: tries every known way out of the page. Each way gets an address that names it.
const channels = {
  fetch: (to) => fetch(to, { mode: 'no-cors' }),
  'fetch keepalive': (to) => fetch(to, { mode: 'no-cors', method: 'POST', body: 'rows', keepalive: true }),
  'fetch later': (to) => window.fetchLater(to, { method: 'POST', body: 'rows', activateAfter: 0 }),
  xhr: (to) => {
    const request = new XMLHttpRequest();
    request.open('POST', to);
    request.send('rows');
  },
  beacon: (to) => navigator.sendBeacon(to, 'rows'),
  'event source': (to) => new EventSource(to),
  'web socket': (to) => new WebSocket(to.replace('http', 'ws')),
  'web transport': (to) => new WebTransport(to.replace('http:', 'https:')),
  image: (to) => (new Image().src = to),
  'image srcset': (to) => element('img', { srcset: `${to} 2x` }),
  'svg image': (to) => svg('image', { href: to }),
  'svg use': (to) => svg('use', { href: `${to}#x` }),
  'svg filter image': (to) => svg('feImage', { href: to }),
  'style property': (to) => (document.body.style.backgroundImage = `url("${to}")`),
  'style cursor': (to) => (document.body.style.cursor = `url("${to}"), auto`),
  'style element': (to) => (document.head.appendChild(document.createElement('style')).textContent = `@import url("${to}"); body { background: url("${to}") }`),
  'adopted sheet': (to) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`body { list-style-image: url("${to}"); background-image: url("${to}") }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  },
  font: (to) => new FontFace('leak', `url("${to}")`).load(),
  audio: (to) => new Audio(to).load(),
  video: (to) => element('video', { src: to, poster: to, preload: 'auto' }),
  track: (to) => {
    const video = element('video', {});
    video.append(Object.assign(document.createElement('track'), { src: to, default: true, kind: 'captions' }));
  },
  frame: (to) => element('iframe', { src: to }),
  'frame in markup': (to) => (document.body.appendChild(document.createElement('div')).innerHTML = `<iframe src="${to}"></iframe>`),
  object: (to) => element('object', { data: to }),
  embed: (to) => element('embed', { src: to }),
  script: (to) => element('script', { src: to }),
  'module script': (to) => element('script', { src: to, type: 'module' }),
  import: (to) => import(/* @vite-ignore */ to),
  worker: (to) => new Worker(to),
  'module worker': (to) => new Worker(to, { type: 'module' }),
  'data worker': () => new Worker('data:text/javascript,0'),
  'blob worker of its own': (to) => new Worker(URL.createObjectURL(new Blob([`fetch("${to}",{mode:"no-cors"})`]))),
  'shared worker': (to) => new SharedWorker(to),
  'service worker': (to) => navigator.serviceWorker.register(to),
  worklet: (to) => new AudioContext().audioWorklet.addModule(to),
  'paint worklet': (to) => CSS.paintWorklet.addModule(to),
  stylesheet: (to) => link('stylesheet', to),
  preload: (to) => link('preload', to, { as: 'image' }),
  prefetch: (to) => link('prefetch', to),
  'module preload': (to) => link('modulepreload', to),
  preconnect: (to) => link('preconnect', to),
  'dns prefetch': (to) => link('dns-prefetch', to),
  manifest: (to) => link('manifest', to),
  icon: (to) => link('icon', to),
  prerender: (to) => link('prerender', to),
  'speculation rules': (to) => (element('script', { type: 'speculationrules' }).textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [to] }] })),
  'form in a frame': (to) => {
    const form = element('form', { action: to, method: 'post', target: 'nowhere' });
    form.submit();
  },
  'blank frame': (to) => blank((inner) => inner.fetch(to, { mode: 'no-cors' })),
  'blank frame image': (to) => blank((inner) => (new inner.Image().src = to)),
  'markup in an inert document': (to) => (document.implementation.createHTMLDocument().body.innerHTML = `<img src="${to}">`),
  notification: (to) => new Notification('x', { icon: to }),
  'media session': (to) => (navigator.mediaSession.metadata = new MediaMetadata({ title: 'x', artwork: [{ src: to }] })),
  payment: (to) => new PaymentRequest([{ supportedMethods: to }], { total: { label: 'x', amount: { currency: 'EUR', value: '1' } } }).show(),
  'background fetch': async (to) => (await navigator.serviceWorker.ready).backgroundFetch.fetch('x', [to]),
  stun: (_to, { udp }) => stun(window, `stun:127.0.0.1:${udp}`),
  'turn over tcp': (_to, { tcp }) => stun(window, `turn:127.0.0.1:${tcp}?transport=tcp`),
  'stun from a blank frame': (_to, { udp }) => blank((inner) => stun(inner, `stun:127.0.0.1:${udp}`)),
  'stun from an embedded blank frame': (_to, { udp }) => {
    const holder = document.createElementNS('http://www.w3.org/1999/xhtml', 'iframe');
    document.body.append(holder);
    return stun(holder.contentWindow, `stun:127.0.0.1:${udp}`);
  },
  'stun from a frame in a parsed document': (_to, { udp }) => {
    const parsed = new DOMParser().parseFromString('<iframe></iframe>', 'text/html');
    const holder = document.adoptNode(parsed.querySelector('iframe'));
    document.body.append(holder);
    return stun(holder.contentWindow, `stun:127.0.0.1:${udp}`);
  },
  'stun from a frame of safe markup': (_to, { udp }) => {
    const holder = document.body.appendChild(document.createElement('div'));
    holder.setHTMLUnsafe('<iframe></iframe>');
    return stun(window.frames[0], `stun:127.0.0.1:${udp}`);
  },
  'code from text': (to) => (0, eval)(`fetch("${to}",{mode:"no-cors"})`),
  'function from text': (to) => new Function(`fetch("${to}",{mode:"no-cors"})`)(),
  'timer from text': (to) => setTimeout(`fetch("${to}",{mode:"no-cors"})`),
  'handler from text': (to) => document.body.setAttribute('onclick', `fetch("${to}",{mode:"no-cors"})`) ?? document.body.click(),
  'own policy': (to) => trustedTypes.createPolicy('app-worker', { createScriptURL: (x) => x }) && new Worker(to),
};

/** Each of these takes the page away when it works, so each gets a page of its own. */
const journeys = {
  location: (to) => (location.href = to),
  'location replace': (to) => location.replace(to),
  'navigation api': (to) => navigation.navigate(to),
  'meta refresh': (to) => document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0; url=${to}` })),
  'link click': (to) => element('a', { href: to }).click(),
  'link click in a new tab': (to) => element('a', { href: to, target: '_blank' }).click(),
  'link click with ping': (to) => element('a', { href: '#x', ping: to }).click(),
  'svg link click': (to) => svg('a', { href: to }).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })),
  'download link': (to) => element('a', { href: to, download: 'x' }).click(),
  'window open': (to) => window.open(to),
  'window open of the prototype': (to) => Object.getPrototypeOf(window).open?.call(window, to) ?? window.constructor.prototype.open?.call(window, to),
  'form post': (to) => element('form', { action: to, method: 'post' }).submit(),
  'form get': (to) => element('form', { action: to }).requestSubmit(),
  'script address': (to) => (location.href = `javascript:fetch("${to}",{mode:"no-cors"})`),
  'blob document': (to) => (location.href = URL.createObjectURL(new Blob([`<img src="${to}">`], { type: 'text/html' }))),
  'changed address, then reload': (to) => {
    try {
      history.replaceState(null, '', `/?leak=${encodeURIComponent(to)}`);
    } finally {
      location.reload();
    }
  },
};

function element(name, properties) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value);
  return document.body.appendChild(made);
}

function svg(name, attributes) {
  const space = 'http://www.w3.org/2000/svg';
  const picture = document.body.appendChild(document.createElementNS(space, 'svg'));
  const made = picture.appendChild(document.createElementNS(space, name));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function link(rel, href, more = {}) {
  return document.head.appendChild(Object.assign(document.createElement('link'), { rel, href, ...more }));
}

function blank(then) {
  const frame = document.body.appendChild(document.createElement('iframe'));
  return then(frame.contentWindow);
}

function stun(scope, urls) {
  const connection = new scope.RTCPeerConnection({ iceServers: [{ urls, username: 'rows', credential: 'rows' }] });
  connection.createDataChannel('rows');
  return connection.createOffer().then((offer) => connection.setLocalDescription(offer));
}

/** Tries one way and says how it seemed to end; what counts is what arrives. */
async function attempt(way, to, ports) {
  try {
    await Promise.race([way(to, ports), new Promise((resolve) => setTimeout(resolve, 500))]);
    return 'tried';
  } catch (error) {
    return String(error);
  }
}

globalThis.__attack = {
  names: Object.keys(channels),
  journeys: Object.keys(journeys),
  async all(addresses, ports) {
    const outcomes = {};
    for (const [name, way] of Object.entries(channels)) {
      for (const address of addresses) outcomes[name] = await attempt(way, `${address}${encodeURIComponent(name)}`, ports);
    }
    return outcomes;
  },
  one: (name, to) => attempt(journeys[name], to, {}),
};
