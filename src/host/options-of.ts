/** What the settings mean for the parts of a server. */
import type { Config } from './config.ts'
import type { Listener } from './server.ts'
import { trustedProxies } from './trusted-proxies.ts'

export function limitsOf({ throttling, webhookHosts }: Config) {
  return { ...(throttling && { throttling }), ...(webhookHosts && { webhookHosts }) }
}

export function connectionsOf({ maxConnections, proxies }: Config) {
  return {
    ...(maxConnections !== undefined && { maxConnections }),
    ...(proxies && { proxies: trustedProxies(proxies) }),
  }
}

/** A server that listens on all addresses or on loopback is `localhost` to the person who starts it. */
export function originOf({ host }: Config, { port }: Listener): string {
  const local = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host)
  return `https://${local ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`
}
