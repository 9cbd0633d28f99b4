/**
 * Admits requests in order of priority, and only as many as can be processed in time; all others are asked to retry
 * later. Without it, a server at three times its capacity would answer every request, each too late.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { withSlot } from '../../core/request-slot.ts'
import type { Priority } from '../../surfaces/http/surface.ts'
import type { AdmissionFigures } from '../../surfaces/operations/admission-metrics.ts'
import { watchPressure } from './pressure.ts'
import type { QueuedPriority } from './priorities.ts'
import { type BodyLimits, type BodyResult, bodiesWithin } from './receive-body.ts'
import { rejectRequest } from './reject.ts'
import { retryTimes } from './retry-times.ts'
import { slotPerChunk } from './slot-per-chunk.ts'
import { type MaxWait, type Slot, slotsOf } from './slots.ts'

export type AdmissionOptions = {
  /** How many requests may be processed at once. */
  readonly slots: { readonly initial: number; readonly min: number; readonly max: number }
  readonly maxWaiting: number
  /** How long a request waits for a slot, or to be rejected, in ms. */
  readonly maxWait: MaxWait
  readonly bodies: BodyLimits
  /** How many requests wait for a connection to the database. */
  readonly waitingForDatabase: () => number
  /** By which overload is noticed, in ms; the process's own when not given. */
  readonly clock?: () => number
}

export const defaultAdmission: AdmissionOptions = {
  slots: { initial: 200, min: 40, max: 500 },
  maxWaiting: 400,
  maxWait: { burst: 2_000, sustained: 250 },
  bodies: {
    maxBytes: 32 * 1024 * 1024,
    maxTotalBytes: 128 * 1024 * 1024,
    minRate: { afterMs: 10_000, bytesPerSecond: 4 * 1024 },
  },
  waitingForDatabase: () => 0,
}

export function admissionOf(options: AdmissionOptions) {
  const { initial: size, ...bounds } = options.slots
  const slots = slotsOf({ ...options, size })
  const bodies = bodiesWithin(options.bodies)
  const times = retryTimes()
  const admitted = new WeakMap<IncomingMessage, { slot: Slot; priority: QueuedPriority }>()
  const rejected = new Map<string, number>()
  let lag = 0
  const pressure = watchPressure({
    bounds,
    waitingForDatabase: options.waitingForDatabase,
    size: () => slots.size,
    isWanted: () => slots.waiting() > 0 || slots.inProgress() > slots.size / 4,
    resize: slots.resize,
    onLag: (seconds) => {
      lag = seconds
    },
  })

  async function admit(
    listener: RequestListener,
    { request, response, priority }: Candidate,
  ): Promise<void> {
    response.once('close', () => bodies.forget(request))
    const received = bodies.receive(request)
    const result = received === 'complete' ? received : await received
    if (result !== 'complete') return reject({ request, response, priority }, result)
    const slot = slots.tryEnter(priority) ?? (await turnOf({ request, response, priority }))
    if (response.destroyed) return slot?.release()
    if (slot === undefined) return reject({ request, response, priority }, 'busy')
    admitted.set(request, { slot, priority })
    response.once('close', () => slot.release())
    withSlot(slot, () => listener(request, response))
  }

  function turnOf({ response, priority }: Candidate): Promise<Slot | undefined> {
    const turn = slots.wait(priority)
    // A client that retries at once, ignoring Retry-After, is slowed down to the pace of those that wait.
    if (turn === undefined) return pause(options.maxWait.sustained, undefined)
    response.once('close', turn.giveUp)
    return turn.slot
  }

  function reject(
    { request, response, priority }: Candidate,
    reason: Exclude<BodyResult, 'complete'> | 'busy',
  ) {
    if (reason === 'aborted') return
    const key = `${priority} ${reason}`
    rejected.set(key, (rejected.get(key) ?? 0) + 1)
    rejectRequest(request, response, { reason, retryAfter: times.next() })
  }

  return {
    /** Wraps the listener so that it sees only requests with a slot; health checks need none. */
    around:
      (
        listener: RequestListener,
        priorityOf: (request: IncomingMessage) => Priority,
      ): RequestListener =>
      (request, response) => {
        const priority = priorityOf(request)
        if (priority === 'health') return listener(request, response)
        return void admit(listener, { request, response, priority })
      },
    /** Serves an admitted request; its slot is free as soon as there is a response, not once it has been read. */
    async work(request: IncomingMessage, serve: () => Response | Promise<Response>) {
      const entry = admitted.get(request)
      try {
        const response = await serve()
        times.done()
        return entry?.priority === 'export' ? slotPerChunk(response, slots) : response
      } finally {
        entry?.slot.release()
      }
    },
    figures: (): AdmissionFigures => ({
      slots: slots.size,
      inProgress: slots.inProgress(),
      waiting: slots.waiting(),
      lag,
      rejected,
    }),
    stop: pressure.stop,
  }
}

type Candidate = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly priority: QueuedPriority
}
