/**
 * The origin under which a client reached us, for links that it will follow. The Host header is trusted only if it
 * names a host of our own certificate; otherwise the configured origin is used.
 */
import { microsoftHosts } from 'taxiway-autopilot'

export type PublicOrigin = {
  /** The configured origin, such as `https://localhost:8443`; issuer and redirects always use it. */
  readonly configured: string
  /** Host names, without port, under which clients legitimately reach this server. */
  readonly hosts: readonly string[]
}

/** For a server whose clients use `publicUrl`, or know it by a name of this machine or of Microsoft's. */
export function publicOriginAt(publicUrl: string): PublicOrigin {
  const hosts = ['localhost', '127.0.0.1', '[::1]', new URL(publicUrl).hostname, ...microsoftHosts]
  return { configured: publicUrl, hosts }
}

export function originOf(request: Request, { configured, hosts }: PublicOrigin): string {
  const host = request.headers.get('host')
  if (host === null) return configured
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return hosts.includes(name)
    ? `${configured.slice(0, configured.indexOf('//'))}//${host}`
    : configured
}

/** Where the request came for another address than the public one; undefined: it did not. */
export function elsewhere(request: Request, { configured }: PublicOrigin): string | undefined {
  const host = request.headers.get('host')?.toLowerCase()
  if (host === undefined || host === new URL(configured).host) return undefined
  if (microsoftHosts.some((each) => each === host.replace(/:\d+$/, ''))) return undefined
  return `The request came for https://${host}, and the public URL of this server is ${configured}: ask there, or set TAXIWAY_PUBLIC_URL to the address that clients use.`
}
