// Runs in a worker started the way the app starts its cells, but with every global left in place.
const channels = {
  fetch: (to) => fetch(to, { mode: 'no-cors' }),
  xhr: (to) => {
    const request = new XMLHttpRequest();
    request.open('POST', to, false);
    request.send('rows');
  },
  'web socket': (to) => new WebSocket(to.replace('http', 'ws')),
  'event source': (to) => new EventSource(to),
  'import scripts': (to) => self.importScripts(to),
  import: (to) => import(to),
  'nested worker': (to) => new Worker(to),
  'nested blob worker': (to) => new Worker(URL.createObjectURL(new Blob([`fetch("${to}",{mode:"no-cors"})`]))),
  font: (to) => {
    const face = new FontFace('leak', `url("${to}")`);
    self.fonts.add(face);
    return face.load();
  },
  'web transport': (to) => new WebTransport(to.replace('http:', 'https:')),
  'code from text': (to) => (0, eval)(`fetch("${to}",{mode:"no-cors"})`),
  'web assembly stream': (to) => WebAssembly.compileStreaming(fetch(to)),
  notification: (to) => self.registration?.showNotification('x', { icon: to }),
  webrtc: (to) => new RTCPeerConnection({ iceServers: [{ urls: `stun:${new URL(to).host}` }] }).createDataChannel('rows'),
  'direct socket': (to) => new self.UDPSocket({ remoteAddress: '127.0.0.1', remotePort: Number(new URL(to).port) }).opened,
};

onmessage = async ({ data }) => {
  const outcomes = {};
  for (const [name, way] of Object.entries(channels)) {
    for (const address of data) {
      try {
        await Promise.race([way(`${address}cell%20${encodeURIComponent(name)}`), new Promise((resolve) => setTimeout(resolve, 500))]);
        outcomes[name] = 'tried';
      } catch (error) {
        outcomes[name] = String(error);
      }
    }
  }
  postMessage(outcomes);
};
