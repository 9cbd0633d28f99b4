/**
 * How many requests may be worked on at once, found by trying: a few more as long as all is well and more are wanted,
 * a share less as soon as the event loop is late or requests wait for connections to the database all the time.
 * Times of answers say less: a page costs a hundredth of an import, and a change of the mix would look like overload.
 */
export type Pressure = { stop(): void }

export type PressureOptions = {
  readonly bounds: { readonly least: number; readonly most: number }
  /** How many requests wait for a connection to the database. */
  readonly waitingForDatabase: () => number
  readonly size: () => number
  /** Whether more places would be of use. */
  readonly isWanted: () => boolean
  readonly resize: (size: number) => void
  readonly onLag?: (seconds: number) => void
}

const sampleEvery = 50
const samplesPerStep = 4
/** Milliseconds. Judged by the best sample of a step: a single long task is no overload, a loop that is always late is. */
const lateBy = 30
/** About a pool of connections: so many wait for a moment in any burst. */
const waitingLong = 20

export function watchPressure(options: PressureOptions): Pressure {
  const { bounds, waitingForDatabase, size, isWanted, resize, onLag = () => undefined } = options
  let due = performance.now() + sampleEvery
  let lags: number[] = []
  let waits: number[] = []

  const timer = setInterval(() => {
    const now = performance.now()
    const lag = Math.max(0, now - due)
    due = now + sampleEvery
    onLag(lag / 1_000)
    lags.push(lag)
    waits.push(waitingForDatabase())
    if (lags.length === samplesPerStep) step()
  }, sampleEvery)
  timer.unref()

  function step(): void {
    const strain = Math.max(Math.min(...lags) / lateBy, Math.min(...waits) / waitingLong)
    lags = []
    waits = []
    if (strain > 1) resize(Math.max(bounds.least, Math.floor(size() * Math.max(0.6, 1 / strain))))
    else if (isWanted()) resize(Math.min(bounds.most, size() + Math.ceil(Math.sqrt(size()))))
  }

  return { stop: () => clearInterval(timer) }
}
