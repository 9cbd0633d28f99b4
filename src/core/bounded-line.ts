/** A line of limited length: some work at once, some waits for a while, and the rest is refused rather than kept. */
import { DomainError } from './errors.ts'
import { standingAside } from './working.ts'

export type LineLimits = {
  readonly atOnce: number
  readonly waiting: number
  /** How long anything waits, in ms; absent: until it is its turn. */
  readonly patience?: number
}

/** The line is full, or did not move. */
export class Busy extends DomainError {
  /** Seconds. */
  override readonly retryAfter = 2

  constructor() {
    super('unavailable', 'The server is busy with work like this. Try again in a moment.')
    this.name = 'Busy'
  }
}

export type Line = {
  /** Resolves when it is one's turn, to what must be called at the end of it. Throws Busy. */
  enter(): Promise<() => void>
  /** Nothing runs and nothing waits. */
  isEmpty(): boolean
}

export function lineOf({ atOnce, waiting, patience }: LineLimits): Line {
  const line: (() => void)[] = []
  let running = 0

  function leaving(): () => void {
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const next = line.shift()
      // The place is handed over, so that `running` stays as it is.
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
      if (patience === undefined) return
      timer = setTimeout(() => {
        line.splice(line.indexOf(begin), 1)
        reject(new Busy())
      }, patience)
    })
  }

  return {
    async enter() {
      if (running < atOnce) running++
      else if (line.length >= waiting) throw new Busy()
      else await standingAside(turn)
      return leaving()
    },
    isEmpty: () => running === 0,
  }
}

/** Throws Busy where the line is full. */
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

/** A line for each name, so that what is stuck under one holds up nobody else. */
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
