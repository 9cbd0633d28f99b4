/** A queue of limited length: some work runs at once, some waits for a while, and the rest is refused. */
import { DomainError } from './errors.ts'
import { withoutSlot } from './request-slot.ts'

export type LineLimits = {
  readonly atOnce: number
  readonly waiting: number
  /** In ms; absent: waits until its turn comes. */
  readonly maxWait?: number
}

/** The queue is full, or waiting took too long. */
export class Busy extends DomainError {
  /** Seconds. */
  override readonly retryAfter = 2

  constructor() {
    super('unavailable', 'The server is busy with similar work. Try again in a moment.')
    this.name = 'Busy'
  }
}

export type Line = {
  /** Resolves when the turn comes, to a function to be called at its end. Throws Busy. */
  enter(): Promise<() => void>
  /** Nothing runs and nothing waits. */
  isEmpty(): boolean
}

export function lineOf({ atOnce, waiting, maxWait }: LineLimits): Line {
  const line: (() => void)[] = []
  let running = 0

  function leaving(): () => void {
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const next = line.shift()
      // The turn is handed over, so `running` stays as it is.
      if (next === undefined) running--
      else next()
    }
  }

  function turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const begin = () => {
        clearTimeout(timer)
        resolve()
      }
      line.push(begin)
      if (maxWait === undefined) return
      timer = setTimeout(() => {
        line.splice(line.indexOf(begin), 1)
        reject(new Busy())
      }, maxWait)
    })
  }

  return {
    async enter() {
      if (running < atOnce) running++
      else if (line.length >= waiting) throw new Busy()
      else await withoutSlot(turn)
      return leaving()
    },
    isEmpty: () => running === 0,
  }
}

/** Throws Busy when the queue is full. */
export function boundedLine(limits: LineLimits) {
  const line = lineOf(limits)
  return async <T>(work: () => Promise<T>): Promise<T> => {
    const leave = await line.enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}

/** A queue for each name, so that work stuck under one name does not hold up the others. */
export function linesByName(limits: LineLimits) {
  const lines = new Map<string, Line>()
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const line = lines.get(name) ?? lineOf(limits)
    lines.set(name, line)
    const leave = await line.enter()
    try {
      return await work()
    } finally {
      leave()
      if (line.isEmpty()) lines.delete(name)
    }
  }
}
