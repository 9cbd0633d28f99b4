/** The edge towards devices and technicians: every refusal as JSON, in words for the person there. */
import type { ErrorHandler, NotFoundHandler } from 'hono'
import { failureOf, retryHeader } from '../http/failure.ts'
import type { RequestEnv } from '../http/request-context.ts'

export function intakeErrors(
  report: (error: Error, requestId: string) => void,
): ErrorHandler<RequestEnv> {
  return (error, c) => {
    const failure = failureOf(error)
    const requestId = c.get('requestId')
    if (failure.isOurs) report(error, requestId)
    const { code, message } = failure
    return c.json({ error: { code, message, requestId } }, failure.status, retryHeader(failure))
  }
}

export const noSuchIntakeRoute: NotFoundHandler<RequestEnv> = (c) =>
  c.json(
    {
      error: {
        code: 'route-not-found',
        message: `There is no ${c.req.method} ${c.req.path}. Use POST /intake/v1/{submissions,status,devicelinks} or GET /intake/v1/script.`,
        requestId: c.get('requestId'),
      },
    },
    404,
  )
