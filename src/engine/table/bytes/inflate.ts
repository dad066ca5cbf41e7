import { AssayError } from '../../errors';
import { overLimit, withinLimit, type Limits } from '../limits';
import type { ByteStream } from './stream';

/**
 * Unpacks a stream. Counts the bytes that really come out and stops at the limits, so a small file cannot fill the memory.
 * @throws AssayError `packed-damaged` when the packed bytes are broken or cut short, `unpacked-too-large`, `inflate-ratio`.
 */
export function inflate(packed: ByteStream, format: 'gzip' | 'deflate-raw', name: string, limits: Limits): ByteStream {
  const unpacker = new DecompressionStream(format);
  const writer = unpacker.writable.getWriter();
  const reader = unpacker.readable.getReader();
  let bytesIn = 0;
  let bytesOut = 0;
  let closed = false;
  let sourceFault: unknown;

  const pump = async (): Promise<void> => {
    try {
      for (let chunk = await packed.read(); chunk && !closed; chunk = await packed.read()) {
        bytesIn += chunk.length;
        // Small pieces, so that a bomb is noticed before a whole megabyte of it has been blown up.
        for (let at = 0; at < chunk.length && !closed; at += 65536) await writer.write(chunk.subarray(at, at + 65536));
      }
      await writer.close();
    } catch (error) {
      if (error instanceof AssayError) sourceFault = error;
      await writer.abort(error).catch(() => undefined);
    }
  };
  let started = false;

  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    await Promise.allSettled([writer.abort('closed'), reader.cancel('closed'), packed.close()]);
  };

  return {
    async read() {
      if (!started) {
        started = true;
        void pump();
      }
      let piece;
      try {
        piece = await reader.read();
      } catch (error) {
        await close();
        if (sourceFault) throw sourceFault;
        throw new AssayError({
          area: 'file',
          code: 'packed-damaged',
          what: `${name} is packed, but it cannot be unpacked.`,
          why: 'It is cut short or some of its bytes are damaged.',
          remedy: 'Download or copy the file again, or pack it anew.',
          details: String(error),
        });
      }
      if (piece.done || !piece.value) return undefined;
      bytesOut += piece.value.length;
      if (bytesOut > limits.unpackedBytes || (bytesOut > limits.ratioFreeBytes && bytesOut > bytesIn * limits.inflateRatio)) {
        await close();
        withinLimit('unpackedBytes', bytesOut, name, limits);
        throw overLimit('inflateRatio', name, limits);
      }
      return piece.value;
    },
    close,
  };
}
