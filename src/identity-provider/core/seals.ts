/**
 * Words that the server gives a browser to keep: nobody else can make, read or change one, and each has its end.
 *
 * So what a stranger begins costs no row: the one who wants it to go on keeps it.
 */
import type { Wrap } from '../../core/wrap.ts'

export type Seals = {
  /** `place` says what the word is for, and opens it again; `seconds` until it is of no use. Base64url. */
  seal(place: string, value: unknown, seconds: number): string
  /** Undefined: it is not one of ours, is for another place, or has ended. */
  open(place: string, sealed: string): unknown
}

export function sealsWith(wrap: Wrap, now: () => Date): Seals {
  const seconds = () => Math.floor(now().getTime() / 1000)
  return {
    seal(place, value, lifetime) {
      const text = JSON.stringify({ value, until: seconds() + lifetime })
      return Buffer.from(wrap.wrap(Buffer.from(text), contextOf(place))).toString('base64url')
    },
    open(place, sealed) {
      const plain = unwrapped(wrap, sealed, contextOf(place))
      if (plain === undefined) return undefined
      const { value, until } = JSON.parse(plain) as { value: unknown; until: number }
      return until > seconds() ? value : undefined
    },
  }
}

function contextOf(place: string): string {
  return `sealed:${place}`
}

function unwrapped(wrap: Wrap, sealed: string, context: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.toString('base64url') !== sealed) return undefined
  try {
    return Buffer.from(wrap.unwrap(bytes, context)).toString('utf8')
  } catch {
    return undefined
  }
}
