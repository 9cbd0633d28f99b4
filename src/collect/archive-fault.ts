/** What can be wrong with an archive or a document in it, and how much it matters. The codes are stable. */
const severities = {
  'archive-too-large': 'error',
  'entry-too-large': 'error',
  'total-too-large': 'error',
  'ratio-too-high': 'error',
  'too-many-entries': 'error',
  'too-deep': 'error',
  'time-limit': 'error',
  'memory-limit': 'error',
  encrypted: 'error',
  'archive-not-read': 'error',
  damaged: 'error',
  link: 'warning',
  'unsafe-name': 'warning',
  'xml-refused': 'error',
  'event-log-not-read': 'warning',
  'event-log-damaged': 'warning',
  'event-log-cut': 'warning',
  'row-left-out': 'warning',
  'lines-passed-over': 'warning',
  'columns-not-used': 'warning',
  'columns-doubtful': 'warning',
  'text-not-used': 'warning',
  'empty-word': 'warning',
  'device-captured-again': 'warning',
  'device-link': 'warning',
  'nothing-found': 'warning',
  'sheet-passed-over': 'warning',
  'sheet-hidden': 'warning',
  'rows-hidden': 'warning',
  'columns-hidden': 'warning',
  'cell-linked': 'warning',
  'cell-without-result': 'error',
  'cells-merged': 'error',
  'line-break-in-cell': 'warning',
} as const

export type CollectFaultCode = keyof typeof severities

export const collectFaultCodes = Object.keys(severities) as CollectFaultCode[]

export type CollectFault = {
  /** `error`: something that may contain devices was not read. */
  readonly severity: 'error' | 'warning'
  readonly code: CollectFaultCode
  /** The entry, outermost archive first, joined by `!`; the archive itself if the fault concerns all of it. */
  readonly source: string
  readonly message: string
}

export function faultOf(code: CollectFaultCode, source: string, message: string): CollectFault {
  return {
    severity: severities[code],
    code,
    source: shown(source),
    message,
  }
}

/** What was found may not be all that was meant, or belongs to nobody: a person decides before an import. */
const doubts: ReadonlySet<CollectFaultCode> = new Set([
  'row-left-out',
  'columns-doubtful',
  'nothing-found',
])

export const stopsImport = ({ severity, code }: CollectFault): boolean =>
  severity === 'error' || doubts.has(code)

/** Names are untrusted: control characters are removed, and the length is limited. */
export function shown(name: string): string {
  const plain = name.replaceAll(/[^\P{C}]/gu, '\ufffd')
  return plain.length <= 200 ? plain : `${plain.slice(0, 199)}…`
}
