/** A server takes its port, or says why it cannot; and it ends with the requests that are in flight. */
import type { Server as PlainServer } from 'node:http'
import type { Server } from 'node:https'

/** The port is in use or not permitted; the message names it and says what to do. */
export class ListenError extends Error {}

type Binding = {
  readonly host: string
  readonly port: number
  /** The setting that names the port. */
  readonly setting: string
}

export function bind(server: Server | PlainServer, binding: Binding): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new ListenError(listenMessage(cause, binding), { cause }))
    })
    server.listen(binding.port, binding.host, resolve)
  })
}

function listenMessage(
  { code, message }: NodeJS.ErrnoException,
  { host, port, setting }: Binding,
): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use. Stop the other program, or choose another: ${setting}=8444 npm start`
  }
  if (code === 'EACCES')
    return `Port ${port} needs more privileges. Choose one above 1023 with ${setting}.`
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${host}. Check TAXIWAY_HOST.`
  return `Cannot listen on ${host}:${port}: ${message}`
}

export function close(server: Server | PlainServer, grace: number): Promise<void> {
  return new Promise((resolve) => {
    const forceCloseTimer = setTimeout(() => server.closeAllConnections(), grace)
    server.close(() => {
      clearTimeout(forceCloseTimer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
