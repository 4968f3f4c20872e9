import * as zlib from 'node:zlib'
import { ResponseEncodingError, ResponseTooLargeError } from '../http-client.ts'

/** Fewer, larger pieces: a block of a busy chain inflates to half a megabyte. */
const CHUNK_BYTES = 256 * 1024

/** What this Node can inflate, best first. zstd came with Node 22.15. */
export function acceptedEncodings(): string {
  return typeof zlib.zstdDecompressSync === 'function' ? 'zstd, gzip, deflate, br;q=0.5' : 'gzip, deflate, br;q=0.5'
}

/** Whether a body came as it is. */
export function isPlain(encoding: string | undefined): boolean {
  const name = nameOf(encoding)
  return name === '' || name === 'identity'
}

function nameOf(encoding: string | undefined): string {
  return encoding?.trim().toLowerCase() ?? ''
}

/**
 * Inflates a whole body at once, which costs a quarter of what a stream does. Fails with `ResponseTooLargeError` as soon as the
 * limit is passed, and with `ResponseEncodingError` when the body is cut short or is not what its header says.
 */
export function inflate(body: Buffer, encoding: string | undefined, maxBytes: number): Buffer {
  const name = nameOf(encoding)
  const options = { maxOutputLength: maxBytes, chunkSize: CHUNK_BYTES }
  try {
    switch (name) {
      case 'gzip':
      case 'x-gzip':
        return zlib.gunzipSync(body, options)
      case 'deflate':
        // Some servers send the raw form.
        return (body[0]! & 0x0f) === 0x08 ? zlib.inflateSync(body, options) : zlib.inflateRawSync(body, options)
      case 'br':
        return zlib.brotliDecompressSync(body, options)
      case 'zstd':
        return zlib.zstdDecompressSync(body, options)
    }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw new ResponseTooLargeError(maxBytes)
    throw new ResponseEncodingError(`the body is not valid ${name}, or cut short`)
  }
  throw new ResponseEncodingError('the body has an encoding that was not asked for')
}
