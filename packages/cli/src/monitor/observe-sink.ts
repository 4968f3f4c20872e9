import type { Batch, Sink } from '@defimon/core'

/** A sink that tells what was written, once it was. Everything else goes to the sink behind it. */
export function observeSink(sink: Sink, onWritten: (batch: Batch) => void): Sink {
  return {
    specVersion: sink.specVersion,
    delivery: sink.delivery,
    open: () => sink.open(),
    readCheckpoint: (network) => sink.readCheckpoint(network),
    async write(batch, options) {
      await sink.write(batch, options)
      onWritten(batch)
    },
    close: () => sink.close(),
    [Symbol.asyncDispose]: () => sink.close(),
  }
}
