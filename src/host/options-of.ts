/** What the settings mean for the parts of a server. */
import type { Config } from './config.ts'
import { type Listener, maxKeepAliveSeconds } from './listening/listen.ts'
import { trustedProxies } from './listening/trusted-proxies.ts'

export function limitsOf({ throttling, webhookHosts }: Config) {
  return { ...(throttling && { throttling }), ...(webhookHosts && { webhookHosts }) }
}

/** Of a promise to clients, in seconds: some take one of two seconds or less for none at all. */
const minKeepAliveSeconds = 5

/**
 * A client that relies on an open connection may use it in the moment in which a stopping server closes it.
 * So no more is promised than the server keeps while it drains.
 */
function keepAliveOf({ drainSeconds = 0 }: Pick<Config, 'drainSeconds'>): number {
  if (drainSeconds === 0) return maxKeepAliveSeconds
  return Math.min(maxKeepAliveSeconds, Math.max(minKeepAliveSeconds, drainSeconds))
}

export function connectionsOf(config: Pick<Config, 'maxConnections' | 'proxies' | 'drainSeconds'>) {
  const { maxConnections, proxies } = config
  return {
    keepAliveSeconds: keepAliveOf(config),
    // Only behind a balancer does it help to drain.
    hasOthers: (config.drainSeconds ?? 0) > 0,
    ...(maxConnections !== undefined && { maxConnections }),
    ...(proxies && { proxies: trustedProxies(proxies) }),
  }
}

/** A server that listens on all addresses or on loopback is `localhost` to the person who starts it. */
export function originOf({ host }: Config, { port }: Listener): string {
  const local = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host)
  return `https://${local ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`
}
