/**
 * How many requests may be processed at once, found by trial: a few more while all is well and more are wanted, a
 * fraction fewer as soon as the event loop is late or requests constantly wait for a database connection.
 * Response times would say less: a page costs a hundredth of an import, so a change in the mix would look like overload.
 */
export type Pressure = { stop(): void }

export type PressureOptions = {
  readonly bounds: { readonly min: number; readonly max: number }
  /** How many requests wait for a connection to the database. */
  readonly waitingForDatabase: () => number
  readonly size: () => number
  /** Whether more slots would help. */
  readonly isWanted: () => boolean
  readonly resize: (size: number) => void
  readonly onLag?: (seconds: number) => void
}

const sampleEvery = 50
const samplesPerStep = 4
/** Milliseconds. The best sample of a step counts: a single long task is not overload, a loop that is always late is. */
const maxLag = 30
/** About the size of the connection pool: that many wait briefly in any burst. */
const maxDatabaseWaits = 20

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
    const strain = Math.max(Math.min(...lags) / maxLag, Math.min(...waits) / maxDatabaseWaits)
    lags = []
    waits = []
    if (strain > 1) resize(Math.max(bounds.min, Math.floor(size() * Math.max(0.6, 1 / strain))))
    else if (isWanted()) resize(Math.min(bounds.max, size() + Math.ceil(Math.sqrt(size()))))
  }

  return { stop: () => clearInterval(timer) }
}
