/** An answer that is made while it is sent: each piece takes a place for as long as it is made, not while it is read. */
import type { Places } from './places.ts'

export function paced(answer: Response, places: Places): Response {
  if (answer.body === null) return answer
  const reader = answer.body.getReader()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const place = places.tryEnter('export') ?? (await places.wait('export', true)?.comes)
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } finally {
          place?.leave()
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  const { status, headers } = answer
  return new Response(body, { status, headers })
}
