/** What fails outside of every surface is answered here, in Graph's form as at an address that nobody has. */
import { randomUUID } from 'node:crypto'
import { failureOf, retryHeader } from '../../surfaces/http/failure.ts'
import { graphError } from '../../surfaces/http/graph-error.ts'

type Report = (error: unknown, requestId?: string) => void

export async function atLastEdge(
  report: Report,
  work: () => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    const requestId = randomUUID()
    const failure = failureOf(error)
    if (failure.isOurs) report(error, requestId)
    const { message, status } = failure
    const code = status === 503 ? 'ServiceUnavailable' : 'InternalServerError'
    const body = graphError({ code, message }, { requestId })
    return Response.json(body, { status, headers: retryHeader(failure) })
  }
}
