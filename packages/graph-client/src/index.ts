/**
 * A client of Microsoft Graph and of Taxiway: pages are followed, throttling and short outages waited out, and no
 * request that does something is sent twice unless the first one surely went nowhere. Needs `fetch` and nothing else.
 */
export { type Graph, graphClient } from './client.ts'
export {
  ConnectionError,
  type ConnectionFault,
  GraphError,
  NoResponseError,
  RequestError,
  UnexpectedAnswerError,
} from './errors.ts'
export { retryAfter } from './retry-after.ts'
export { type RetryPolicy, send } from './send.ts'
