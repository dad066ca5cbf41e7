import { createSocket } from 'node:dgram';
import { createServer as createHttp } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';

/** “Elsewhere”: everything that arrives on a loopback port, by any protocol, is written down. */
export interface Elsewhere {
  readonly http: number;
  readonly tcp: number;
  readonly udp: number;
  /** One entry per arrival, e.g. `http /image` or `udp`. */
  readonly arrivals: string[];
  close(): Promise<void>;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

export async function startElsewhere(): Promise<Elsewhere> {
  const arrivals: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  };
  const http = createHttp((request, response) => {
    arrivals.push(`http ${request.url}`);
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/html' }).end('<p>elsewhere</p>');
  });
  http.on('connection', keep);
  const tcp = createTcp((socket) => {
    arrivals.push('tcp');
    keep(socket);
  });
  const udp = createSocket('udp4', () => arrivals.push('udp'));
  const ports = await Promise.all([
    listen(http),
    listen(tcp),
    new Promise<number>((resolve) => udp.bind(0, '127.0.0.1', () => resolve(udp.address().port))),
  ]);
  return {
    http: ports[0],
    tcp: ports[1],
    udp: ports[2],
    arrivals,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([new Promise((done) => http.close(done)), new Promise((done) => tcp.close(done)), new Promise<void>((done) => udp.close(done))]);
    },
  };
}
