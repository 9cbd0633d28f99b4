/**
 * The address that a request came from. Only the listener knows; it is stored here, and rate limits read it here,
 * so that no client header can forge it.
 */
const addresses = new WeakMap<Request, string>()

export function rememberAddress(request: Request, address: string | undefined): void {
  if (address !== undefined) addresses.set(request, address)
}

/** Text such as `192.0.2.7`; `unknown` for a request without a connection. */
export function addressOf(request: Request): string {
  return addresses.get(request) ?? 'unknown'
}

/** The network that limits count by: an IPv4 address, or the /64 of an IPv6 customer. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
