/** User principal names as mail programs, web pages and Windows write them. */
import { isUserPrincipalName } from 'taxiway-autopilot'

/**
 * The user principal name in what mail programs, web pages and Windows make of it: `mailto:`, `Anna <anna@contoso.com>`,
 * `Anna (anna@contoso.com)`, `anna%40contoso.com`, `AzureAD\\anna@contoso.com`. The same text where there is not exactly one.
 */
export function userWithin(value: string): string {
  if (isUserPrincipalName(value)) return value
  const plain = value.replaceAll(/%40|=40|\\u0040/gi, '@')
  const found = shapes.flatMap((shape) => shape.exec(plain)?.slice(1) ?? [])
  const [only, ...more] = new Set(found.filter((each) => each !== undefined))
  return only !== undefined && more.length === 0 && isUserPrincipalName(only) ? only : value
}

/** What stands around it; whether it is one is judged after. */
const shapes: readonly RegExp[] = [
  /^(?:mailto:|smtp:|azuread\\|(?:i:)?0#\.f\|membership\|)?([^\s<>[\]()]+?)[.;,]?$/i,
  /^[^@<>]{0,100}<(?:mailto:)?([^\s<>]+)>[;,]?$/i,
  /^\[([^\s\]]+)\]\(mailto:([^\s)]+)\)$/i,
  /^(?:upn|e-?mail|user)\s*[:=]\s*(\S+)$/i,
  /^(\S+@\S+) [([][^@()[\]]{1,100}[)\]]$/,
  /^[^@()[\]]{1,100} [([](\S+@\S+)[)\]]$/,
]
