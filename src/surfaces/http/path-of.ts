/**
 * The path of a request, equal to `new URL(request.url).pathname`. A request's URL is complete and normalised, and
 * its path is needed several times: parsing it each time costs more than routing.
 */
export function pathOf({ url }: Pick<Request, 'url'>): string {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const end = url.slice(start).search(/[?#]/)
  return end === -1 ? url.slice(start) : url.slice(start, start + end)
}
