/** How far a long command is, on one line that fits its terminal. */

export type Standing = {
  readonly title: string
  readonly done: number
  readonly total: number
  /** A few words about the rest; '' means none. */
  readonly note: string
  readonly elapsedMs: number
  /** How long it goes on at most from now; absent means without limit. */
  readonly limitMs?: number
}

const maxBar = 40
const minBar = 8

/** With a bar in the columns that words leave; what does not fit is left out, the least important first. */
export function progressLine(standing: Standing, columns: number): string {
  const { note, elapsed, left, limit } = detailsOf(standing)
  // The last column stays free: some terminals break the line when it is written.
  const room = Math.max(columns - 1, 0)
  const count = countOf(standing)
  const title = shortened(standing.title, room - count.length - 1)
  let details: readonly string[] = []
  for (const next of [note, left, elapsed, limit]) {
    const more = [note, elapsed, left, limit].filter(
      (each) => each === next || details.includes(each),
    )
    if (title.length + 1 + listed(count, more).length <= room) details = more
  }
  const words = listed(count, details)
  const width = Math.min(room - title.length - words.length - 2, maxBar)
  const bar = width < minBar ? '' : barOf(standing, width)
  return [title, bar, words].filter(Boolean).join(' ').slice(0, room)
}

/** Without a bar, for logs. */
export function progressWords(standing: Standing): string {
  const { note, elapsed, left, limit } = detailsOf(standing)
  return `${standing.title} ${listed(countOf(standing), [note, elapsed, left, limit])}`
}

function countOf({ done, total }: Standing): string {
  return `${done}/${total}`
}

function listed(count: string, details: readonly string[]): string {
  return [count, ...details.filter(Boolean)].join(', ')
}

function shortened(title: string, room: number): string {
  return title.length <= room ? title : `${title.slice(0, Math.max(room - 1, 0))}…`
}

function barOf({ done, total }: Standing, width: number): string {
  const filled = Math.floor((Math.min(done, total) / total) * width)
  return '█'.repeat(filled) + '░'.repeat(width - filled)
}

/** In the order in which they are shown. */
function detailsOf({ note, done, total, elapsedMs, limitMs }: Standing) {
  return {
    note,
    elapsed: elapsedMs < 1000 ? '' : duration(elapsedMs),
    left: timeLeft(done, total, elapsedMs),
    limit: limitMs === undefined ? '' : `stops waiting in ${duration(Math.max(limitMs, 0))}`,
  }
}

/** If all goes on as before; nothing at the very beginning and at the end. */
function timeLeft(done: number, total: number, elapsedMs: number): string {
  if (done === 0 || done >= total) return ''
  return `about ${duration((elapsedMs / done) * (total - done))} left`
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}
