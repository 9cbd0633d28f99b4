/** What a handler may know about the request itself: its options, and addresses to answer with. */
import { pathOf } from './path-of.ts'
import { originOf, type PublicOrigin } from './public-origin.ts'

export type RequestView = {
  /** The text after the question mark, as sent. */
  readonly options: URLSearchParams
  /** A header's value; undefined if it was not sent. */
  header(name: string): string | undefined
  /** The origin that the client used, such as `https://localhost:8443`. */
  readonly origin: string
  /** The address of the same request with other options. */
  again(options: string): string
}

export function viewOf(request: Request, publicOrigin: PublicOrigin): RequestView {
  const origin = originOf(request, publicOrigin)
  return {
    options: optionsIn(request),
    origin,
    header: (name) => request.headers.get(name) ?? undefined,
    again: (options) => `${origin}${pathOf(request)}?${options}`,
  }
}

/** What stands after the question mark, equal to `new URL(url).searchParams`. */
export function optionsIn({ url }: Pick<Request, 'url'>): URLSearchParams {
  const start = url.indexOf('?')
  if (start === -1) return new URLSearchParams()
  const end = url.indexOf('#', start)
  return new URLSearchParams(end === -1 ? url.slice(start) : url.slice(start, end))
}
