import type { IncomingMessage } from 'node:http'

/** Calls `onIdle` where a client stops in the middle of its request for `ms`; not while it is we who do not read on. */
export function watchIdleClient(request: IncomingMessage, ms: number, onIdle: () => void): void {
  const { socket } = request
  function onTimeout(): void {
    if (!request.complete && !request.isPaused()) onIdle()
  }
  function stop(): void {
    socket.setTimeout(0)
    request.off('timeout', onTimeout).off('end', stop).off('close', stop)
  }
  socket.setTimeout(ms)
  // Node destroys the socket itself unless the request listens.
  request.on('timeout', onTimeout).once('end', stop).once('close', stop)
}
