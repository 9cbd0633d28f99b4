/** A streamed response that takes a slot for each chunk, only while it is produced and not while the client reads it. */
import type { Slots } from './slots.ts'

export function slotPerChunk(response: Response, slots: Slots): Response {
  if (response.body === null) return response
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const slot = slots.tryEnter('export') ?? (await slots.wait('export', true)?.slot)
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } finally {
          slot?.release()
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  const { status, headers } = response
  return new Response(body, { status, headers })
}
