/**
 * Lets requests in, in order of their priority and not more than can be done in time; everything else learns when to
 * come again. Without it a server that is asked three times what it can do answers everybody, too late for any.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { workingAt } from '../../core/working.ts'
import type { Priority } from '../../surfaces/http/surface.ts'
import type { AdmissionFigures } from '../../surfaces/operations/admission-metrics.ts'
import { paced } from './paced.ts'
import { type Patience, type Place, placesOf } from './places.ts'
import { watchPressure } from './pressure.ts'
import type { Placed } from './priorities.ts'
import { type BodyLimits, bodiesWithin, type Received } from './receive-body.ts'
import { returnTimes } from './return-times.ts'
import { sendAway } from './send-away.ts'

export type AdmissionOptions = {
  /** How many requests may be worked on at once: at first, and at least and at most. */
  readonly places: { readonly first: number; readonly least: number; readonly most: number }
  readonly maxWaiting: number
  /** How long anybody waits for a place, and for being sent away, in ms. */
  readonly patience: Patience
  readonly bodies: BodyLimits
  /** How many requests wait for a connection to the database. */
  readonly waitingForDatabase: () => number
}

export const usualAdmission: AdmissionOptions = {
  places: { first: 200, least: 40, most: 500 },
  maxWaiting: 400,
  patience: { burst: 2_000, standing: 250 },
  bodies: {
    longest: 32 * 1024 * 1024,
    together: 128 * 1024 * 1024,
    pace: { after: 10_000, perSecond: 4 * 1024 },
  },
  waitingForDatabase: () => 0,
}

export function admissionOf(options: AdmissionOptions) {
  const { first: size, ...bounds } = options.places
  const places = placesOf({ ...options, size })
  const bodies = bodiesWithin(options.bodies)
  const times = returnTimes()
  const given = new WeakMap<IncomingMessage, { place: Place; priority: Placed }>()
  const sentAway = new Map<string, number>()
  let lag = 0
  const pressure = watchPressure({
    bounds: { least: bounds.least, most: bounds.most },
    waitingForDatabase: options.waitingForDatabase,
    size: () => places.size,
    isWanted: () => places.waiting() > 0 || places.inHand() > places.size / 4,
    resize: places.resize,
    onLag: (seconds) => {
      lag = seconds
    },
  })

  async function admit(
    listener: RequestListener,
    { request, response, priority }: Asked,
  ): Promise<void> {
    response.once('close', () => bodies.forget(request))
    const received = bodies.receive(request)
    const how = received === 'here' ? received : await received
    if (how !== 'here') return refuse({ request, response, priority }, how)
    const place = places.tryEnter(priority) ?? (await turnOf({ request, response, priority }))
    if (response.destroyed) return place?.leave()
    if (place === undefined) return refuse({ request, response, priority }, 'busy')
    given.set(request, { place, priority })
    response.once('close', () => place.leave())
    workingAt(place, () => listener(request, response))
  }

  function turnOf({ response, priority }: Asked): Promise<Place | undefined> {
    const turn = places.wait(priority)
    // A client that asks again at once, without reading the answer, does so no more often than others wait.
    if (turn === undefined) return pause(options.patience.standing, undefined)
    response.once('close', turn.giveUp)
    return turn.comes
  }

  function refuse({ request, response, priority }: Asked, how: Exclude<Received, 'here'> | 'busy') {
    if (how === 'gone') return
    sentAway.set(`${priority} ${how}`, (sentAway.get(`${priority} ${how}`) ?? 0) + 1)
    sendAway(request, response, { reason: how, retryAfter: times.next() })
  }

  return {
    /** The listener, behind which only those come who have a place; health always has. */
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
    /** The work on a request that was let in; the place is free as soon as there is an answer, not when it has been read. */
    async work(request: IncomingMessage, serve: () => Response | Promise<Response>) {
      const at = given.get(request)
      try {
        const answer = await serve()
        times.done()
        return at?.priority === 'export' ? paced(answer, places) : answer
      } finally {
        at?.place.leave()
      }
    },
    figures: (): AdmissionFigures => ({
      places: places.size,
      inHand: places.inHand(),
      waiting: places.waiting(),
      lag,
      sentAway,
    }),
    stop: pressure.stop,
  }
}

type Asked = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly priority: Placed
}
